package dev.lockrace.servers.process;

/** A server in this JVM. It keeps no data on disk. */
public abstract class JvmServer extends AbstractServer {

    /** Creates a server that is not running. */
    protected JvmServer(String name) {
        super(name);
    }

    @Override
    protected final void discard() {
        // There are no data on disk.
    }

    @Override
    protected final String logHint() {
        return "log: output of this JVM, process " + ProcessHandle.current().pid();
    }
}
