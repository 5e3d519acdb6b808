package dev.lockrace.lock.spring.annotation.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.spring.AfterTransaction;
import dev.lockrace.lock.spring.annotation.Locked;
import java.time.Duration;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.transaction.annotation.Transactional;

/** Locked methods and transactions. */
public class Invoices {

    private final Store store;
    private final LockClient locks;

    public Invoices(Store store, LockClient client) {
        this.store = store;
        this.locks = client.withReleaseTiming(AfterTransaction.INSTANCE);
    }

    @Locked(name = "invoice:#{#id}", timeToLive = "15s", maxWait = "5s")
    @Transactional
    public void pay(long id) {
        store.markAsPaid(id);
    }

    @RabbitListener(queues = "invoices")
    @Locked(name = "invoice:#{#id}", timeToLive = "1m", maxWait = "30s")
    public void process(String id) {
        store.markAsPaid(Long.parseLong(id));
    }

    @Transactional
    public boolean payAfter(long id) throws InterruptedException {
        LockRequest invoice = LockRequest.of("invoice:" + id).timeToLive(Duration.ofSeconds(15));
        return locks.tryRun(invoice, Duration.ofSeconds(5), lease -> store.markAsPaid(id));
    }

    /** The table of the invoices. */
    public interface Store {
        void markAsPaid(long id);
    }
}
