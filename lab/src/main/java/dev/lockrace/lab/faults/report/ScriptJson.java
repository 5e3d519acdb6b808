package dev.lockrace.lab.faults.report;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** JSON for a script element, without any character that HTML could parse as the end of the element. */
final class ScriptJson {

    private static final JsonMapper MAPPER = JsonMapper.builder(
                    JsonFactory.builder().characterEscapes(new NoMarkup()).build())
            .build();

    private ScriptJson() {}

    static String of(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    private static final class NoMarkup extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private final int[] escapes = standardAsciiEscapesForJSON();

        private NoMarkup() {
            for (char markup : new char[] {'<', '>', '&'}) {
                escapes[markup] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
