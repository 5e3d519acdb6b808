package dev.lockrace.producer.schema;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Migrates the event database at start-up. A producer whose database does not answer starts nevertheless, repeats the
 * migration in the background, and is not ready until it has succeeded.
 */
@Component("schema")
class SchemaMigration implements FlywayMigrationStrategy, HealthIndicator, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private @Nullable Thread retries;

    /** Why there is no schema yet; null once it is migrated. */
    private volatile @Nullable String failure = "the migration has not begun";

    /**
     * Migrates the schema, once the database answers. Blocks for the first attempt only.
     *
     * @throws FlywayException if the database answers, but its schema does not fit the migrations
     */
    @Override
    public void migrate(Flyway flyway) {
        if (!tryMigrate(flyway)) {
            Thread thread = new Thread(() -> retry(flyway), "schema-migration");
            thread.setDaemon(true);
            thread.start();
            retries = thread;
        }
    }

    private void retry(Flyway flyway) {
        try {
            do {
                TimeUnit.NANOSECONDS.sleep(RETRY_INTERVAL.toNanos());
            } while (!tryMigrate(flyway));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FlywayException e) {
            failure = String.valueOf(e.getMessage());
            log.error("Cannot migrate the event database. Repair its schema and restart the producer.", e);
        }
    }

    private boolean tryMigrate(Flyway flyway) {
        try {
            flyway.migrate();
            failure = null;
            return true;
        } catch (FlywayException e) {
            String reason = rejection(e);
            if (!reason.equals(failure)) {
                log.warn("Cannot migrate the event database yet, and will try every second: {}", reason);
                failure = reason;
            }
            return false;
        }
    }

    /**
     * Returns the database's own message, or the driver's.
     *
     * @throws FlywayException the failure itself, if the database has not caused it
     */
    private static String rejection(FlywayException failure) {
        String reason = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                reason = String.valueOf(cause.getMessage());
            }
        }
        if (reason == null) {
            throw failure;
        }
        return reason;
    }

    @Override
    public Health health() {
        String current = failure;
        return current == null
                ? Health.up().build()
                : Health.outOfService().withDetail("reason", current).build();
    }

    @Override
    public void destroy() throws InterruptedException {
        if (retries != null) {
            retries.interrupt();
            retries.join(RETRY_INTERVAL.toMillis());
        }
    }
}
