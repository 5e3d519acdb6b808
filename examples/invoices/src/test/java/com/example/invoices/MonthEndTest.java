package com.example.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.testing.InMemoryLocks;
import dev.lockrace.lock.testing.LocksExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocksExtension.class)
class MonthEndTest {

    private static final List<Long> ACCOUNTS = List.of(1L, 2L, 3L);

    @Test
    void all_accounts_are_closed_by_one_instance(InMemoryLocks locks) {
        MonthEnd monthEnd = new MonthEnd(locks.client());
        List<Long> closed = new ArrayList<>();

        assertThat(monthEnd.close(ACCOUNTS, closed::add)).contains(3);
        assertThat(closed).isEqualTo(ACCOUNTS);
        locks.holdByAnotherClient("month-end");
        assertThat(monthEnd.close(ACCOUNTS, closed::add)).isEmpty();
    }

    @Test
    void no_account_is_closed_after_the_loss_of_the_lock(InMemoryLocks locks) {
        MonthEnd monthEnd = new MonthEnd(locks.client());
        List<Long> closed = new ArrayList<>();

        assertThatThrownBy(() -> monthEnd.close(ACCOUNTS, account -> {
                    closed.add(account);
                    locks.lose("month-end");
                }))
                .isInstanceOf(LeaseLostException.class);
        assertThat(closed).containsExactly(1L);
    }
}
