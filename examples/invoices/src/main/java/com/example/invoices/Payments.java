package com.example.invoices;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.spring.annotation.Locked;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Books payments. The lock of an account is released after the commit. */
@Service
class Payments {

    private final Accounts accounts;

    Payments(Accounts accounts) {
        this.accounts = accounts;
    }

    @Locked(name = "account:#{#account}", timeToLive = "15s", maxWait = "5s", requireFencing = true)
    @Transactional
    public void pay(long account, long amount, Lease lease) {
        accounts.book(account, amount, lease.fencingToken());
    }
}
