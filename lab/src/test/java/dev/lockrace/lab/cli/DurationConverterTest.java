package dev.lockrace.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationConverterTest {

    @ParameterizedTest
    @CsvSource({"3s, PT3S", "500ms, PT0.5S", "2m, PT2M", "1h, PT1H", "PT1.5S, PT1.5S"})
    void accepts_units_and_ISO_8601(String text, Duration expected) {
        assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "3 s", "3d", "-1s", "99999999999s", "three"})
    void rejects_other_texts_with_the_value(String text) {
        assertThatThrownBy(() -> new DurationConverter().convert(text)).hasMessageEndingWith("was: " + text);
    }
}
