package dev.lockrace.producer.deadletter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The metric of the number of listed dead letters. It counts the table, so it is right in every producer and after each
 * start. It counts on a schedule rather than per scrape, so that a hanging database does not delay the other metrics.
 *
 * <p>While the database is unavailable, the last count stays valid, since no dead letter can be added or removed.
 * Before the first count the number is unknown, and the value is NaN.
 */
@Component
class DeadLetterGauge {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterGauge.class);

    private final DeadLetterRepository repository;
    private volatile double listed = Double.NaN;

    DeadLetterGauge(DeadLetterRepository repository, MeterRegistry registry) {
        this.repository = repository;
        Gauge.builder("dead.letters", this, gauge -> gauge.listed)
                .description("Dead letters that are listed, as the database counted them a few seconds ago")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "PT5S")
    void count() {
        try {
            listed = repository.count();
        } catch (DataAccessException e) {
            log.debug("Cannot count the dead letters", e);
        }
    }
}
