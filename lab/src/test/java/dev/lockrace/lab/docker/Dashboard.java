package dev.lockrace.lab.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queries of the dashboard, as Grafana would send them. */
final class Dashboard {

    private static final Path FILE = ComposeFile.HOME.resolve("deploy/grafana/dashboards/lockrace.json");
    private static final Duration RANGE = Duration.ofMinutes(15);
    private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(2);

    private Dashboard() {}

    /**
     * A query of a panel.
     *
     * @param instant whether it is an instant query
     */
    record Query(String panel, String id, String expression, boolean instant) {

        /** Returns the number of series with a value in the last 15 minutes. */
        long seriesWithData(Prometheus prometheus) {
            List<JsonNode> series =
                    instant ? prometheus.query(expression) : prometheus.query(expression, RANGE, SCRAPE_INTERVAL);
            return series.stream().filter(Query::hasNumber).count();
        }

        private static boolean hasNumber(JsonNode series) {
            List<JsonNode> samples = new ArrayList<>();
            if (series.has("value")) {
                samples.add(series.required("value"));
            } else {
                series.required("values").forEach(samples::add);
            }
            return samples.stream()
                    .anyMatch(sample -> Double.isFinite(
                            Double.parseDouble(sample.required(1).asString())));
        }

        @Override
        public String toString() {
            return "%s (%s): %s".formatted(panel, id, expression);
        }
    }

    static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : new JsonMapper().readTree(FILE).required("panels")) {
            for (JsonNode target : panel.required("targets")) {
                queries.add(new Query(
                        panel.required("title").asString(),
                        target.required("refId").asString(),
                        interpolated(target.required("expr").asString()),
                        target.required("instant").asBoolean()));
            }
        }
        return queries;
    }

    /** Replaces Grafana's variables. The interval of a rate is four scrapes. */
    private static String interpolated(String expression) {
        return expression
                .replace("$__rate_interval", SCRAPE_INTERVAL.multipliedBy(4).toSeconds() + "s")
                .replace("$__range", RANGE.toSeconds() + "s");
    }
}
