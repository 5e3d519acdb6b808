package dev.lockrace.lab;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A command's result for machines. */
public final class ResultJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultJson() {}

    /** Indented, with a line's end behind it. */
    public static String of(Record result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }
}
