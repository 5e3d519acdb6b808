package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.lock.LockClient;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which database the backend {@code database} uses. Needs no server, because the backend connects on first use. */
class DatabaseSetupTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1:1/locks";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(LockAutoConfiguration.class, DataSourceAutoConfiguration.class));

    @Test
    void a_data_source_bean_of_the_application_is_sufficient() {
        runner.withBean(DataSource.class, () -> hikari(URL))
                .run(context ->
                        assertThat(context.getBean(LockClient.class).backend()).isEqualTo("database"));
    }

    @Test
    void the_url_is_sufficient_without_any_data_source() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(LockAutoConfiguration.class))
                .withPropertyValues("lockrace.lock.database.url=" + URL)
                .run(context ->
                        assertThat(context.getBean(LockClient.class).backend()).isEqualTo("database"));
    }

    private static HikariDataSource hikari(String url) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(url);
        dataSource.setUsername("me");
        dataSource.setPassword("secret");
        return dataSource;
    }
}
