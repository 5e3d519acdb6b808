package dev.lockrace.lab.faults.report;

import static dev.lockrace.lab.faults.report.Samples.DELAYED;
import static dev.lockrace.lab.faults.report.Samples.PAUSED;
import static dev.lockrace.lab.faults.report.Samples.experiment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.result.ExperimentResult;
import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.lab.faults.result.UnsupportedFault;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FaultPageTest {

    private static String page(ExperimentResult... experiments) {
        return FaultPage.of(Samples.result(experiments));
    }

    /** Returns the page without the JavaScript library. */
    private static String withoutLibrary(String page) {
        return page.replace(
                PageResource.ofLibrary("echarts", "dist/echarts.min.js").text(), "");
    }

    private static List<String> all(String regex, String page) {
        return Pattern.compile(regex)
                .matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void shows_command_time_machine_and_servers() {
        assertThat(page(experiment(PAUSED, "redis", false, Result.HELD, Result.HELD)))
                .contains("25 November 2026, 01:08 UTC")
                .contains("<code>./lockrace faults --html page.html</code>")
                .contains("2 processors")
                .contains("redis: Redis 6.2.11")
                .contains("The holder is paused until its lease has expired.")
                .contains("The experiment had the expected result.");
    }

    @Test
    void every_link_has_a_target_and_ids_are_unique() {
        String page = withoutLibrary(page(
                experiment(PAUSED, "redis", false, Result.LATE, Result.LATE),
                experiment(PAUSED, "redis", true, Result.LATE, Result.LATE),
                experiment(PAUSED, "redis", false, Result.LATE, Result.LATE),
                experiment(DELAYED, "memcached", false, Result.BROKEN, Result.BROKEN)));
        List<String> ids = all("\\sid=\"([^\"]+)\"", page);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(all("href=\"([^\"]+)\"", page))
                .isNotEmpty()
                .allSatisfy(href -> assertThat(ids).contains(href.substring(1)));
        assertThat(all("href=\"#([^\"]+)\"", page))
                .contains("holder-paused-on-redis", "holder-paused-on-redis-fencing", "write-delayed-on-memcached");
        assertThat(ids).contains("holder-paused-on-redis-2");
    }

    @Test
    void marks_unexpected_results() {
        String page = page(
                experiment(PAUSED, "redis", false, Result.LATE, Result.BROKEN),
                experiment(DELAYED, "redis", false, Result.BROKEN, Result.BROKEN));
        assertThat(page).contains("1 of 2 experiments had an unexpected result.");
        assertThat(all("class=\"entry (result-\\S+ unexpected)\" href=\"#holder", page))
                .containsExactly("result-broken unexpected");
        assertThat(all("class=\"entry (result-[^\"]+)\" href=\"#write", page)).containsExactly("result-broken");
        assertThat(page).contains("<small>expected: late, not lost</small>");
    }

    @Test
    void experiments_with_the_same_result_are_counted_and_the_most_severe_comes_first() {
        ExperimentResult held = experiment(PAUSED, "redis", false, Result.HELD, Result.HELD);
        ExperimentResult late = experiment(PAUSED, "redis", false, Result.HELD, Result.LATE);
        ExperimentResult broken = experiment(PAUSED, "redis", false, Result.HELD, Result.BROKEN);
        String page = page(held, late, held, broken, held);
        assertThat(all("</span>(\\d×)</a>", page)).containsExactly("1×", "1×", "3×");
        assertThat(all("class=\"entry result-(\\S+?)[ \"][^>]*href", page)).containsExactly("broken", "late", "held");
        assertThat(all("class=\"entry[^>]*href=\"#([^\"]+)\"", page))
                .containsExactly("holder-paused-on-redis-4", "holder-paused-on-redis-2", "holder-paused-on-redis");
    }

    @Test
    void an_empty_cell_has_a_reason() {
        String page = page(
                experiment(PAUSED, "redis", true, Result.LATE, Result.LATE),
                experiment(DELAYED, "redis", false, Result.HELD, Result.HELD));
        assertThat(all("<td role=\"cell\" data-column=\"[^\"]+\" class=\"none\"><span class=\"quiet\">([^<]+)<", page))
                .containsExactly("not applicable", "not needed");
    }

    @Test
    void shows_unsupported_faults_with_the_reason() {
        String page = FaultPage.of(Samples.result(
                List.of(new UnsupportedFault(DELAYED, "external servers cannot be paused")),
                experiment(PAUSED, "redis", false, Result.HELD, Result.HELD)));
        assertThat(page).contains("Not supported: external servers cannot be paused.");
    }

    @Test
    void an_experiment_without_events_has_no_timeline() {
        String page = page(Samples.withoutEvents(PAUSED, "redis"));
        assertThat(page)
                .contains("no worker acquired the lock within 20 s")
                .contains("There are no recorded events of this experiment.")
                .doesNotContain("class=\"timeline\"");
    }

    @Test
    void headings_skip_no_level() {
        String page = withoutLibrary(page(experiment(PAUSED, "redis", false, Result.HELD, Result.HELD)));
        List<Integer> levels =
                all("<h(\\d)", page).stream().map(Integer::valueOf).toList();
        assertThat(levels).startsWith(1).contains(2, 3);
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i)).isLessThanOrEqualTo(levels.get(i - 1) + 1);
        }
    }

    @Test
    void each_timeline_has_a_text_alternative() {
        String page = page(experiment(PAUSED, "redis", false, Result.HELD, Result.HELD));
        assertThat(page)
                .contains("role=\"img\" aria-label=\"Timeline of holder-paused on redis: 3 workers in 8.00 s, 2 holds")
                .contains(
                        "<li>0.50 s to 4.00 s: worker-1 holds the lock, as the events prove (task 1, token 17).</li>");
    }
}
