package dev.lockrace.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clauses L7 and L8: a log appender that blocks or throws affects no lease. */
class LogAppenderTest {

    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String NAME = "appender-test";

    private final Logger logger = Logger.getLogger(Lease.class.getPackageName());
    private final FakeBackend backend = new FakeBackend();
    private final LockClient client = LockClient.of(backend);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private volatile boolean throwing;

    private final Handler appender = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (!(entry.getMessage() + Arrays.toString(entry.getParameters())).contains(NAME)) {
                return; // from another test
            }
            if (throwing) {
                throw new AssertionError("thrown on purpose by a test");
            }
            try {
                blocked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void addAppender() {
        logger.setLevel(Level.ALL);
        logger.addHandler(appender);
    }

    @AfterEach
    void removeAppender() {
        logger.removeHandler(appender);
        logger.setLevel(null);
        blocked.countDown();
        client.close();
    }

    @Test
    void L8_losses_are_reported_while_the_log_appender_blocks() {
        CountDownLatch lost = new CountDownLatch(20);
        for (int i = 0; i < 20; i++) {
            client.tryAcquire(LockRequest.of(NAME + i).timeToLive(TIME_TO_LIVE))
                    .orElseThrow()
                    .onLoss(lost::countDown);
        }

        await().atMost(LIMIT).until(() -> lost.getCount() == 0);
    }

    @Test
    void L7_leases_are_renewed_while_the_log_appender_blocks() {
        backend.onRenew = Failures.storeDown();
        Lease[] leases = new Lease[20];
        for (int i = 0; i < leases.length; i++) {
            leases[i] = client.tryAcquire(LockRequest.of(NAME + i).timeToLive(TIME_TO_LIVE))
                    .orElseThrow()
                    .renewAutomatically();
        }
        await().atMost(LIMIT).until(() -> backend.requests("renew").size() >= leases.length);
        backend.onRenew = request -> true;
        Lease lease = client.tryAcquire(LockRequest.of(NAME).timeToLive(TIME_TO_LIVE))
                .orElseThrow()
                .renewAutomatically();
        int failed = backend.requests("renew").size();

        await().atMost(LIMIT).until(() -> backend.requests("renew").size() > failed + 3);
        assertThat(lease.mayBeHeld()).isTrue();
        assertThat(leases[0].name()).isNotNull();
    }

    @Test
    void closing_a_lease_does_not_throw_if_the_log_appender_does() {
        throwing = true;
        backend.onRelease = Failures.storeDown();

        assertThatCode(client.tryAcquire(LockRequest.of(NAME).timeToLive(TIME_TO_LIVE))
                        .orElseThrow()::close)
                .doesNotThrowAnyException();
        await().atMost(LIMIT).until(() -> !backend.requests("revoke").isEmpty());
    }
}
