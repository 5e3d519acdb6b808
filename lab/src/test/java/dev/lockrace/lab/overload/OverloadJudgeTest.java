package dev.lockrace.lab.overload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.load.Account;
import dev.lockrace.lab.load.Account.End;
import dev.lockrace.lab.overload.SlowDatabase.Slowness;
import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A course that is right, and then doctored in one way: the judge must say so. */
class OverloadJudgeTest {

    private static final OverloadOptions OPTIONS = new OverloadOptions(RaceBackend.DATABASE, 4, 10_000);
    private static final PushBack TURNED_AWAY = new PushBack(500, 0, Map.of(new UUID(0, 1), 10));
    private static final List<Pace> PACES =
            List.of(new Pace(Duration.ofSeconds(12), 0, 3, 20), new Pace(Duration.ZERO, 4_000, 0, 5));
    private static final MemoryUse WORKER = new MemoryUse("worker-1", 150, 160, 165, 256);

    @Test
    void what_stays_within_its_bounds_and_loses_nothing_is_right() {
        assertThat(judge(course(TURNED_AWAY, 10_000, PACES, WORKER, 9_000))).isEmpty();
    }

    @Test
    void a_task_that_is_neither_ended_nor_in_the_queue_is_told() {
        assertThat(judge(course(TURNED_AWAY, 10_000, PACES, WORKER, 8_999)))
                .containsExactly("10010 tasks were confirmed, and 1010 ended, while 8999 wait in the queue");
    }

    @Test
    void more_in_the_queue_than_was_sent_is_told() {
        assertThat(judge(course(TURNED_AWAY, 10_000, PACES, WORKER, 9_001)))
                .containsExactly("9001 tasks wait in the queue, and 9000 of those that were sent have not ended");
    }

    @Test
    void callers_that_are_not_told_when_to_come_again_are_told() {
        PushBack timedOut = new PushBack(500, 2, Map.of());
        assertThat(judge(course(timedOut, 10_000, PACES, WORKER, 9_000)))
                .containsExactly("2 callers of /hello were neither served nor told when to come again");
    }

    @Test
    void a_queue_that_nobody_is_turned_away_from_and_that_grows_is_told() {
        PushBack served = new PushBack(0, 0, Map.of());
        assertThat(judge(course(served, 10_200, PACES, WORKER, 9_000)))
                .containsExactly(
                        "no caller of /hello was turned away while the queue was full",
                        "10200 tasks were in the queue, and 10000 may be");
    }

    @Test
    void memory_beyond_its_bound_is_told() {
        MemoryUse grown = new MemoryUse("worker-1", 150, 160, 257, 256);
        assertThat(judge(course(TURNED_AWAY, 10_000, PACES, grown, 9_000)))
                .containsExactly("worker-1 had 257 MiB, and 256 at most are well");
    }

    @Test
    void workers_that_stay_stuck_when_the_database_is_fast_again_are_told() {
        List<Pace> stuck = List.of(PACES.get(0), new Pace(Duration.ZERO, 0, 0, 5));
        assertThat(judge(course(TURNED_AWAY, 10_000, stuck, WORKER, 9_000)))
                .containsExactly("no task ended any more when the database was as fast as before");
    }

    @Test
    void tasks_that_are_given_up_and_attempts_that_stay_open_are_told() {
        Account account = account(Map.of(End.INVOICED, 1_000, End.DEAD, 10, End.PENDING, 9_000), Map.of("worker-1", 1));
        OverloadCourse course = new OverloadCourse(
                new Filling(100, 0, 0, Map.of()),
                2,
                TURNED_AWAY,
                10_000,
                new Slowness(PACES, 4),
                List.of(WORKER),
                9_000,
                account);
        assertThat(judge(course))
                .containsExactly(
                        "worker-1 stopped in order, and left 1 attempts unclosed",
                        "10 tasks were given up, though the database was only slow");
    }

    private static List<String> judge(OverloadCourse course) {
        return OverloadJudge.judge(OPTIONS, course);
    }

    private static OverloadCourse course(
            PushBack pushBack, long maxPending, List<Pace> paces, MemoryUse memory, long waiting) {
        Account account = account(Map.of(End.INVOICED, 1_000, End.CONTENDED, 10, End.PENDING, 9_000), Map.of());
        return new OverloadCourse(
                new Filling(100, 0, 0, Map.of()),
                2,
                pushBack,
                maxPending,
                new Slowness(paces, 4),
                List.of(memory),
                waiting,
                account);
    }

    private static Account account(Map<End, Integer> ends, Map<String, Integer> unclosed) {
        return new Account(10_010, ends, 0, 0, 0, 1_000, 0, 0, 0, 0, 0, Map.of(), unclosed);
    }
}
