package dev.lockrace.conformance;

import dev.lockrace.conformance.fixture.SharedStoreFixture;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.Server;
import dev.lockrace.servers.ServerProcess;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store on an embedded server that runs during the tests of one class. */
public abstract class ServerFixture implements SharedStoreFixture, BeforeAllCallback, AfterAllCallback {

    private final Server server;

    protected ServerFixture(Server server) {
        this.server = server;
    }

    public final Endpoint endpoint() {
        return server.endpoint();
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(endpoint().host(), endpoint().port());
    }

    @Override
    public void stopStore() {
        server.stop();
    }

    @Override
    public void startStore() {
        server.start();
    }

    /** Makes the store read a clock that {@link #stepClock} steps. Called before its start. */
    protected final void useSteppedClock() {
        process().useSteppedClock();
    }

    /** Sets the offset of the store's wall clock. */
    public final void stepClock(Duration offset) {
        process().stepClock(offset);
    }

    private ServerProcess process() {
        return (ServerProcess) server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server.start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
    }
}
