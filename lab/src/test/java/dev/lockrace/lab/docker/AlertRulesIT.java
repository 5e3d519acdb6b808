package dev.lockrace.lab.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prometheus' alerts, by its own promtool from the image that the compose file names. */
@Tag("docker")
class AlertRulesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final AlertRules rules = AlertRules.read();

    @Test
    void each_has_a_severity_and_tells_what_is_wrong_and_what_to_do() {
        assertThat(rules.alerts()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(alert -> {
            assertThat(alert).containsKeys("alert", "expr", "for");
            assertThat(AlertRules.text(alert, "labels")).matches("\\{severity=(warning|critical)}");
            assertThat(alert.get("annotations")).asInstanceOf(MAP).containsOnlyKeys("summary", "description");
        });
    }

    @Test
    void each_is_made_to_fire() {
        assertThat(rules.firing())
                .containsExactlyInAnyOrderElementsOf(rules.alerts().stream()
                        .map(alert -> AlertRules.text(alert, "alert"))
                        .toList());
        assertThat(promtool("test", "rules", AlertRules.TESTS)).contains("SUCCESS");
    }

    @Test
    void the_configuration_is_valid_and_loads_them() {
        assertThat(promtool("check", "config", "prometheus.yml"))
                .contains("1 rule files found", rules.alerts().size() + " rules found");
    }

    private static String promtool(String... arguments) {
        String image = ComposeFile.read().image("prometheus");
        Docker.needImage(image);
        List<String> command = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
        command.addAll(List.of("--volume", AlertRules.FOLDER + ":/rules:ro", "--workdir", "/rules"));
        command.addAll(List.of("--entrypoint", "promtool", image));
        command.addAll(List.of(arguments));
        return Docker.run(LIMIT, Map.of(), command);
    }
}
