package dev.lockrace.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that heed Ctrl-C's signal, whoever runs the tests: what a shell starts in the background without job control,
 * and all that this starts, is deaf to it from birth.
 */
final class Interruptible {

    private static final List<String> WAKE = List.of("env", "--default-signal=INT");

    private Interruptible() {}

    /** The command, made to heed SIGINT where this system's {@code env} can do that. */
    static List<String> command(List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>();
        if (canWake()) {
            all.addAll(WAKE);
        }
        all.addAll(command);
        return all;
    }

    private static boolean canWake() throws IOException, InterruptedException {
        List<String> nothing = new ArrayList<>(WAKE);
        nothing.add("true");
        return new ProcessBuilder(nothing)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
