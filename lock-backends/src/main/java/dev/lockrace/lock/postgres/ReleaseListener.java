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
 * Hears of releases by {@code LISTEN}, on one connection and one thread that live as long as somebody listens and a
 * little longer. A connection that breaks is made anew after a pause; what was missed meanwhile, polling finds.
 */
final class ReleaseListener implements AutoCloseable {

    private static final System.Logger log = System.getLogger(ReleaseListener.class.getName());

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A wait begins without hearing rather than late. */
    private static final Duration START_TIMEOUT = Duration.ofMillis(200);

    /** How long one read blocks: so soon the thread sees that it is to end. */
    private static final Duration READ = Duration.ofMillis(500);

    /** How many reads go by without a listener before the connection is closed. */
    private static final int IDLE_READS = 20;

    private final ConnectionSource connections;
    private final ReleaseListeners<String> listeners = new ReleaseListeners<>();
    private @Nullable Thread thread;
    private CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean closed;

    ReleaseListener(ConnectionSource connections) {
        this.connections = connections;
    }

    /** Listens for that key; waits a moment until the database knows. Keeps the interrupt status. */
    Subscription listen(String key, Runnable freed) {
        Subscription subscription = listeners.add(key, freed);
        try {
            var unused = running().await(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return subscription;
    }

    private synchronized CountDownLatch running() {
        if (thread == null && !closed) {
            listening = new CountDownLatch(1);
            thread = new Thread(this::run, "lock-release-listener");
            thread.setDaemon(true);
            thread.start();
        }
        return listening;
    }

    private void run() {
        while (!isIdleForGood()) {
            try (Connection connection = connections.connect(CONNECT_TIMEOUT)) {
                read(connection);
            } catch (SQLException e) {
                log.log(Level.DEBUG, "Can't listen for releases; waiters poll: {0}", e.getMessage());
                pause();
            }
        }
    }

    /** Ends this thread, unless somebody listens; the next who does starts another. */
    private synchronized boolean isIdleForGood() {
        boolean idle = closed || listeners.isEmpty();
        if (idle) {
            thread = null;
        }
        return idle;
    }

    private void read(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen lockrace_lease_freed");
        }
        heardAgain();
        PGConnection notifications = connection.unwrap(PGConnection.class);
        int idle = 0;
        while (!closed && idle < IDLE_READS) {
            dispatch(notifications.getNotifications(Math.toIntExact(READ.toMillis())));
            idle = listeners.isEmpty() ? idle + 1 : 0;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("unlisten lockrace_lease_freed"); // a pool may hand the connection on
        }
    }

    private synchronized void heardAgain() {
        listening.countDown();
        listeners.anyFreed();
    }

    private void dispatch(PGNotification @Nullable [] notifications) {
        if (notifications != null) {
            for (PGNotification notification : notifications) {
                listeners.freed(notification.getParameter());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts it; it would end at the next read
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
