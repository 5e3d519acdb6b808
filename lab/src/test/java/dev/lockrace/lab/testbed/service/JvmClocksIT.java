package dev.lockrace.lab.testbed.service;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.lockrace.fault.FaultException;
import dev.lockrace.fault.clock.JvmClocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shifts and stops the clocks of another JVM, and corrects them. */
class JvmClocksIT {

    private static final Path AGENT =
            Path.of(System.getProperty("lockrace.home"), "clock-agent", "target", "clock-agent.jar");

    /** The maximum time between two readings on a busy machine. */
    private static final long MARGIN_MILLIS = 60_000;

    private static final Duration STOP = Duration.ofMillis(500);

    private static final Duration OFFSET = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final List<ClockTarget> targets = new ArrayList<>();

    @AfterEach
    void end() {
        targets.forEach(ClockTarget::close);
    }

    @Test
    void all_readings_are_shifted_ahead_then_behind_then_corrected() throws Exception {
        ClockTarget target = start();
        JvmClocks clock = clockOf(target, AGENT);
        assertOffset(target, Duration.ZERO);

        for (Duration offset : List.of(OFFSET, OFFSET.negated(), OFFSET.multipliedBy(2), Duration.ZERO)) {
            clock.shift(offset);
            assertOffset(target, offset);
        }
    }

    @Test
    void a_restored_clock_is_correct() throws Exception {
        ClockTarget target = start();
        JvmClocks clock = clockOf(target, AGENT);
        clock.shift(OFFSET);

        clock.restore();

        assertOffset(target, Duration.ZERO);
    }

    @Test
    void a_stopped_monotonic_clock_stands_still_and_later_continues_where_it_stopped() throws Exception {
        ClockTarget target = start();
        JvmClocks clocks = clockOf(target, AGENT);

        long before = System.nanoTime();
        clocks.stopMonotonicClock();
        long stoppedAt = target.read().nanos();
        assertThat(stoppedAt).isBetween(before, System.nanoTime());
        await().pollDelay(STOP).until(() -> true);
        assertThat(target.read().nanos()).isEqualTo(stoppedAt);
        assertThat(target.read().wallClock())
                .allSatisfy((how, millis) ->
                        assertThat(millis).as(how).isCloseTo(System.currentTimeMillis(), within(MARGIN_MILLIS)));

        clocks.resumeMonotonicClock();
        long resumedAt = target.read().nanos();
        assertThat(resumedAt).isGreaterThan(stoppedAt);
        assertThat(target.read().nanos()).isBetween(resumedAt, System.nanoTime() - STOP.toNanos());

        clocks.restore();
        assertOffset(target, Duration.ZERO);
    }

    @Test
    void restoring_the_clock_of_an_exited_process_does_nothing() throws Exception {
        ClockTarget target = start();
        JvmClocks clock = clockOf(target, AGENT);
        clock.shift(OFFSET);
        target.close();
        await().atMost(30, SECONDS).until(() -> !target.process().isAlive());

        clock.restore();
    }

    @Test
    void a_killed_process_leaves_no_file() throws Exception {
        ClockTarget target = start();
        clockOf(target, AGENT).shift(OFFSET);

        target.close();

        await().atMost(30, SECONDS).until(() -> !target.process().isAlive());
        assertThat(traces(Path.of("/tmp"), target)).isEmpty();
        assertThat(traces(directory, target)).isEmpty();
    }

    @Test
    void a_process_without_the_attach_mechanism_is_named() throws Exception {
        ClockTarget target = start("-XX:+DisableAttachMechanism");

        assertThatThrownBy(() -> clockOf(target, AGENT).shift(OFFSET))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll("target", "process " + target.process().pid(), "-XX:+DisableAttachMechanism");
        assertThat(traces(Path.of("/tmp"), target)).isEmpty();
    }

    @Test
    void a_missing_agent_is_named() throws Exception {
        Path missing = directory.resolve("no-agent.jar");

        assertThatThrownBy(() -> clockOf(start(), missing).shift(OFFSET))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll("target", missing.toString());
    }

    @Test
    void a_clock_that_did_not_move_is_reported() throws Exception {
        ClockTarget target = start("-Ddev.lockrace.clock.offset=0"); // makes the agent skip the class transformation

        assertThatThrownBy(() -> clockOf(target, AGENT).shift(OFFSET))
                .isInstanceOf(FaultException.class)
                .hasMessageContainingAll("target", "is off by", "instead of 600000 ms");
        assertOffset(target, Duration.ZERO);
    }

    private ClockTarget start(String... options) throws IOException {
        ClockTarget target = ClockTarget.start(directory, options);
        targets.add(target);
        return target;
    }

    private static JvmClocks clockOf(ClockTarget target, Path agent) {
        return new JvmClocks("target", target.process(), agent);
    }

    private static void assertOffset(ClockTarget target, Duration offset) throws IOException {
        long nanosBefore = System.nanoTime();
        ClockTarget.Reading reading = target.read();
        long expected = System.currentTimeMillis() + offset.toMillis();
        assertThat(reading.wallClock())
                .hasSize(6)
                .allSatisfy((how, millis) -> assertThat(millis).as(how).isCloseTo(expected, within(MARGIN_MILLIS)));
        // All processes of the machine share one monotonic clock.
        assertThat(reading.nanos()).isBetween(nanosBefore, System.nanoTime());
    }

    private static List<Path> traces(Path place, ClockTarget target) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            String pid = String.valueOf(target.process().pid());
            return files.filter(file -> file.getFileName().toString().matches("(.*\\D)?" + pid))
                    .toList();
        }
    }
}
