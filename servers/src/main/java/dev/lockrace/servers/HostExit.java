package dev.lockrace.servers;

/** The end of a {@link ServerHost}: one way for all ends, SIGTERM's too, with an exit code that is not the signal's. */
final class HostExit {

    private volatile int code;

    private HostExit() {}

    /** Runs the step when this JVM is shut down, then ends it. */
    static HostExit onShutdown(Runnable step) {
        HostExit exit = new HostExit();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> exit.run(step), "end"));
        return exit;
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            code = 1;
            System.err.println(e.getMessage());
        }
        // Without this the JVM would exit with the signal's number.
        Runtime.getRuntime().halt(code);
    }

    /** Shuts this JVM down; does not return. */
    void with(int exitCode) {
        code = exitCode;
        System.exit(exitCode);
    }
}
