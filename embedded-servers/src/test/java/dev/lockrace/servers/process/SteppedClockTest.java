package dev.lockrace.servers.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedClockTest {

    @Test
    void a_missing_library_is_named_with_its_package() {
        SteppedClock clock = new SteppedClock(Path.of("unused"), List.of("/none/libfaketime.so.1"));

        assertThatThrownBy(() -> clock.command(List.of("server")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("apt-get install libfaketime", "/none/libfaketime.so.1");
    }
}
