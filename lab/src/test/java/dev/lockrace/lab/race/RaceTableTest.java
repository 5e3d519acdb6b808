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
    void names_the_servers_and_shows_each_row_in_line_with_its_heading() {
        String table = table(row(3, true));
        assertThat(table.lines())
                .contains(
                        "memcached: memcached 1.6.38",
                        "backend     workers  tasks  acquired  contended  failed  invoices  peak holders  verdict",
                        "database          3     10         1          9       0         1             1  held");
    }

    @Test
    void says_what_the_table_means() {
        assertThat(table(row(3, true))).contains("A lock that holds has 1 peak holder");
        assertThat(table(row(1, true))).contains("One worker has nobody to race with");
        assertThat(table(row(3, true), row(3, false))).contains("Not every backend did what it documents");
    }

    @Test
    void says_why_a_lock_that_held_can_make_several_invoices() {
        RaceRow again = new RaceRow("database", 3, 10, 2, 8, 0, 2, 1, "held, worked 2 times", true, List.of());
        assertThat(table(again)).contains("Who comes after the release gets the lock, and works again");
        assertThat(table(row(3, true))).doesNotContain("works again");
    }

    @Test
    void says_whether_the_metrics_agree_with_the_database() {
        assertThat(table(row(3, true))).contains("The workers' own metrics agree with the database on every row.");

        RaceRow disagreeing = new RaceRow(
                "database", 3, 10, 1, 9, 0, 1, 1, "held", false, List.of("a counted 2, the database has 1", "b too"));
        assertThat(table(row(3, true), disagreeing).lines())
                .containsSequence(
                        "The workers' own metrics disagree with the database:",
                        "database: a counted 2, the database has 1",
                        "database: b too");
    }
}
