package com.example.invoices;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** A long job that stops when it loses its lock. */
@Service
class MonthEnd {

    private static final Logger log = LoggerFactory.getLogger(MonthEnd.class);

    private static final LockRequest MONTH_END = LockRequest.of("month-end").timeToLive(Duration.ofSeconds(30));

    private final LockClient locks;

    MonthEnd(LockClient locks) {
        this.locks = locks;
    }

    /**
     * Closes the accounts, one after the other.
     *
     * @return the number of closed accounts; empty if another instance does it
     * @throws dev.lockrace.lock.LeaseLostException if the lock was lost meanwhile; no account is closed after that
     */
    Optional<Integer> close(List<Long> accounts, LongConsumer closeAccount) {
        return locks.tryCall(MONTH_END, lease -> {
            lease.onLoss(() -> log.warn("The month-end job lost its lock, and stops"));
            int closed = 0;
            for (long account : accounts) {
                if (!lease.mayBeHeld()) {
                    break;
                }
                closeAccount.accept(account);
                closed++;
            }
            return closed;
        });
    }
}
