package dev.lockrace.servers.host;

/** The exit of a {@link ServerHost}: the same steps in every case, including SIGTERM, and a defined exit code. */
final class HostExit {

    private final Runnable cleanUp;
    private volatile int code;

    private HostExit(Runnable cleanUp) {
        this.cleanUp = cleanUp;
    }

    /**
     * Registers the clean-up for the shutdown of this JVM.
     *
     * @param cleanUp may run on two threads at the same time
     */
    static HostExit onShutdown(Runnable cleanUp) {
        HostExit exit = new HostExit(cleanUp);
        Runtime.getRuntime().addShutdownHook(new Thread(exit::run, "exit"));
        return exit;
    }

    private void run() {
        try {
            cleanUp.run();
        } catch (RuntimeException e) {
            code = 1;
            System.err.println(e.getMessage());
        }
        // Otherwise the exit code after a signal would be 128 plus the signal's number.
        Runtime.getRuntime().halt(code);
    }

    /**
     * Runs the clean-up and halts this JVM. Does not return. It bypasses the shutdown hooks, because the broker's own
     * hook would stop the broker at the same time as the clean-up.
     */
    void with(int exitCode) {
        code = exitCode;
        run();
    }
}
