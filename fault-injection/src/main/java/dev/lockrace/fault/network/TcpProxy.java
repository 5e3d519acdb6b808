package dev.lockrace.fault.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A TCP proxy between a client and a server that injects network faults. Accepts up to {@value #MAX_CONNECTIONS}
 * connections, with two daemon threads each. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 100;
    private static final int BUFFER_BYTES = 16 * 1_024;
    private static final int CONNECT_MILLIS = 5_000;

    /** What the proxy does with the data that it receives. */
    public enum Mode {
        /** Forwards requests and responses. */
        FORWARD,
        /** Forwards requests but holds responses until the mode changes to {@link #FORWARD}. */
        HOLD_RESPONSES,
        /** Holds data in both directions until the mode changes to {@link #FORWARD}. Still accepts connections. */
        STALL,
        /** Closes all connections, discards held data, and closes new connections immediately. */
        DISCONNECT
    }

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final Set<Socket> blackholed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean blackholeNext = new AtomicBoolean();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private volatile InetSocketAddress target;
    private Mode mode = Mode.FORWARD;
    private boolean requestHeld;
    private boolean responseHeld;
    private Duration delay = Duration.ZERO;

    private TcpProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /**
     * Starts a proxy on a free port of 127.0.0.1.
     *
     * @param target the address of the server
     */
    public static TcpProxy to(InetSocketAddress target) throws IOException {
        return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target);
    }

    /**
     * Starts a proxy at an address of this machine.
     *
     * @param address where the proxy listens; port 0 stands for a free one
     * @param target the address of the server
     * @throws IOException if the proxy cannot listen there
     */
    public static TcpProxy listen(InetSocketAddress address, InetSocketAddress target) throws IOException {
        ServerSocket listener = new ServerSocket(address.getPort(), MAX_CONNECTIONS, address.getAddress());
        TcpProxy proxy = new TcpProxy(target, listener);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** Returns the address at which clients reach the server through this proxy. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Changes the mode. Applies to held data as well. */
    public synchronized void setMode(Mode newMode) {
        mode = newMode;
        requestHeld = false;
        responseHeld = false;
        if (newMode == Mode.DISCONNECT) {
            sockets.forEach(TcpProxy::closeQuietly);
        }
        notifyAll();
    }

    /**
     * Leads new connections to another server, as a changed DNS entry or a virtual address does after a failover. Open
     * connections keep their server.
     *
     * @param newTarget the address of that server
     */
    public void setTarget(InetSocketAddress newTarget) {
        target = newTarget;
    }

    /** Delays every response in addition to the mode. Also applies to responses that are being delayed. */
    public synchronized void delayResponses(Duration newDelay) {
        delay = newDelay;
        notifyAll();
    }

    /**
     * Returns the number of round trips so far: requests that were the first on their connection or followed a
     * response. This is exact if no client sends a request before the response to the previous one.
     */
    public long roundTrips() {
        return roundTrips.get();
    }

    /**
     * Silently discards all further data on the open connections, as a firewall does that dropped their state. Neither
     * side gets an error. New connections are not affected.
     */
    public void blackholeOpenConnections() {
        blackholed.addAll(sockets);
    }

    /**
     * Silently discards the next request and all further requests on its connection. Other connections are not
     * affected. {@link #roundTrips()} counts the request.
     */
    public void blackholeNextRequest() {
        blackholeNext.set(true);
    }

    /**
     * Blocks until the proxy holds a response. The server has then processed the request.
     *
     * @return whether it held one within the limit
     */
    public synchronized boolean awaitHeldResponse(Duration limit) throws InterruptedException {
        return await(() -> responseHeld, limit);
    }

    /**
     * Blocks until the proxy holds a request. The client has then sent it, and the server has not received it.
     *
     * @return whether it held one within the limit
     */
    public synchronized boolean awaitHeldRequest(Duration limit) throws InterruptedException {
        return await(() -> requestHeld, limit);
    }

    /** Requires that the caller holds the monitor of this object. */
    private boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        for (long left = limit.toMillis(); !condition.getAsBoolean() && left > 0; ) {
            wait(left);
            left = limit.minusNanos(System.nanoTime() - start).toMillis();
        }
        return condition.getAsBoolean();
    }

    @Override
    public void close() {
        setMode(Mode.DISCONNECT);
        closeQuietly(listener);
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                if (isDisconnected() || sockets.size() >= 2 * MAX_CONNECTIONS) {
                    client.close();
                } else {
                    threads.execute(() -> connect(client));
                }
            }
        } catch (IOException e) {
            closeQuietly(listener); // already closed or unusable
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            if (register(client, server)) {
                AtomicBoolean requestPending = new AtomicBoolean();
                threads.execute(() -> pump(server, client, true, requestPending));
                pump(client, server, false, requestPending);
            }
        } catch (IOException e) {
            end(client, server);
        }
    }

    /** Returns false, and closes both sockets, if the mode became {@link Mode#DISCONNECT} during connection set-up. */
    private synchronized boolean register(Socket client, Socket server) {
        sockets.add(client);
        sockets.add(server);
        if (mode == Mode.DISCONNECT) {
            end(client, server);
        }
        return mode != Mode.DISCONNECT;
    }

    /**
     * @param responses whether this direction carries responses
     * @param requestPending whether the last data on the connection were part of a request
     */
    private void pump(Socket from, Socket to, boolean responses, AtomicBoolean requestPending) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0 && awaitForwarding(responses); length = in.read(buffer)) {
                if (!responses && blackholeNext.compareAndSet(true, false)) {
                    blackholed.add(from);
                }
                if (!responses && requestPending.compareAndSet(false, true)) {
                    roundTrips.incrementAndGet();
                } else if (responses) {
                    requestPending.set(false);
                }
                if (!blackholed.contains(from)) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // One side closed the connection, so the proxy closes the other.
        } finally {
            end(from, to);
        }
    }

    /** Blocks while the data are held or delayed. Returns whether they may be forwarded. */
    private synchronized boolean awaitForwarding(boolean response) {
        try {
            if (response) {
                awaitDelay();
            }
            while (mode == Mode.STALL || (response && mode == Mode.HOLD_RESPONSES)) {
                signalHeld(response);
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return mode != Mode.DISCONNECT;
    }

    /** Notifies only on a change: otherwise waiting threads would wake each other in a loop. */
    private void signalHeld(boolean response) {
        if (response ? !responseHeld : !requestHeld) {
            responseHeld |= response;
            requestHeld |= !response;
            notifyAll();
        }
    }

    private void awaitDelay() throws InterruptedException {
        long start = System.nanoTime();
        for (long left = delay.toMillis(); left > 0 && mode != Mode.DISCONNECT; ) {
            wait(left);
            left = delay.minusNanos(System.nanoTime() - start).toMillis();
        }
    }

    private synchronized boolean isDisconnected() {
        return mode == Mode.DISCONNECT;
    }

    private void end(Socket one, Socket two) {
        sockets.remove(one);
        sockets.remove(two);
        blackholed.remove(one);
        blackholed.remove(two);
        closeQuietly(one);
        closeQuietly(two);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // There is nothing else to release.
        }
    }
}
