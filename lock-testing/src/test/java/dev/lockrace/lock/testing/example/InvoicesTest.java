package dev.lockrace.lock.testing.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.testing.InMemoryLocks;
import dev.lockrace.lock.testing.LocksExtension;
import dev.lockrace.lock.testing.StoreMode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocksExtension.class)
class InvoicesTest {

    private Invoices invoices;

    @BeforeEach
    void createInvoices(InMemoryLocks locks) {
        invoices = new Invoices(locks.client());
    }

    @Test
    void an_invoice_that_another_instance_creates_is_left_to_it(InMemoryLocks locks) {
        Lease other = locks.holdByAnotherClient("invoice:42");
        assertThat(invoices.create(42)).isFalse();

        other.release();
        assertThat(invoices.create(42)).isTrue();
        assertThat(invoices.tokens().get(42)).isGreaterThan(other.fencingToken());
    }

    @Test
    void an_instance_that_crashed_delays_its_invoice_by_the_time_to_live(InMemoryLocks locks) {
        locks.holdByAnotherClient("invoice:42"); // never released

        locks.clock().advance(Duration.ofDays(365));
        assertThat(invoices.create(42)).isTrue();
    }

    @Test
    void no_invoice_is_created_while_the_store_is_down(InMemoryLocks locks) {
        locks.setStoreMode(StoreMode.UNREACHABLE);

        assertThatThrownBy(() -> invoices.create(42)).isInstanceOf(LockStoreException.class);
        assertThat(invoices.tokens()).isEmpty();
    }
}
