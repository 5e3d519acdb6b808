package dev.lockrace.lab.race;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result for machines. */
final class RaceJson {

    private RaceJson() {}

    private record Document(boolean asDocumented, Map<String, String> servers, List<RaceRow> rows) {}

    static String of(RaceResult result) {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(new Document(result.isAsDocumented(), result.servers(), result.rows())) + "\n";
    }
}
