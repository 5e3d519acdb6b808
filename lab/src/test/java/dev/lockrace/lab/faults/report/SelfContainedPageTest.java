package dev.lockrace.lab.faults.report;

import static dev.lockrace.lab.faults.report.Samples.PAUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lab.faults.result.Result;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SelfContainedPageTest {

    private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);
    private static final String HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> & \"'";

    private static String page(String explanation) {
        return FaultPage.of(
                Samples.result(Samples.experiment(PAUSED, "redis", false, Result.HELD, Result.HELD, explanation)));
    }

    private static List<PageResource> scripts(String page) {
        return SCRIPT.matcher(page)
                .results()
                .map((MatchResult found) -> new PageResource(found.group(1)))
                .toList();
    }

    @Test
    void the_page_loads_nothing_from_a_server() {
        String ownText = page("it held")
                .replace(
                        PageResource.ofLibrary("echarts", "dist/echarts.min.js").text(), "");
        assertThat(ownText)
                .doesNotContainPattern("\\ssrc=")
                .doesNotContain("<link", "<iframe", "<img", "@import", "url(", "http://", "https://", "fetch(");
        assertThat(ownText).contains("content=\"default-src &#39;none&#39;;");
    }

    @Test
    void only_the_scripts_of_the_page_may_run() {
        String page = page("it held");
        assertThat(scripts(page))
                .hasSize(2)
                .allSatisfy(script -> assertThat(page)
                        .contains(script.hash().replace("'", "&#39;").replace("=", "&#x3D;")));
        assertThat(page).doesNotContain("script-src &#39;unsafe-inline&#39;");
    }

    @Test
    void an_explanation_cannot_become_markup() {
        assertThat(page(HOSTILE)).doesNotContain("<script>alert", "<img src=x", "<!--<img");
        assertThat(scripts(page(HOSTILE))).isEqualTo(scripts(page("it held")));
    }

    @Test
    void JSON_in_a_script_element_has_no_markup_and_the_same_value() {
        String json = ScriptJson.of(List.of(HOSTILE));
        assertThat(json).doesNotContain("<", ">", "&").contains("\\u003C/script\\u003E");
        assertThat(tools.jackson.databind.json.JsonMapper.shared().readValue(json, String[].class))
                .containsExactly(HOSTILE);
    }
}
