package dev.lockrace.servers;

/** A server inside this JVM; it keeps nothing on the disk. */
abstract class JvmServer extends LocalServer {

    JvmServer(String name) {
        super(name);
    }

    @Override
    final void discard() {
        // It kept nothing.
    }

    @Override
    final String logHint() {
        return "log: that of this JVM, process " + ProcessHandle.current().pid();
    }
}
