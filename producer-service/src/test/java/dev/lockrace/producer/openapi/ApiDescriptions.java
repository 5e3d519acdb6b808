package dev.lockrace.producer.openapi;

import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.task.TaskMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The content of {@code openapi.yml}, in which the constants of the code replace their names. */
final class ApiDescriptions {

    private static final Map<String, Object> CONSTANTS = Map.of(
            "tasks", RaceDefaults.TASKS,
            "maxTasks", RaceDefaults.MAX_TASKS,
            "backends", "[" + RaceBackend.ids() + "]",
            "fencingBackends",
                    Arrays.stream(RaceBackend.values())
                            .filter(RaceBackend::offersFencing)
                            .map(backend -> "`" + backend.id() + "`")
                            .collect(Collectors.joining(" and ")),
            "hold", seconds(RaceDefaults.HOLD),
            "maxHold", minutes(TaskMessage.MAX_HOLD),
            "timeToLive", seconds(RaceDefaults.TIME_TO_LIVE),
            "minTimeToLive", DurationStyle.SIMPLE.print(TaskMessage.TIME_TO_LIVE_RANGE.min(), ChronoUnit.MILLIS),
            "maxTimeToLive", minutes(TaskMessage.TIME_TO_LIVE_RANGE.max()),
            "maxLockNameBytes", TaskMessage.MAX_LOCK_NAME_BYTES);

    private ApiDescriptions() {}

    static ObjectNode load() {
        String yaml = read();
        for (Map.Entry<String, Object> constant : CONSTANTS.entrySet()) {
            yaml = yaml.replace(
                    "${" + constant.getKey() + "}", constant.getValue().toString());
        }
        return new JsonMapper().valueToTree(new Yaml().load(yaml));
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(ApiDescriptions.class.getResourceAsStream("/openapi.yml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String seconds(Duration duration) {
        return DurationStyle.SIMPLE.print(duration, ChronoUnit.SECONDS);
    }

    private static String minutes(Duration duration) {
        return DurationStyle.SIMPLE.print(duration, ChronoUnit.MINUTES);
    }
}
