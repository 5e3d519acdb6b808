package dev.lockrace.lock.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
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
    @ValueSource(strings = {"jdbc:postgresql://one:5432,two:5432/locks?user=me@host&ssl=true", "jdbc:postgresql:locks"})
    void a_valid_jdbc_url_is_used_unchanged(String url) {
        assertThat(pool(url).jdbcUrl()).isEqualTo(url);
    }

    private static PostgresLockPool pool(String url) {
        return new PostgresLockPool(url, null, null, 2, Duration.ofSeconds(2), false);
    }
}
