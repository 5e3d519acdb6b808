package dev.lockrace.lock.postgres;

import dev.lockrace.lock.LockBackend.Subscription;
import dev.lockrace.lock.spi.ReleaseListeners;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A listener to releases by {@code LISTEN}. It uses one connection and one thread, which live slightly longer than the
 * last subscription. A connection that is broken, or does not answer a heartbeat, is replaced after a pause; polling
 * covers notifications missed in the meantime. It does not listen in a session that other clients use too: the session
 * would keep the registration, and a notification would reach any client.
 */
final class ReleaseListener implements AutoCloseable {

    private static final System.Logger log = System.getLogger(ReleaseListener.class.getName());

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);

    /** Kept short: a wait starts without notifications rather than late. */
    private static final Duration START_TIMEOUT = Duration.ofMillis(200);

    /** Maximum time that one read blocks, and so the delay after which the thread notices that it has to stop. */
    private static final Duration READ_TIMEOUT = Duration.ofMillis(500);

    /** Number of reads without a notification after which the connection is checked. */
    private static final int HEARTBEAT_READS = 6;

    /** Number of reads without subscriptions after which the connection is closed. */
    private static final int MAX_IDLE_READS = 20;

    private final ConnectionSource connections;
    private final Sessions sessions;
    private final ReleaseListeners<String> listeners = new ReleaseListeners<>();
    private @Nullable Thread thread;
    private CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean closed;

    ReleaseListener(ConnectionSource connections, Sessions sessions) {
        this.connections = connections;
        this.sessions = sessions;
    }

    /**
     * Subscribes to releases of the key, waits briefly for {@code LISTEN}, and preserves the interrupt status.
     *
     * @return {@link Subscription#NONE} if other clients use the sessions too
     */
    Subscription subscribe(String key, Runnable onRelease) {
        if (sessions.areShared()) {
            return Subscription.NONE;
        }
        Subscription subscription = listeners.add(key, onRelease);
        try {
            var unused = started().await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (sessions.areShared()) { // just detected
            subscription.close();
            return Subscription.NONE;
        }
        return subscription;
    }

    private synchronized CountDownLatch started() {
        if (thread == null && !closed) {
            listening = new CountDownLatch(1);
            Thread listener = new Thread(this::run, "lock-release-listener");
            listener.setDaemon(true);
            listener.start(); // may fail; the next subscription then tries again
            thread = listener;
        }
        return listening;
    }

    private void run() {
        while (!stopIfIdle()) {
            try (Connection connection = connections.connect(ANSWER_TIMEOUT)) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                log.log(Level.DEBUG, "Could not listen for releases; waits poll instead: {0}", e.getMessage());
                pause();
            }
        }
    }

    /**
     * Returns true if the thread has to stop, because there are no subscriptions; the next one starts another thread.
     */
    private synchronized boolean stopIfIdle() {
        boolean idle = closed || sessions.areShared() || listeners.isEmpty();
        if (idle) {
            thread = null;
        }
        return idle;
    }

    private void listen(Connection connection) throws SQLException {
        if (sessions.areShared()) {
            startedListening(); // the subscriber need not wait
            return;
        }
        connection.setAutoCommit(true);
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(ANSWER_TIMEOUT.toMillis()));
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen lockrace_lease_released");
        }
        startedListening();
        PGConnection notifications = connection.unwrap(PGConnection.class);
        int idleReads = 0;
        int silentReads = 0;
        while (!closed && idleReads < MAX_IDLE_READS) {
            PGNotification[] received = notifications.getNotifications(Math.toIntExact(READ_TIMEOUT.toMillis()));
            if (received != null && received.length > 0) {
                silentReads = 0;
                dispatch(received);
            } else if (++silentReads % HEARTBEAT_READS == 0) {
                checkAlive(connection);
            }
            idleReads = listeners.isEmpty() ? idleReads + 1 : 0;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("unlisten lockrace_lease_released"); // a pool may reuse the connection
        }
    }

    private synchronized void startedListening() {
        listening.countDown();
        listeners.anyReleased();
    }

    /** A connection that a firewall dropped, or whose server vanished, is silent for ever and reports no error. */
    private static void checkAlive(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(""); // within the connection's network timeout
        }
    }

    private void dispatch(PGNotification[] notifications) {
        for (PGNotification notification : notifications) {
            listeners.released(notification.getParameter());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RECONNECT_DELAY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // does not occur: this thread is not shared
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
