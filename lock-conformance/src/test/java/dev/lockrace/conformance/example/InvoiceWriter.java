package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.redis.RedisLockBackend;
import java.time.Duration;

/** The example in {@code README.md}. */
final class InvoiceWriter {

    private final Invoices invoices;

    InvoiceWriter(Invoices invoices) {
        this.invoices = invoices;
    }

    /** The invoices of the application. */
    interface Invoices {

        void write(long invoice, long fencingToken);
    }

    @SuppressWarnings("UnusedVariable")
    void write() {
        try (LockClient locks = LockClient.owning(RedisLockBackend.connect("redis://localhost:6379"))) {
            LockRequest invoice = LockRequest.of("invoice:42").timeToLive(Duration.ofSeconds(15));
            boolean ran = locks.tryRun(invoice, lease -> {
                invoices.write(42, lease.fencingToken());
            });
        }
    }
}
