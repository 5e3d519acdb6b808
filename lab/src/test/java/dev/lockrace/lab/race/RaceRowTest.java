package dev.lockrace.lab.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.Verdict;
import dev.lockrace.race.verdict.Verdict.Counts;
import dev.lockrace.race.verdict.Verdict.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceRowTest {

    private static Verdict verdict(Kind kind, int invoices, int peak) {
        return new Verdict(
                kind,
                "because",
                kind == Kind.BROKEN ? List.of("a and b both held it") : List.of(),
                true,
                new Counts(10, invoices, 10 - invoices, 0, 0, invoices, peak, 0));
    }

    private static RaceRow row(RaceBackend backend, int workers, Verdict verdict) {
        return RaceRow.of(backend, workers, verdict, List.of());
    }

    @Test
    void a_shared_lock_that_held_is_as_documented() {
        RaceRow row = row(RaceBackend.DATABASE, 3, verdict(Kind.HELD, 1, 1));
        assertThat(row.verdict()).isEqualTo("held");
        assertThat(row.asDocumented()).isTrue();
    }

    @Test
    void a_shared_lock_that_held_with_two_invoices_is_as_documented_and_reports_them() {
        RaceRow row = row(RaceBackend.MEMCACHED, 3, verdict(Kind.HELD, 2, 1));
        assertThat(row.verdict()).isEqualTo("held, with 2 invoices");
        assertThat(row.asDocumented()).isTrue();
    }

    @Test
    void a_broken_shared_lock_is_not_as_documented_and_names_its_witness() {
        RaceRow row = row(RaceBackend.DATABASE, 3, verdict(Kind.BROKEN, 2, 2));
        assertThat(row.verdict()).isEqualTo("broken: a and b both held it");
        assertThat(row.asDocumented()).isFalse();
    }

    @Test
    void a_local_lock_is_documented_to_break_across_workers() {
        RaceRow row = row(RaceBackend.LOCAL, 3, verdict(Kind.BROKEN, 10, 3));
        assertThat(row.verdict()).isEqualTo("broken: no lock across processes (as documented)");
        assertThat(row.asDocumented()).isTrue();
    }

    @Test
    void a_local_lock_that_held_across_workers_is_not_as_documented() {
        assertThat(row(RaceBackend.LOCAL, 3, verdict(Kind.HELD, 1, 1)).asDocumented())
                .isFalse();
    }

    @Test
    void a_single_worker_is_inconclusive_with_the_reason() {
        RaceRow row = row(RaceBackend.DATABASE, 1, verdict(Kind.INCONCLUSIVE, 10, 1));
        assertThat(row.verdict()).isEqualTo("inconclusive: a single worker has no contention");
        assertThat(row.asDocumented()).isTrue();
    }

    @Test
    void several_workers_with_an_inconclusive_verdict_are_not_as_documented() {
        RaceRow row = row(RaceBackend.DATABASE, 3, verdict(Kind.INCONCLUSIVE, 10, 1));
        assertThat(row.verdict()).isEqualTo("inconclusive: because");
        assertThat(row.asDocumented()).isFalse();
    }

    @Test
    void lost_work_is_not_as_documented() {
        RaceRow row = row(RaceBackend.DATABASE, 3, verdict(Kind.WORK_LOST, 0, 0));
        assertThat(row.verdict()).isEqualTo("work lost: because");
        assertThat(row.asDocumented()).isFalse();
    }

    @Test
    void metrics_that_disagree_with_the_event_database_are_not_as_documented() {
        RaceRow row = RaceRow.of(
                RaceBackend.DATABASE,
                3,
                verdict(Kind.HELD, 1, 1),
                List.of("tasks_total counted 8, the database has 9"));
        assertThat(row.verdict())
                .isEqualTo("held, but the metrics disagree: tasks_total counted 8, the database has 9");
        assertThat(row.asDocumented()).isFalse();
    }
}
