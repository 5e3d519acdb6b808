package dev.lockrace.lock;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** A logger that never throws: a log appender that fails must neither lose a lease nor hide an outcome. */
final class SafeLogger {

    private final System.Logger logger;

    SafeLogger(Class<?> source) {
        this.logger = System.getLogger(source.getName());
    }

    /** Logs a message in the syntax of {@link java.text.MessageFormat}. */
    void log(Level level, String format, Object... parameters) {
        try {
            logger.log(level, format, parameters);
        } catch (Throwable e) {
            // There is no other place to report it.
        }
    }

    void log(Level level, String message, @Nullable Throwable cause) {
        try {
            logger.log(level, message, cause);
        } catch (Throwable e) {
            // There is no other place to report it.
        }
    }
}
