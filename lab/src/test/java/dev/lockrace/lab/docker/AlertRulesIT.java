package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The alerts of Prometheus, checked by promtool from the image of the compose file. */
@Tag("docker")
class AlertRulesIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final AlertRules rules = AlertRules.read();

    @Test
    void each_alert_has_a_severity_a_summary_a_description_and_a_runbook() {
        assertThat(rules.alerts()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(alert -> {
            assertThat(alert).containsKeys("alert", "expr", "for");
            assertThat(AlertRules.text(alert, "labels")).matches("\\{severity=(warning|critical)}");
            assertThat(alert.get("annotations"))
                    .asInstanceOf(MAP)
                    .containsOnlyKeys("summary", "description", "runbook_url");
        });
    }

    @Test
    void a_test_makes_each_alert_fire() {
        assertThat(rules.firing())
                .containsExactlyInAnyOrderElementsOf(rules.alerts().stream()
                        .map(alert -> AlertRules.text(alert, "alert"))
                        .toList());
        assertThat(promtool("test", "rules", AlertRules.TESTS)).contains("SUCCESS");
    }

    @Test
    void the_configuration_is_valid_and_loads_the_alerts() {
        assertThat(promtool("check", "config", "prometheus.yml"))
                .contains("1 rule files found", rules.alerts().size() + " rules found");
    }

    private static String promtool(String... arguments) {
        String image = ComposeFile.read().image("prometheus");
        Docker.requireImage(image);
        List<String> command = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        command.addAll(List.of("--volume", AlertRules.DIRECTORY + ":/rules:ro", "--workdir", "/rules"));
        command.addAll(List.of("--entrypoint", "promtool", image));
        command.addAll(List.of(arguments));
        return Docker.run(TIMEOUT, Map.of(), command);
    }
}
