package dev.lockrace.lock.testing.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.LockClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;

@Tag("docker")
@Testcontainers
@SpringBootTest(properties = "lockrace.lock.backend=database")
class InvoicesOnPostgresIT {

    @Container
    @ServiceConnection
    static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17");

    @Autowired
    LockClient locks;

    @Autowired
    Invoices invoices;

    @Test
    void an_invoice_is_created_under_a_lock_in_the_database() {
        assertThat(locks.backend()).isEqualTo("database");
        assertThat(invoices.create(42)).isTrue();
        assertThat(invoices.tokens()).containsOnlyKeys(42);
    }
}
