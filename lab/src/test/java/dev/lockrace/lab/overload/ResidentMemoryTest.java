package dev.lockrace.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lab.LabException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    @Test
    void a_process_has_more_than_its_heap_in_use() {
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_024 / 1_024;

        assertThat(ResidentMemory.ofProcess(ProcessHandle.current())).isGreaterThan((int) heap);
    }

    @Test
    void a_process_that_has_ended_is_told() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        assertThat(ended.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThatThrownBy(() -> ResidentMemory.ofProcess(ended.toHandle()))
                .isInstanceOf(LabException.class)
                .hasMessageStartingWith("Process %d does not show its memory".formatted(ended.pid()));
    }
}
