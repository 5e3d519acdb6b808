package dev.lockrace.servers.process;

import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.Set;

/** The message of an exception, followed by the first lines of the messages of its causes. */
final class FailureMessage {

    private static final int MAX_CAUSES = 8;

    private FailureMessage() {}

    static String of(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        messages.add(describe(failure));
        Throwable current = failure.getCause();
        for (int i = 0; i < MAX_CAUSES && current != null; i++) {
            messages.add(firstLine(describe(current)));
            current = current.getCause();
        }
        return String.join(": ", messages);
    }

    private static String describe(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        if (message == null) {
            return type;
        }
        // Such a message is only the file name: the exception's type is the reason.
        boolean onlyPath = failure instanceof FileSystemException file && file.getReason() == null;
        return onlyPath ? type + " " + message : message;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
