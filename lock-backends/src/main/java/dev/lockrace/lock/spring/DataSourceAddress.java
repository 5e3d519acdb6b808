package dev.lockrace.lock.spring;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;

/** A reader of the address and credentials that a {@link DataSource} contains. Opens no connection. */
final class DataSourceAddress {

    private static final String ORIGIN = "the database of the DataSource bean";

    /** Properties that hold the credentials, which HikariCP keeps apart from the others. */
    private static final String CREDENTIALS = "user|username|password";

    private DataSourceAddress() {}

    /** Returns the address, or nothing if this kind of data source does not expose it. */
    static Optional<DatabaseAddress> of(DataSource dataSource) {
        HikariDataSource hikari = hikari(dataSource);
        if (hikari != null) {
            return address(url(hikari), hikari.getUsername(), hikari.getPassword());
        }
        return ClassUtils.isPresent(
                        "org.springframework.boot.jdbc.DataSourceBuilder", DataSourceAddress.class.getClassLoader())
                ? Derived.from(dataSource)
                : Optional.empty();
    }

    private static @Nullable HikariDataSource hikari(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class) ? dataSource.unwrap(HikariDataSource.class) : null;
        } catch (SQLException | RuntimeException e) {
            return null; // a routing data source without a target for this thread
        }
    }

    /** Returns the URL with the driver's properties, such as those for TLS, as parameters. */
    private static @Nullable String url(HikariDataSource pool) {
        String url = pool.getJdbcUrl();
        if (url == null) {
            return null;
        }
        String parameters = pool.getDataSourceProperties().entrySet().stream()
                .filter(property -> !String.valueOf(property.getKey()).matches(CREDENTIALS))
                .map(DataSourceAddress::parameter)
                .collect(Collectors.joining("&"));
        return parameters.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + parameters;
    }

    private static String parameter(Map.Entry<Object, Object> property) {
        return property.getKey() + "=" + URLEncoder.encode(String.valueOf(property.getValue()), StandardCharsets.UTF_8);
    }

    private static Optional<DatabaseAddress> address(
            @Nullable String url, @Nullable String username, @Nullable String password) {
        return Optional.ofNullable(url).map(it -> new DatabaseAddress(it, username, password, ORIGIN));
    }

    /** Uses Spring Boot's knowledge of pools, which is an optional dependency. */
    private static final class Derived {

        static Optional<DatabaseAddress> from(DataSource dataSource) {
            try {
                SimpleDriverDataSource derived = DataSourceBuilder.derivedFrom(
                                DataSourceUnwrapper.unwrapRoot(dataSource))
                        .type(SimpleDriverDataSource.class)
                        .build();
                return address(derived.getUrl(), derived.getUsername(), derived.getPassword());
            } catch (RuntimeException e) {
                return Optional.empty(); // the builder does not know this kind
            }
        }
    }
}
