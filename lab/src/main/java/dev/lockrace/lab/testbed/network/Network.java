package dev.lockrace.lab.testbed.network;

import dev.lockrace.fault.network.TcpProxy;
import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.cli.LabException;
import dev.lockrace.servers.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The network between services and one server: a proxy that a fault controls, and optionally a name for its address. */
public final class Network implements AutoCloseable {

    private final Endpoint server;
    private final @Nullable String name;
    private final @Nullable HostsFile names;
    private TcpProxy proxy;

    private Network(Endpoint server, @Nullable String name, @Nullable HostsFile names) {
        this.server = server;
        this.name = name;
        this.names = names;
        try {
            this.proxy = TcpProxy.to(address(server));
        } catch (IOException e) {
            throw new LabException("Cannot open a port for the network to %s: %s".formatted(server, e), e);
        }
    }

    /**
     * Opens a network to a server, on a free port of 127.0.0.1.
     *
     * @throws LabException if no port can be opened
     */
    public static Network to(Endpoint server) {
        return new Network(server, null, null);
    }

    /**
     * Opens a network to a server that services know by a name, on a free port of 127.0.0.1.
     *
     * @param name the host name of the server in this network
     * @param names the names that the services can resolve
     * @throws LabException if no port can be opened
     */
    static Network to(Endpoint server, String name, HostsFile names) {
        Network network = new Network(server, name, names);
        names.set(name, network.proxy.address().getAddress());
        return network;
    }

    /** Returns where services reach the server through this network. */
    public Endpoint endpoint() {
        String host = name == null ? proxy.address().getHostString() : name;
        int port = proxy.address().getPort();
        String jdbcUrl = server.jdbcUrl();
        return new Endpoint(
                host,
                port,
                server.user(),
                server.password(),
                jdbcUrl == null ? null : jdbcUrl.replace(server.toString(), host + ":" + port));
    }

    /** Sets how bytes are treated from now on. */
    public void mode(Mode mode) {
        proxy.setMode(mode);
    }

    /** Leads new connections to another server until {@link #restore}. Open ones keep theirs. */
    public void leadTo(Endpoint other) {
        proxy.setTarget(address(other));
    }

    /**
     * Moves the server to the next address, under the same name and port. The old address closes its connections and
     * accepts no others.
     *
     * @throws LabException if this machine does not have the next address, or its port is in use
     * @throws IllegalStateException if the server has no name
     */
    public void move() {
        if (name == null || names == null) {
            throw new IllegalStateException("Services know %s by its address only".formatted(server));
        }
        InetSocketAddress old = proxy.address();
        InetSocketAddress next = new InetSocketAddress(next(old.getAddress()), old.getPort());
        try {
            TcpProxy moved = TcpProxy.listen(next, address(server));
            names.set(name, next.getAddress());
            proxy.close();
            proxy = moved;
        } catch (IOException e) {
            throw new LabException(
                    "Cannot listen on %s: %s. Linux has all addresses 127.0.0.0/8; on macOS, add this one with: sudo ifconfig lo0 alias %s"
                            .formatted(next, e, next.getAddress().getHostAddress()),
                    e);
        }
    }

    private static InetAddress next(InetAddress address) {
        byte[] bytes = address.getAddress();
        bytes[bytes.length - 1]++;
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // the length is right
        }
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
