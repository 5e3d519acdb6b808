package dev.lockrace.servers.host;

/** The end of a {@link ServerHost}: one way for all ends, SIGTERM's too, with an exit code that is not the signal's. */
final class HostExit {

    private final Runnable step;
    private volatile int code;

    private HostExit(Runnable step) {
        this.step = step;
    }

    /**
     * Runs the step when this JVM is told to terminate, then ends it.
     *
     * @param step may be run by two threads at once
     */
    static HostExit onShutdown(Runnable step) {
        HostExit exit = new HostExit(step);
        Runtime.getRuntime().addShutdownHook(new Thread(exit::run, "end"));
        return exit;
    }

    private void run() {
        try {
            step.run();
        } catch (RuntimeException e) {
            code = 1;
            System.err.println(e.getMessage());
        }
        // Without this the JVM would exit with the signal's number.
        Runtime.getRuntime().halt(code);
    }

    /**
     * Runs the step and ends this JVM; does not return. Not by way of the shutdown hooks: the broker has one of its own,
     * which would stop it while the step does.
     */
    void with(int exitCode) {
        code = exitCode;
        run();
    }
}
