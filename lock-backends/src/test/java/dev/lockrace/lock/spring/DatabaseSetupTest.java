package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.lockrace.lock.LockClient;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.jdbc.datasource.lookup.MapDataSourceLookup;

/** Which database the backend {@code database} uses. Needs no server, because the backend connects on first use. */
class DatabaseSetupTest {

    private static final String URL = "jdbc:postgresql://127.0.0.1:1/locks";
    private static final String OTHER_URL = "jdbc:postgresql://127.0.0.1:1/other";

    private final ApplicationContextRunner withoutDataSource =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LockAutoConfiguration.class));

    private final ApplicationContextRunner runner =
            withoutDataSource.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class));

    @Test
    void a_data_source_bean_of_the_application_is_sufficient() {
        runner.withBean(DataSource.class, () -> hikari(URL))
                .run(context -> assertAddress(context, URL, "me", "secret"));
    }

    @Test
    void the_url_is_sufficient_without_any_data_source() {
        withoutDataSource
                .withPropertyValues("lockrace.lock.database.url=" + URL)
                .run(context -> assertAddress(context, URL, null, null));
    }

    @Test
    void the_url_is_sufficient_without_spring_boot_jdbc() {
        withoutDataSource
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc", "org.springframework.jdbc"))
                .withPropertyValues("lockrace.lock.database.url=" + URL)
                .run(context -> assertAddress(context, URL, null, null));
    }

    @Test
    void the_url_takes_precedence_over_a_data_source_bean() {
        runner.withBean(DataSource.class, () -> hikari(OTHER_URL))
                .withPropertyValues(
                        "lockrace.lock.database.url=" + URL,
                        "lockrace.lock.database.username=lock",
                        "lockrace.lock.database.password=other")
                .run(context -> assertAddress(context, URL, "lock", "other"));
    }

    @Test
    void the_data_source_of_spring_boot_is_used_with_the_properties_of_its_driver() {
        runner.withPropertyValues(
                        "spring.datasource.url=" + URL,
                        "spring.datasource.username=me",
                        "spring.datasource.password=secret",
                        "spring.datasource.hikari.data-source-properties.sslrootcert=/a b/ca.pem")
                .run(context -> assertAddress(context, URL + "?sslrootcert=%2Fa+b%2Fca.pem", "me", "secret"));
    }

    @Test
    void connection_details_such_as_those_of_a_container_are_used() {
        runner.withBean(JdbcConnectionDetails.class, () -> details(URL))
                .run(context -> assertAddress(context, URL, "me", "secret"));
        withoutDataSource
                .withBean(JdbcConnectionDetails.class, () -> details(URL))
                .run(context -> assertAddress(context, URL, "me", "secret"));
    }

    @Test
    void the_address_is_read_from_every_common_kind_of_data_source() {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(URL);
        postgres.setUser("me");
        postgres.setPassword("secret");
        List<DataSource> kinds = List.of(
                new DriverManagerDataSource(URL, "me", "secret"),
                new LazyConnectionDataSourceProxy(hikari(URL)),
                DataSourceBuilder.create()
                        .type(org.springframework.jdbc.datasource.SimpleDriverDataSource.class)
                        .url(URL)
                        .username("me")
                        .password("secret")
                        .build());
        for (DataSource kind : kinds) {
            runner.withBean(DataSource.class, () -> kind).run(context -> assertAddress(context, URL, "me", "secret"));
        }
        runner.withBean(DataSource.class, () -> postgres).run(context -> {
            assertAddress(context, context.getBean(DatabaseAddress.class).url(), "me", "secret");
            assertThat(context.getBean(DatabaseAddress.class).url())
                    .startsWith(URL)
                    .doesNotContain("secret");
        });
    }

    @Test
    void the_primary_data_source_is_used_unless_another_one_is_marked() {
        runner.withUserConfiguration(PrimaryAndOther.class).run(context -> assertAddress(context, URL, "me", "secret"));
        runner.withUserConfiguration(PrimaryAndMarked.class)
                .run(context -> assertAddress(context, URL, "me", "secret"));
    }

    @Test
    void several_data_sources_without_a_primary_one_fail_the_start() {
        runner.withBean("first", DataSource.class, () -> hikari(URL))
                .withBean("second", DataSource.class, () -> hikari(OTHER_URL))
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "The store of the locks is ambiguous: there are 2 beans of type DataSource (first, second).",
                        "Annotate the one that leads to it with @LockStore or @Primary, or set the address under"
                                + " lockrace.lock."));
    }

    @Test
    void no_database_at_all_fails_the_start() {
        withoutDataSource.run(context -> SetupFailures.assertFailure(
                context,
                "Lock backend 'database' has no database: lockrace.lock.database.url is not set, and there is no"
                        + " DataSource bean.",
                "Set lockrace.lock.database.url, or add spring-boot-starter-jdbc and set spring.datasource.url, or set"
                        + " lockrace.lock.backend to another backend."));
    }

    @Test
    void a_data_source_with_an_unknown_address_fails_the_start() {
        runner.withBean(DataSource.class, Routing::new)
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "Lock backend 'database' cannot read the JDBC URL of the DataSource bean, a %s."
                                .formatted(Routing.class.getName()),
                        "Set lockrace.lock.database.url, username and password, or define a bean"
                                + " PostgresLockBackend.using(dataSource)."));
    }

    @Test
    void another_database_fails_the_start_with_its_name() {
        runner.withBean(DataSource.class, () -> hikari("jdbc:h2:mem:locks;PASSWORD=secret"))
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "Lock backend 'database' cannot use the database of the DataSource bean. A lock database must be"
                                + " PostgreSQL, with a JDBC URL such as jdbc:postgresql://localhost:5432/locks, but this"
                                + " one is H2: jdbc:h2:mem:locks.",
                        "Set lockrace.lock.database.url to the URL of a PostgreSQL database, or lockrace.lock.backend to"
                                + " another backend."));
    }

    @Test
    void a_missing_driver_fails_the_start_with_its_artifact() {
        runner.withPropertyValues("lockrace.lock.database.url=" + URL)
                .withClassLoader(new FilteredClassLoader(org.postgresql.Driver.class))
                .run(context -> SetupFailures.assertFailure(
                        context,
                        "The driver of lock backend 'database' is missing on the class path: org.postgresql:postgresql.",
                        "Add the dependency, or set lockrace.lock.backend to another backend."));
    }

    private static void assertAddress(
            AssertableApplicationContext context, String url, @Nullable String username, @Nullable String password) {
        assertThat(context.getBean(LockClient.class).backend()).isEqualTo("database");
        DatabaseAddress address = context.getBean(DatabaseAddress.class);
        assertThat(address.url()).isEqualTo(url);
        assertThat(address.username()).isEqualTo(username);
        assertThat(address.password()).isEqualTo(password);
        assertThat(address.toString()).doesNotContain("secret");
    }

    private static HikariDataSource hikari(String url) {
        HikariDataSource dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(url);
        dataSource.setUsername("me");
        dataSource.setPassword("secret");
        return dataSource;
    }

    private static JdbcConnectionDetails details(String url) {
        return new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "me";
            }

            @Override
            public String getPassword() {
                return "secret";
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndOther {

        @Bean
        @Primary
        DataSource primary() {
            return hikari(URL);
        }

        @Bean
        DataSource other() {
            return hikari(OTHER_URL);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryAndMarked {

        @Bean
        @Primary
        DataSource primary() {
            return hikari(OTHER_URL);
        }

        @Bean
        @LockStore
        DataSource marked() {
            return hikari(URL);
        }
    }

    /** A data source whose database depends on the tenant of the thread. */
    private static final class Routing extends AbstractRoutingDataSource {

        Routing() {
            setDataSourceLookup(new MapDataSourceLookup());
            setTargetDataSources(Map.of("tenant", hikari(URL)));
        }

        @Override
        protected @Nullable Object determineCurrentLookupKey() {
            return null;
        }
    }
}
