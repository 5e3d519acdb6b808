package dev.lockrace.lab.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaceTableTest {

    private static RaceRow row(int workers, boolean asDocumented) {
        return new RaceRow("database", workers, 10, 1, 9, 0, 1, 1, "held", asDocumented, List.of());
    }

    private static String table(RaceRow... rows) {
        return RaceTable.of(new RaceResult(Map.of("memcached", "memcached 1.6.38"), List.of(rows)));
    }

    @Test
    void the_table_names_the_servers_and_aligns_each_row_with_the_heading() {
        String table = table(row(3, true));
        assertThat(table.lines())
                .contains(
                        "memcached: memcached 1.6.38",
                        "backend     workers  tasks  acquired  contended  failed  invoices  peak holders  verdict",
                        "database          3     10         1          9       0         1             1  held");
    }

    @Test
    void the_text_below_the_table_explains_it() {
        assertThat(table(row(3, true))).contains("A lock that holds has 1 peak holder");
        assertThat(table(row(1, true))).contains("A single worker has no contention");
        assertThat(table(row(3, true), row(3, false))).contains("Not every backend behaved as documented");
    }

    @Test
    void several_invoices_of_a_lock_that_held_are_explained() {
        RaceRow again = new RaceRow("database", 3, 10, 2, 8, 0, 2, 1, "held, with 2 invoices", true, List.of());
        assertThat(table(again)).contains("A worker that starts a task after the release acquires the lock");
        assertThat(table(row(3, true))).doesNotContain("deduplication");
    }

    @Test
    void reports_whether_the_metrics_agree_with_the_event_database() {
        assertThat(table(row(3, true)))
                .contains("The metrics of the workers agree with the event database in every row.");

        RaceRow disagreeing = new RaceRow(
                "database", 3, 10, 1, 9, 0, 1, 1, "held", false, List.of("a counted 2, the database has 1", "b too"));
        assertThat(table(row(3, true), disagreeing).lines())
                .containsSequence(
                        "The metrics of the workers disagree with the event database:",
                        "database: a counted 2, the database has 1",
                        "database: b too");
    }
}
