package dev.lockrace.lab.testbed.network;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The network between services and one server: a proxy that a fault controls. */
public final class Network implements AutoCloseable {

    private final Endpoint server;
    private final TcpProxy proxy;

    private Network(Endpoint server, TcpProxy proxy) {
        this.server = server;
        this.proxy = proxy;
    }

    /**
     * Opens a network to a server, on a free port of 127.0.0.1.
     *
     * @throws LabException if no port can be opened
     */
    public static Network to(Endpoint server) {
        try {
            return new Network(server, TcpProxy.to(address(server)));
        } catch (IOException e) {
            throw new LabException("Cannot open a port for the network to %s: %s".formatted(server, e), e);
        }
    }

    /** Returns where services reach the server through this network. */
    public Endpoint endpoint() {
        InetSocketAddress address = proxy.address();
        String jdbcUrl = server.jdbcUrl();
        return new Endpoint(
                address.getHostString(),
                address.getPort(),
                server.user(),
                server.password(),
                jdbcUrl == null ? null : jdbcUrl.replace(server.toString(), text(address)));
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** Sets how bytes are treated from now on. */
    public void mode(Mode mode) {
        proxy.setMode(mode);
    }

    /** Leads new connections to another server until {@link #restore}. Open ones keep theirs. */
    public void leadTo(Endpoint other) {
        proxy.setTarget(address(other));
    }

    private static InetSocketAddress address(Endpoint endpoint) {
        return new InetSocketAddress(endpoint.host(), endpoint.port());
    }

    /** Delays every response of the server. */
    public void delayResponses(Duration delay) {
        proxy.delayResponses(delay);
    }

    /** Blocks until a request is held in this network. Returns false if there is none within the timeout. */
    public boolean awaitHeldRequest(Duration timeout) throws InterruptedException {
        return proxy.awaitHeldRequest(timeout);
    }

    /** Leads to the server again, and lets all bytes pass, including those that are held, without a delay. */
    public void restore() {
        leadTo(server);
        proxy.delayResponses(Duration.ZERO);
        proxy.setMode(Mode.FORWARD);
    }

    @Override
    public void close() {
        proxy.close();
    }
}
