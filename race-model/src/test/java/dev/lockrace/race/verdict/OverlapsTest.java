package dev.lockrace.race.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OverlapsTest {

    private static final int ROUNDS = 2_000;
    private static final int MAX_HOLDS = 12;

    @Test
    void the_peak_equals_the_maximum_counted_at_the_start_of_every_hold() {
        Random random = new Random(20_260_101);
        for (int round = 0; round < ROUNDS; round++) {
            List<Hold> holds = holds(random);

            Overlaps overlaps = Overlaps.of(holds);

            int counted = holds.stream()
                    .mapToInt(hold -> countAtStartOf(hold, holds))
                    .max()
                    .orElse(0);
            assertThat(overlaps.peak()).as("round %d: %s", round, holds).isEqualTo(counted);
            assertThat(overlaps.witnesses().isEmpty()).as("round %d", round).isEqualTo(counted < 2);
            assertThat(overlaps.witnesses()).hasSizeLessThanOrEqualTo(Overlaps.MAX_WITNESSES);
        }
    }

    @Test
    void there_is_no_peak_without_holds() {
        assertThat(Overlaps.of(List.of())).isEqualTo(new Overlaps(0, List.of()));
    }

    @Test
    void an_overlap_below_a_millisecond_is_reported_in_microseconds() {
        Hold first = hold(1, 0, 2);
        Hold second = new Hold(hold(2, 1, 5).attempt(), first.to().minusNanos(7_000), EventLogBuilder.at(5));

        assertThat(Overlaps.of(List.of(second, first)).witnesses())
                .containsExactly(
                        "worker-1 (task 1) and worker-2 (task 2) both held the lock for 7 µs from " + second.from());
    }

    /** Few moments, so that holds often touch or begin together. */
    private static List<Hold> holds(Random random) {
        return IntStream.range(0, random.nextInt(MAX_HOLDS))
                .mapToObj(number -> {
                    int from = random.nextInt(20);
                    return hold(number, from, from + 1 + random.nextInt(6));
                })
                .toList();
    }

    /** The number of holds only grows when one starts, so counting at the starts is enough. */
    private static int countAtStartOf(Hold hold, List<Hold> holds) {
        return (int) holds.stream().filter(other -> other.contains(hold.from())).count();
    }

    private static Hold hold(int task, long from, long to) {
        Attempt attempt = new Attempt(
                new UUID(0, 1),
                task,
                "worker-" + task,
                Duration.ofSeconds(1),
                EventLogBuilder.at(from),
                null,
                EventLogBuilder.at(from),
                EventLogBuilder.at(to),
                AttemptOutcome.INVOICED,
                null,
                true,
                null);
        return Hold.of(attempt).orElseThrow();
    }
}
