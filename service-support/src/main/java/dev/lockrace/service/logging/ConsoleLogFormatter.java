package dev.lockrace.service.logging;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.ContextBase;
import java.util.regex.Pattern;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * The console log format: Spring Boot's default, hardened against text from outside. Such text, in a message or in an
 * exception, cannot forge a log line or send control characters to a terminal. Its line breaks are indented, and its
 * other control characters become spaces. Stack frames keep the form in which Java prints them.
 *
 * <p>Selected by {@code logging.structured.format.console}, which accepts a class name and needs no Logback XML.
 */
public final class ConsoleLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p "
            + ProcessHandle.current().pid() + " --- [%15.15t] %-40.40logger{39} : %m%n%wEx";

    private static final String INDENTED_LINE_BREAK = "\n  | ";

    private final PatternLayout layout = new PatternLayout();

    public ConsoleLogFormatter() {
        layout.setContext(new ContextBase());
        layout.setPattern(PATTERN);
        layout.getInstanceConverterMap().put("m", SafeMessage::new);
        layout.getInstanceConverterMap().put("wEx", SafeStackTrace::new);
        layout.start();
    }

    @Override
    public String format(ILoggingEvent event) {
        return layout.doLayout(event);
    }

    private static final class SafeMessage extends MessageConverter {

        private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029&&[^\\n]]");

        @Override
        public String convert(ILoggingEvent event) {
            String message = String.valueOf(super.convert(event));
            return CONTROL.matcher(message).replaceAll(" ").replace("\n", INDENTED_LINE_BREAK);
        }
    }

    private static final class SafeStackTrace extends ExtendedWhitespaceThrowableProxyConverter {

        private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\u2028\\u2029&&[^\\n\\t]]");

        /** A line break that no line of a stack trace follows, so that it is part of an exception's message. */
        private static final Pattern LINE_BREAK_IN_MESSAGE =
                Pattern.compile("(?!^)\\n(?!\\t+(at |\\.\\.\\. |Suppressed: |Caused by: )|Caused by: |Wrapped by: |$)");

        @Override
        protected String throwableProxyToString(IThrowableProxy throwable) {
            String trace =
                    CONTROL.matcher(super.throwableProxyToString(throwable)).replaceAll(" ");
            return LINE_BREAK_IN_MESSAGE.matcher(trace).replaceAll(INDENTED_LINE_BREAK);
        }
    }
}
