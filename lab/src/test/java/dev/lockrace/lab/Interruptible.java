package dev.lockrace.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that can be interrupted by SIGINT. A shell without job control starts background processes with SIGINT
 * ignored, and all their descendants inherit that.
 */
public final class Interruptible {

    private static final List<String> RESTORE_SIGINT = List.of("env", "--default-signal=INT");

    private Interruptible() {}

    /** Returns the command with SIGINT restored, if this system's {@code env} supports that. */
    public static List<String> command(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (canRestore()) {
            all.addAll(RESTORE_SIGINT);
        }
        all.addAll(command);
        return all;
    }

    private static boolean canRestore() throws IOException, InterruptedException {
        List<String> probe = new ArrayList<>(RESTORE_SIGINT);
        probe.add("true");
        return new ProcessBuilder(probe)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
