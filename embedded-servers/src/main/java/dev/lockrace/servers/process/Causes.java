package dev.lockrace.servers.process;

import java.nio.file.FileSystemException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What went wrong: what an exception says, and in a line each what its causes add. */
public final class Causes {

    private static final int DEPTH = 8;

    private Causes() {}

    public static String explain(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        messages.add(say(failure));
        Throwable current = failure.getCause();
        for (int i = 0; i < DEPTH && current != null; i++) {
            messages.add(firstLine(say(current)));
            current = current.getCause();
        }
        return String.join(": ", messages);
    }

    private static String say(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        if (message == null) {
            return type;
        }
        // These say which file, but not what about it.
        boolean onlyPath = failure instanceof FileSystemException file && file.getReason() == null;
        return onlyPath ? type + " " + message : message;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
