package dev.lockrace.lock.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresLockPoolTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://user:secret@localhost:5432/locks",
                "postgresql://user:secret@localhost/locks",
                "jdbc:postgresql://user:se@cret\n@localhost/locks",
                "user:secret@localhost"
            })
    void an_invalid_jdbc_url_is_rejected_without_showing_its_password(String url) {
        assertThatThrownBy(() -> pool(url))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessageContaining("must be given as a JDBC URL such as jdbc:postgresql://localhost:5432/locks")
                .hasMessageContaining("…@localhost")
                .hasMessageNotContainingAny("secret", "cret");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:locks;PASSWORD=secret, H2, jdbc:h2:mem:locks",
        "jdbc:mysql://localhost/locks?password=secret, MySQL, jdbc:mysql://localhost/locks",
        "jdbc:oracle:thin:me/secret@localhost:1521:locks, Oracle, …@localhost:1521:locks",
        "jdbc:otel:postgresql://localhost/locks, otel, jdbc:otel:postgresql://localhost/locks"
    })
    void another_database_is_rejected_with_its_name_and_without_its_password(String url, String name, String shown) {
        assertThatThrownBy(() -> pool(url))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("A lock database must be PostgreSQL, with a JDBC URL such as"
                        + " jdbc:postgresql://localhost:5432/locks, but this one is " + name + ": " + shown);
    }

    @Test
    void a_data_source_of_another_database_is_rejected_with_its_name() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:locks");
        assertThatThrownBy(() -> PostgresLockBackend.using(h2))
                .isInstanceOf(IllegalLockRequestException.class)
                .hasMessage("The lock database is H2. Use a PostgreSQL database.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql://one:5432,two:5432/locks?user=me@host&ssl=true", "jdbc:postgresql:locks"})
    void a_valid_jdbc_url_is_used_unchanged(String url) {
        assertThat(pool(url).jdbcUrl()).isEqualTo(url);
    }

    private static PostgresLockPool pool(String url) {
        return new PostgresLockPool(url, null, null, 2, Duration.ofSeconds(2), false);
    }
}
