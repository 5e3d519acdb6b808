package dev.lockrace.lock.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.lock.postgres.PostgresLockBackend;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * The backend {@code database}. It takes address and credentials from its own properties, else from the application's
 * {@link DataSource}, else from its {@link JdbcConnectionDetails}. It never takes connections from a {@code DataSource}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBackend(PostgresLockBackend.NAME)
@ConditionalOnClass({HikariDataSource.class, org.postgresql.Driver.class})
@ConditionalOnMissingBean(PostgresLockBackend.class)
class DatabaseConfiguration {

    @Bean
    PostgresLockBackend databaseLockBackend(DatabaseAddress lockDatabaseAddress, LockProperties properties) {
        return PostgresLockBackend.pooled(lockDatabaseAddress.pool(properties));
    }

    @Bean
    DatabaseAddress lockDatabaseAddress(
            LockProperties properties,
            @LockStore ObjectProvider<DataSource> marked,
            ObjectProvider<DataSource> dataSources,
            ObjectProvider<DatabaseDetails> details,
            ListableBeanFactory beans) {
        LockProperties.Database own = properties.database();
        if (StringUtils.hasText(own.url())) {
            return new DatabaseAddress(own.url(), own.username(), own.password(), "lockrace.lock.database.url");
        }
        Optional<DataSource> dataSource = StoreBeans.select(DataSource.class, marked, dataSources, beans);
        return dataSource
                .flatMap(DataSourceAddress::of)
                .or(() -> details.stream().findFirst().flatMap(DatabaseDetails::address))
                .orElseThrow(
                        () -> dataSource.map(DatabaseConfiguration::unknownUrl).orElseGet(DatabaseConfiguration::none));
    }

    private static BackendNotSetUpException none() {
        return new BackendNotSetUpException(
                "Lock backend 'database' has no database: lockrace.lock.database.url is not set, and there is no DataSource"
                        + " bean.",
                "Set lockrace.lock.database.url, or add spring-boot-starter-jdbc and set spring.datasource.url, or set"
                        + " lockrace.lock.backend to another backend.");
    }

    private static BackendNotSetUpException unknownUrl(DataSource dataSource) {
        return new BackendNotSetUpException(
                "Lock backend 'database' cannot read the JDBC URL of the DataSource bean, a %s."
                        .formatted(dataSource.getClass().getName()),
                "Set lockrace.lock.database.url, username and password, or define a bean"
                        + " PostgresLockBackend.using(dataSource).");
    }

    /** The connection details of the application, such as those of a Testcontainers container. */
    interface DatabaseDetails {
        Optional<DatabaseAddress> address();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JdbcConnectionDetails.class)
    static class ConnectionDetails {

        @Bean
        DatabaseDetails lockDatabaseDetails(ObjectProvider<JdbcConnectionDetails> details) {
            return () -> Optional.ofNullable(details.getIfUnique()).map(ConnectionDetails::address);
        }

        private static DatabaseAddress address(JdbcConnectionDetails details) {
            return new DatabaseAddress(
                    details.getJdbcUrl(),
                    details.getUsername(),
                    details.getPassword(),
                    "the database of the JdbcConnectionDetails bean");
        }
    }
}
