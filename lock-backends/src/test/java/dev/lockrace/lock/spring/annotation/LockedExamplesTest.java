package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.spring.annotation.example.Invoices;
import dev.lockrace.lock.spring.annotation.example.Rates;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** The examples of the documentation pass the check at start-up. Needs no server, because nothing is locked. */
class LockedExamplesTest {

    @Test
    void an_application_with_the_examples_starts() {
        LockedContexts.local()
                .withPropertyValues(
                        "lockrace.lock.backend=database",
                        "lockrace.lock.database.url=jdbc:postgresql://127.0.0.1:1/none")
                .withBean(Invoices.Store.class, () -> Mockito.mock(Invoices.Store.class))
                .withBean(Rates.Source.class, () -> Mockito.mock(Rates.Source.class))
                .withBean(Invoices.class)
                .withBean(Rates.class)
                .run(context -> assertThat(context).hasNotFailed());
    }
}
