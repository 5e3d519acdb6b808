package dev.lockrace.lock.testing.example;

import dev.lockrace.lock.LockClient;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application that the examples test. */
@SpringBootApplication
class InvoiceApplication {

    @Bean
    Invoices invoices(LockClient locks) {
        return new Invoices(locks);
    }
}
