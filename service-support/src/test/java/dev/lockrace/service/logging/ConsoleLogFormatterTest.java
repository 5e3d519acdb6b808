package dev.lockrace.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleLogFormatterTest {

    private static final String LOG_LINE =
            "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)  WARN \\d+ --- \\[ +main] dev\\.lockrace\\.Sample +: ";

    private final ConsoleLogFormatter formatter = new ConsoleLogFormatter();

    @Test
    void a_message_follows_time_level_process_thread_and_logger() {
        assertThat(format("started", null)).matches(LOG_LINE + "started\\R");
    }

    @Test
    void a_line_break_in_a_message_is_indented_and_other_control_characters_become_spaces() {
        assertThat(format("a\r\nforged\tb\u001b[31m\u2028c\u009b", null))
                .matches(LOG_LINE + "a \\n {2}\\| forged b \\[31m c \\R");
    }

    @Test
    void a_stack_trace_keeps_its_form_and_a_line_break_in_its_messages_is_indented() {
        Exception cause = new IllegalArgumentException("cause\nforged cause\u001b");
        String text = format("failed", new IllegalStateException("outer\nforged", cause));

        assertThat(text.lines())
                .contains(
                        "java.lang.IllegalStateException: outer",
                        "  | forged",
                        "Caused by: java.lang.IllegalArgumentException: cause",
                        "  | forged cause ")
                .anyMatch(line -> line.startsWith("\tat " + ConsoleLogFormatterTest.class.getName()));
    }

    private String format(String message, @Nullable Throwable throwable) {
        Logger logger = new LoggerContext().getLogger("dev.lockrace.Sample");
        return formatter.format(new LoggingEvent(getClass().getName(), logger, Level.WARN, message, throwable, null));
    }
}
