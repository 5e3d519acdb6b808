package dev.lockrace.lab.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of a command's result. */
public final class JsonOutput {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonOutput() {}

    /** Returns indented JSON that ends with a line break. */
    public static String of(Record result) {
        return MAPPER.writeValueAsString(result) + "\n";
    }
}
