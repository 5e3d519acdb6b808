package dev.lockrace.lab.faults.scene;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.LabException;
import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The network between services and one server. */
public final class Network implements AutoCloseable {

    private final Endpoint server;
    private final TcpProxy proxy;

    private Network(Endpoint server, TcpProxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    /**
     * Opens it, on a free port of 127.0.0.1.
     *
     * @throws LabException if there is none
     */
    public static Network to(Endpoint server) {
        try {
            return new Network(server, TcpProxy.to(new InetSocketAddress(server.host(), server.port())));
        } catch (IOException e) {
            throw new LabException("No port could be opened before %s: %s".formatted(server, e), e);
        }
    }

    /** The server, as services reach it. */
    public Endpoint end() {
        InetSocketAddress address = proxy.address();
        String jdbcUrl = server.jdbcUrl();
        return new Endpoint(
                address.getHostString(),
                address.getPort(),
                server.user(),
                server.password(),
                jdbcUrl == null ? null : jdbcUrl.replace(server.toString(), endpoint(address)));
    }

    private static String endpoint(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Sets what becomes of the bytes from now on. */
    public void mode(Mode mode) {
        proxy.mode(mode);
    }

    /** Has every answer wait that long. */
    public void delayAnswers(Duration delay) {
        proxy.delayAnswers(delay);
    }

    /** Blocks until a request waits in this network; false when none does within that time. */
    public boolean awaitHeldRequest(Duration limit) throws InterruptedException {
        return proxy.awaitHeldRequest(limit);
    }

    /** All is well again: what waits passes. */
    public void restore() {
        proxy.delayAnswers(Duration.ZERO);
        proxy.mode(Mode.PASS);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
