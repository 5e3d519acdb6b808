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
 * A network that fails on demand: stands between a client and its store on a port of 127.0.0.1. Safe for use by many
 * threads; it takes {@value #MAX_CONNECTIONS} connections at most, with two daemon threads each.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 100;
    private static final int BUFFER_BYTES = 16 * 1_024;
    private static final int CONNECT_MILLIS = 5_000;

    /** What becomes of the bytes. */
    public enum Mode {
        /** They pass. */
        PASS,
        /** Requests reach the store; its answers wait here, and pass late if this mode is left for {@link #PASS}. */
        HOLD_ANSWERS,
        /** Nothing passes in either direction, though connections stay open and new ones are taken. */
        FREEZE,
        /** Connections are broken, and what waited is lost; new ones break at once. */
        CUT
    }

    private final InetSocketAddress target;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final Set<Socket> forgotten = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private Mode mode = Mode.PASS;
    private boolean requestHeld;
    private boolean answerHeld;
    private Duration delay = Duration.ZERO;

    private TcpProxy(InetSocketAddress target, ServerSocket listener) {
        this.target = target;
        this.listener = listener;
    }

    /**
     * Begins to listen on a free port.
     *
     * @param target where the store listens
     */
    public static TcpProxy to(InetSocketAddress target) throws IOException {
        TcpProxy proxy = new TcpProxy(target, new ServerSocket(0, MAX_CONNECTIONS, InetAddress.getLoopbackAddress()));
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    /** Where clients reach the store through this. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Sets what becomes of the bytes from now on, those that wait included. */
    public synchronized void mode(Mode newMode) {
        mode = newMode;
        requestHeld = false;
        answerHeld = false;
        if (newMode == Mode.CUT) {
            sockets.forEach(TcpProxy::closeQuietly);
        }
        notifyAll();
    }

    /** Has the bytes of every answer wait that long, those that wait included, besides what the mode does with them. */
    public synchronized void delayAnswers(Duration newDelay) {
        delay = newDelay;
        notifyAll();
    }

    /**
     * How often, until now, a request came on a connection after an answer, or as its first: how many round trips
     * clients made, where nobody sends the next request before the answer.
     */
    public long roundTrips() {
        return roundTrips.get();
    }

    /**
     * Loses, from now on and for good, all that is sent on the connections that are open, as a firewall does that forgot
     * them: neither side is told. New connections are not concerned.
     */
    public void forgetConnections() {
        forgotten.addAll(sockets);
    }

    /**
     * Blocks until an answer waits here: what was asked has been done then.
     *
     * @return whether one did within that time
     */
    public synchronized boolean awaitHeldAnswer(Duration limit) throws InterruptedException {
        return await(() -> answerHeld, limit);
    }

    /**
     * Blocks until a request waits here: its client has sent it then, and the store has not seen it.
     *
     * @return whether one did within that time
     */
    public synchronized boolean awaitHeldRequest(Duration limit) throws InterruptedException {
        return await(() -> requestHeld, limit);
    }

    /** The caller holds this object's monitor. */
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
        mode(Mode.CUT);
        closeQuietly(listener);
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                if (isCut() || sockets.size() >= 2 * MAX_CONNECTIONS) {
                    client.close();
                } else {
                    threads.execute(() -> connect(client));
                }
            }
        } catch (IOException e) {
            closeQuietly(listener); // it is closed already, or can't be used any more
        }
    }

    private void connect(Socket client) {
        Socket store = new Socket();
        try {
            store.connect(target, CONNECT_MILLIS);
            store.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            if (keep(client, store)) {
                AtomicBoolean asks = new AtomicBoolean();
                threads.execute(() -> pump(store, client, true, asks));
                pump(client, store, false, asks);
            }
        } catch (IOException e) {
            end(client, store);
        }
    }

    /** Unless the network was cut while the connection was made. */
    private synchronized boolean keep(Socket client, Socket store) {
        sockets.add(client);
        sockets.add(store);
        if (mode == Mode.CUT) {
            end(client, store);
        }
        return mode != Mode.CUT;
    }

    /**
     * @param asks whether what came last on the connection was part of a request
     */
    private void pump(Socket from, Socket to, boolean answers, AtomicBoolean asks) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = in.read(buffer); length >= 0 && mayPass(answers); length = in.read(buffer)) {
                if (!answers && asks.compareAndSet(false, true)) {
                    roundTrips.incrementAndGet();
                } else if (answers) {
                    asks.set(false);
                }
                if (!forgotten.contains(from)) {
                    out.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // One side broke the connection: so does the proxy.
        } finally {
            end(from, to);
        }
    }

    /** Blocks while the mode wants it; false when the bytes are lost. */
    private synchronized boolean mayPass(boolean answer) {
        try {
            if (answer) {
                awaitDelay();
            }
            while (mode == Mode.FREEZE || (answer && mode == Mode.HOLD_ANSWERS)) {
                tellThatItIsHeld(answer);
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return mode != Mode.CUT;
    }

    /** Once: threads that wake each other again and again never rest. */
    private void tellThatItIsHeld(boolean answer) {
        if (answer ? !answerHeld : !requestHeld) {
            answerHeld |= answer;
            requestHeld |= !answer;
            notifyAll();
        }
    }

    private void awaitDelay() throws InterruptedException {
        long start = System.nanoTime();
        for (long left = delay.toMillis(); left > 0 && mode != Mode.CUT; ) {
            wait(left);
            left = delay.minusNanos(System.nanoTime() - start).toMillis();
        }
    }

    private synchronized boolean isCut() {
        return mode == Mode.CUT;
    }

    private void end(Socket one, Socket two) {
        sockets.remove(one);
        sockets.remove(two);
        forgotten.remove(one);
        forgotten.remove(two);
        closeQuietly(one);
        closeQuietly(two);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // Nothing is left to do for it.
        }
    }
}
