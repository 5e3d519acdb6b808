package dev.lockrace.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lab.cli.LabException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("process")
class ResidentMemoryTest {

    @Test
    void a_process_uses_more_memory_than_its_used_heap() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_024 / 1_024;

        assertThat(ResidentMemory.ofProcess(ProcessHandle.current())).isGreaterThan((int) heap);
    }

    @Test
    void a_process_that_has_exited_is_reported() throws Exception {
        Process exited = new ProcessBuilder("true").start();
        assertThat(exited.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> ResidentMemory.ofProcess(exited.toHandle()))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("Cannot read the memory of process %d".formatted(exited.pid()));
    }
}
