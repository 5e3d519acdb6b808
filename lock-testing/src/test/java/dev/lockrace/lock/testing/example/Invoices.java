package dev.lockrace.lock.testing.example;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The class that the example tests. */
class Invoices {

    private final LockClient locks;
    private final Map<Integer, Long> tokens = new ConcurrentHashMap<>();

    Invoices(LockClient locks) {
        this.locks = locks;
    }

    boolean create(int order) {
        LockRequest request = LockRequest.of("invoice:" + order).timeToLive(Duration.ofSeconds(15));
        return locks.tryRun(request, lease -> write(order, lease.fencingToken()));
    }

    private void write(int order, long token) {
        tokens.put(order, token);
    }

    Map<Integer, Long> tokens() {
        return tokens;
    }
}
