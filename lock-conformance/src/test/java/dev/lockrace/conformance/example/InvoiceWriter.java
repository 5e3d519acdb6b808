package dev.lockrace.conformance.example;

import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
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
        try (LockBackend redis = RedisLockBackend.connect("redis://localhost:6379");
                LockClient locks = LockClient.of(redis)) {
            boolean ran = locks.tryRun("invoice:42", Duration.ofSeconds(15), lease -> {
                invoices.write(42, lease.fencingToken());
            });
        }
    }
}
