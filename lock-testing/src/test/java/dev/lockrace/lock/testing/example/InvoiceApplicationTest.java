package dev.lockrace.lock.testing.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.testing.InMemoryLocks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@SpringBootTest(properties = "lockrace.lock.backend=local")
class InvoiceApplicationTest {

    @TestConfiguration
    static class TestLocks {

        @Bean
        InMemoryLocks inMemoryLocks() {
            return new InMemoryLocks();
        }

        @Bean
        LockClient lockClient(InMemoryLocks locks) {
            return locks.client();
        }
    }

    @Autowired
    InMemoryLocks locks;

    @Autowired
    Invoices invoices;

    @Test
    void an_invoice_that_another_instance_creates_is_left_to_it() {
        locks.holdByAnotherClient("invoice:42");

        assertThat(invoices.create(42)).isFalse();
    }
}
