package dev.lockrace.lab.stack;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.lockrace.fault.clock.WallClock;
import dev.lockrace.lab.LabException;
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

/** The clock of another JVM is set wrong, and right again. */
class WallClockIT {

    private static final Path AGENT =
            Path.of(System.getProperty("lockrace.home"), "clock-agent", "target", "clock-agent.jar");

    /** What a busy machine may put between two readings. */
    private static final long SLACK_MILLIS = 60_000;

    private static final Duration OFF = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private final List<ClockTarget> targets = new ArrayList<>();

    @AfterEach
    void end() {
        targets.forEach(ClockTarget::close);
    }

    @Test
    void all_readings_jump_ahead_then_behind_then_are_right() throws Exception {
        ClockTarget target = start();
        WallClock clock = clockOf(target, AGENT);
        assertOff(target, Duration.ZERO);

        for (Duration offset : List.of(OFF, OFF.negated(), OFF.multipliedBy(2), Duration.ZERO)) {
            clock.shift(offset);
            assertOff(target, offset);
        }
    }

    @Test
    void is_right_again_after_being_restored() throws Exception {
        ClockTarget target = start();
        WallClock clock = clockOf(target, AGENT);
        clock.shift(OFF);

        clock.restore();

        assertOff(target, Duration.ZERO);
    }

    @Test
    void restoring_the_clock_of_a_process_that_ended_does_nothing() throws Exception {
        ClockTarget target = start();
        WallClock clock = clockOf(target, AGENT);
        clock.shift(OFF);
        target.close();
        await().atMost(30, SECONDS).until(() -> !target.process().isAlive());

        clock.restore();
    }

    @Test
    void nothing_stays_behind_when_the_process_is_killed() throws Exception {
        ClockTarget target = start();
        clockOf(target, AGENT).shift(OFF);

        target.close();

        await().atMost(30, SECONDS).until(() -> !target.process().isAlive());
        assertThat(traces(Path.of("/tmp"), target)).isEmpty();
        assertThat(traces(folder, target)).isEmpty();
    }

    @Test
    void a_process_that_lets_nobody_attach_is_named() throws Exception {
        ClockTarget target = start("-XX:+DisableAttachMechanism");

        assertThatThrownBy(() -> clockOf(target, AGENT).shift(OFF))
                .isInstanceOf(LabException.class)
                .hasMessageContainingAll("target", "process " + target.process().pid(), "-XX:+DisableAttachMechanism");
        assertThat(traces(Path.of("/tmp"), target)).isEmpty();
    }

    @Test
    void a_missing_agent_is_named() throws Exception {
        Path missing = folder.resolve("no-agent.jar");

        assertThatThrownBy(() -> clockOf(start(), missing).shift(OFF))
                .isInstanceOf(LabException.class)
                .hasMessageContainingAll("target", missing.toString());
    }

    @Test
    void what_did_not_move_is_named() throws Exception {
        ClockTarget target = start("-Ddev.lockrace.clock.offset=0"); // as if the classes had been changed

        assertThatThrownBy(() -> clockOf(target, AGENT).shift(OFF))
                .isInstanceOf(LabException.class)
                .hasMessageContainingAll("target", "is off by", "instead of 600000 ms");
        assertOff(target, Duration.ZERO);
    }

    private ClockTarget start(String... options) throws IOException {
        ClockTarget target = ClockTarget.start(folder, options);
        targets.add(target);
        return target;
    }

    private static WallClock clockOf(ClockTarget target, Path agent) {
        return new WallClock("target", target.process(), agent);
    }

    private static void assertOff(ClockTarget target, Duration offset) throws IOException {
        long nanosBefore = System.nanoTime();
        ClockTarget.Reading reading = target.read();
        long expected = System.currentTimeMillis() + offset.toMillis();
        assertThat(reading.wallClock())
                .hasSize(6)
                .allSatisfy((how, millis) -> assertThat(millis).as(how).isCloseTo(expected, within(SLACK_MILLIS)));
        // One clock for all processes of the machine.
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
