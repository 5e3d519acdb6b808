package dev.lockrace.lab.soak;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The result for machines. */
final class SoakJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SoakJson() {}

    static String of(SoakResult result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }
}
