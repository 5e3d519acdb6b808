package dev.lockrace.lab.faults.report;

import static dev.lockrace.lab.faults.report.Samples.FROZEN;
import static dev.lockrace.lab.faults.report.Samples.HELD_UP;
import static dev.lockrace.lab.faults.report.Samples.cell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.fault.Result;
import dev.lockrace.lab.faults.result.CellResult;
import dev.lockrace.lab.faults.result.Refused;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FaultPageTest {

    private static String page(CellResult... cells) {
        return FaultPage.of(Samples.result(cells));
    }

    /** Without the library, which is not ours to judge. */
    private static String written(String page) {
        return page.replace(Asset.ofLibrary("echarts", "dist/echarts.min.js").text(), "");
    }

    private static List<String> all(String regex, String page) {
        return Pattern.compile(regex)
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void tells_what_was_run_when_and_on_what() {
        assertThat(page(cell(FROZEN, "redis", false, Result.HELD, Result.HELD)))
                .contains("25 November 2026, 01:08 UTC")
                .contains("<code>./lockrace faults --html page.html</code>")
                .contains("2 processors")
                .contains("redis: Redis 6.2.11")
                .contains("The holder is frozen past its lease.")
                .contains("Every race ended as expected: 1 of 1.");
    }

    @Test
    void every_link_leads_to_a_place_of_the_page_and_every_place_has_one_name() {
        String page = written(page(
                cell(FROZEN, "redis", false, Result.LATE, Result.LATE),
                cell(FROZEN, "redis", true, Result.LATE, Result.LATE),
                cell(FROZEN, "redis", false, Result.LATE, Result.LATE),
                cell(HELD_UP, "memcached", false, Result.BROKEN, Result.BROKEN)));
        List<String> ids = all("\\sid=\"([^\"]+)\"", page);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(all("href=\"([^\"]+)\"", page))
                .isNotEmpty()
                .allSatisfy(href -> assertThat(ids).contains(href.substring(1)));
        assertThat(all("href=\"#([^\"]+)\"", page))
                .contains("holder-frozen-on-redis", "holder-frozen-on-redis-fencing", "invoice-held-up-on-memcached");
        assertThat(ids).contains("holder-frozen-on-redis-2");
    }

    @Test
    void marks_what_was_not_expected() {
        String page = page(
                cell(FROZEN, "redis", false, Result.LATE, Result.BROKEN),
                cell(HELD_UP, "redis", false, Result.BROKEN, Result.BROKEN));
        assertThat(page).contains("1 of 2 races did not end as expected.");
        assertThat(all("class=\"entry (look-\\S+ surprise)\" href=\"#holder", page))
                .containsExactly("look-broken surprise");
        assertThat(all("class=\"entry (look-[^\"]+)\" href=\"#invoice", page)).containsExactly("look-broken");
        assertThat(page).contains("<small>should be: late, not lost</small>");
    }

    @Test
    void races_that_share_an_entry_are_counted_and_the_most_telling_comes_first() {
        CellResult held = cell(FROZEN, "redis", false, Result.HELD, Result.HELD);
        CellResult late = cell(FROZEN, "redis", false, Result.HELD, Result.LATE);
        CellResult broken = cell(FROZEN, "redis", false, Result.HELD, Result.BROKEN);
        String page = page(held, late, held, broken, held);
        assertThat(all("</span>(\\d×)</a>", page)).containsExactly("1×", "1×", "3×");
        assertThat(all("class=\"entry look-(\\S+?)[ \"][^>]*href", page)).containsExactly("broken", "late", "held");
        assertThat(all("class=\"entry[^>]*href=\"#([^\"]+)\"", page))
                .containsExactly("holder-frozen-on-redis-4", "holder-frozen-on-redis-2", "holder-frozen-on-redis");
    }

    @Test
    void an_empty_entry_says_why() {
        String page = page(
                cell(FROZEN, "redis", true, Result.LATE, Result.LATE),
                cell(HELD_UP, "redis", false, Result.HELD, Result.HELD));
        assertThat(all("<td role=\"cell\" data-column=\"[^\"]+\" class=\"none\"><span class=\"quiet\">([^<]+)<", page))
                .containsExactly("can’t happen", "no need");
    }

    @Test
    void tells_which_faults_can_not_be_done_and_why() {
        String page = FaultPage.of(Samples.result(
                List.of(new Refused(HELD_UP, "external servers can't be frozen")),
                cell(FROZEN, "redis", false, Result.HELD, Result.HELD)));
        assertThat(page).contains("Not done: external servers can&#39;t be frozen.");
    }

    @Test
    void a_race_without_a_record_has_no_timeline() {
        String page = page(Samples.withoutRecord(FROZEN, "redis"));
        assertThat(page)
                .contains("nobody was seen to hold the lock within 20 s")
                .contains("There is no record of this race.")
                .doesNotContain("class=\"timeline\"");
    }

    @Test
    void headings_skip_no_level() {
        String page = written(page(cell(FROZEN, "redis", false, Result.HELD, Result.HELD)));
        List<Integer> levels =
                all("<h(\\d)", page).stream().map(Integer::valueOf).toList();
        assertThat(levels).startsWith(1).contains(2, 3);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
        }
    }

    @Test
    void each_timeline_has_a_name_and_stands_in_words_too() {
        String page = page(cell(FROZEN, "redis", false, Result.HELD, Result.HELD));
        assertThat(page)
                .contains("role=\"img\" aria-label=\"Timeline of holder-frozen on redis: 3 workers in 8.00 s, 2 holds")
                .contains(
                        "<li>0.50 s to 4.00 s: worker-1 holds the lock, as the record proves (task 1, token 17).</li>");
    }
}
