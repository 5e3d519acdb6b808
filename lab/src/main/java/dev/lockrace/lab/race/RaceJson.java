package dev.lockrace.lab.race;

import dev.lockrace.lab.cli.JsonOutput;
import java.util.List;
import java.util.Map;

/** The result as JSON. */
final class RaceJson {

    private RaceJson() {}

    private record Document(boolean asDocumented, Map<String, String> servers, List<RaceRow> rows) {}

    static String of(RaceResult result) {
        return JsonOutput.of(new Document(result.isAsDocumented(), result.servers(), result.rows()));
    }
}
