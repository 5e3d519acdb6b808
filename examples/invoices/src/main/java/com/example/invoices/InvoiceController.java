package com.example.invoices;

import com.example.invoices.Accounts.StaleTokenException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.spring.annotation.LockNotAcquiredException;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Requests that wait for a lock. */
@RestController
class InvoiceController {

    private final LockClient locks;
    private final Invoices invoices;
    private final Payments payments;

    InvoiceController(LockClient locks, Invoices invoices, Payments payments) {
        this.locks = locks;
        this.invoices = invoices;
        this.payments = payments;
    }

    /** Returns the number of the order's invoice, which is created once. */
    @PostMapping("/orders/{order}/invoice")
    ResponseEntity<Long> createInvoice(@PathVariable long order) throws InterruptedException {
        LockRequest request = LockRequest.of("invoice:" + order).timeToLive(Duration.ofSeconds(15));
        return locks.tryCall(request, Duration.ofSeconds(5), lease -> invoices.findOrCreate(order))
                .map(ResponseEntity::ok)
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build());
    }

    @PostMapping("/accounts/{account}/payments")
    void pay(@PathVariable long account, @RequestParam long amount) {
        payments.pay(account, amount, null);
    }

    @ExceptionHandler(LockNotAcquiredException.class)
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    void tooBusy() {}

    @ExceptionHandler(StaleTokenException.class)
    @ResponseStatus(HttpStatus.CONFLICT)
    void rejected() {}
}
