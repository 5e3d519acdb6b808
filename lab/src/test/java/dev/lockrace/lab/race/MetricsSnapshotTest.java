package dev.lockrace.lab.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.verdict.Verdict.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsSnapshotTest {

    private static final String TEMPLATE = """
            # HELP invoices_created_total Invoices written
            # TYPE invoices_created_total counter
            invoices_created_total{backend="database"} %s
            lock_acquisitions_total{backend="database",outcome="acquired"} %s
            tasks_total{outcome="contended"} %s
            tasks_total{outcome="dead-lettered"} 0.0
            """;

    private static final Counts RECORDED = new Counts(10, 1, 9, 0, 0, 1, 1, 0);

    private static MetricsSnapshot worker(String invoices, String acquired, String contended) {
        return MetricsSnapshot.sum(List.of(TEMPLATE.formatted(invoices, acquired, contended)));
    }

    @Test
    void the_samples_of_workers_are_added() {
        MetricsSnapshot sum = MetricsSnapshot.sum(
                List.of(TEMPLATE.formatted("1.0", "1.0", "4.0"), TEMPLATE.formatted("0.0", "0.0", "5.0")));
        assertThat(sum.disagreements(RaceBackend.DATABASE, RECORDED)).isEmpty();
    }

    @Test
    void only_the_increase_since_the_earlier_snapshot_counts() {
        MetricsSnapshot since = worker("7.0", "8.0", "29.0").minus(worker("6.0", "7.0", "20.0"));
        assertThat(since.disagreements(RaceBackend.DATABASE, RECORDED)).isEmpty();
    }

    @Test
    void a_counter_that_differs_is_reported_with_both_numbers() {
        assertThat(worker("2.0", "1.0", "9.0").disagreements(RaceBackend.DATABASE, RECORDED))
                .containsExactly("invoices_created_total{backend=\"database\"} counted 2, the database has 1");
    }

    @Test
    void a_missing_counter_is_reported() {
        assertThat(worker("1.0", "1.0", "9.0").disagreements(RaceBackend.MEMCACHED, RECORDED))
                .contains("invoices_created_total{backend=\"memcached\"} is missing, the database has 1");
    }
}
