package dev.lockrace.lab.faults;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result for machines. */
final class FaultJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private FaultJson() {}

    static String of(Record result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }
}
