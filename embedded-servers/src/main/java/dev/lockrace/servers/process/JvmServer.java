package dev.lockrace.servers.process;

/** A server inside this JVM; it keeps nothing on the disk. */
public abstract class JvmServer extends LocalServer {

    protected JvmServer(String name) {
        super(name);
    }

    @Override
    protected final void discard() {
        // It kept nothing.
    }

    @Override
    protected final String logHint() {
        return "log: that of this JVM, process " + ProcessHandle.current().pid();
    }
}
