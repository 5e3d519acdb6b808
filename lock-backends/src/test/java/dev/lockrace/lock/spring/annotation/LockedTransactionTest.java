package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.spring.AfterTransaction;
import dev.lockrace.servers.Endpoint;
import dev.lockrace.servers.ServerProcess;
import dev.lockrace.servers.postgres.PostgresServer;
import dev.lockrace.testsupport.TestDirectories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Locks and transactions, on a real PostgreSQL server: whether the next holder sees the changes of the last one. */
@Tag("process")
class LockedTransactionTest {

    private static final int THREADS = 20;
    private static final int CALLS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final LockRequest ACCOUNT = LockRequest.of("account").timeToLive(Duration.ofMinutes(1));

    private static final ServerProcess POSTGRES =
            PostgresServer.create(TestDirectories.unused("postgresql"), TestDirectories.cache());

    private final ApplicationContextRunner runner = LockedContexts.local()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class))
            .withBean(Account.class)
            .withBean("bank", Bank.class);

    @BeforeAll
    static void start() {
        POSTGRES.start();
    }

    @AfterAll
    static void stop() {
        POSTGRES.close();
    }

    private void run(BankTest test) {
        run(runner, test);
    }

    private static void run(ApplicationContextRunner runner, BankTest test) {
        Endpoint server = POSTGRES.endpoint();
        runner.withPropertyValues(
                        "lockrace.lock.backend=database",
                        "spring.datasource.url=" + server.jdbcUrl(),
                        "spring.datasource.username=" + server.user(),
                        "spring.datasource.password=" + server.password(),
                        "spring.datasource.hikari.maximum-pool-size=" + THREADS)
                .run(context -> {
                    context.getBean(Account.class).create();
                    try (Warnings warnings = Warnings.of(Locked.class)) {
                        test.run(
                                context.getBean(Account.class),
                                context.getBean(Bank.class),
                                context.getBean(LockClient.class),
                                warnings);
                    }
                });
    }

    private interface BankTest {
        void run(Account account, Bank bank, LockClient locks, Warnings warnings) throws Exception;
    }

    /** Why the other tests are needed: the second holder reads a balance that the first one has not committed yet. */
    @Test
    void a_lock_that_is_released_inside_a_transaction_loses_an_update() {
        run((account, bank, locks, warnings) -> {
            CountDownLatch released = new CountDownLatch(1);
            CountDownLatch read = new CountDownLatch(1);
            CompletableFuture<Void> first = CompletableFuture.runAsync(
                    () -> bank.inTransaction(() -> {
                        assertThat(locks.tryRun(ACCOUNT, lease -> account.add(1)))
                                .isTrue();
                        released.countDown();
                        await(read);
                    }),
                    LockedTransactionTest::newThread);
            CompletableFuture<Void> second = CompletableFuture.runAsync(
                    () -> bank.inTransaction(() -> {
                        await(released);
                        assertThat(locks.tryRun(ACCOUNT, lease -> {
                                    long balance = account.balance();
                                    read.countDown();
                                    account.set(balance + 1);
                                }))
                                .isTrue();
                    }),
                    LockedTransactionTest::newThread);

            assertThat(first).succeedsWithin(LIMIT);
            assertThat(second).succeedsWithin(LIMIT);
            assertThat(account.balance()).as("balance after two deposits of 1").isEqualTo(1);
        });
    }

    @Test
    void a_locked_method_encloses_its_transaction_so_that_no_update_is_lost() {
        run((account, bank, locks, warnings) -> {
            inAllThreads(bank::deposit);
            assertThat(account.balance()).isEqualTo(THREADS * CALLS);
            assertThat(warnings.messages()).isEmpty();
        });
    }

    @Test
    void a_locked_method_in_the_callers_transaction_loses_no_update_either() {
        run((account, bank, locks, warnings) -> {
            inAllThreads(() -> bank.inTransaction(bank::depositInCallersTransaction));
            assertThat(account.balance()).isEqualTo(THREADS * CALLS);
        });
    }

    @Test
    void a_transaction_that_is_ordered_around_the_lock_loses_no_update_either() {
        run(runner.withUserConfiguration(TransactionFirst.class), (account, bank, locks, warnings) -> {
            inAllThreads(bank::deposit);
            assertThat(account.balance()).isEqualTo(THREADS * CALLS);
            assertThat(warnings.messages()).hasSize(1);
        });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(order = 0, proxyTargetClass = true)
    static class TransactionFirst {}

    @Test
    void a_client_that_releases_after_the_transaction_loses_no_update() {
        run((account, bank, locks, warnings) -> {
            LockClient afterTransaction = locks.withReleaseTiming(AfterTransaction.INSTANCE);
            inAllThreads(() -> bank.inTransaction(
                    () -> assertThat(tryDeposit(afterTransaction, account)).isTrue()));
            assertThat(account.balance()).isEqualTo(THREADS * CALLS);
        });
    }

    private static boolean tryDeposit(LockClient locks, Account account) {
        try {
            return locks.tryRun(ACCOUNT, LIMIT, lease -> account.add(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_lock_is_held_until_the_callers_transaction_is_complete_and_a_warning_is_logged_once() {
        run((account, bank, locks, warnings) -> {
            for (boolean rollback : List.of(false, true)) {
                bank.inTransaction(status -> {
                    bank.depositInCallersTransaction();
                    assertThat(locks.tryRun(ACCOUNT, lease -> {})).isFalse();
                    if (rollback) {
                        status.setRollbackOnly();
                    }
                });
                assertThat(locks.tryRun(ACCOUNT, lease -> {})).isTrue();
            }
            assertThat(account.balance()).isEqualTo(1);
            assertThat(warnings.messages())
                    .containsExactly(("@Locked method depositInCallersTransaction() of bean 'bank' (%s) was called in a"
                                    + " transaction. The lock is released after that transaction, and what the transaction"
                                    + " reads may be older than the lock. Call the method outside of a transaction.")
                            .formatted(Bank.class.getName()));
        });
    }

    @Test
    void a_method_that_fails_in_the_callers_transaction_holds_its_lock_until_the_transaction_is_complete() {
        run((account, bank, locks, warnings) -> {
            bank.inTransaction(() -> {
                assertThatThrownBy(bank::fail).hasMessage("thrown on purpose by a test");
                assertThat(locks.tryRun(ACCOUNT, lease -> {})).isFalse();
            });
            assertThat(locks.tryRun(ACCOUNT, lease -> {})).isTrue();
        });
    }

    @Test
    void L8_a_lease_that_is_lost_before_the_commit_rolls_the_callers_transaction_back() {
        run((account, bank, locks, warnings) -> {
            assertThatThrownBy(() -> bank.inTransaction(() -> {
                        Lease lease = bank.depositWithoutRenewal(null);
                        Awaitility.await().atMost(LIMIT).until(lease::isLost);
                    }))
                    .isInstanceOf(LeaseLostException.class);
            assertThat(account.balance()).isZero();
        });
    }

    /** Why a transaction should begin under the lock. */
    @Test
    void a_repeatable_read_snapshot_may_be_older_than_the_lock() {
        run((account, bank, locks, warnings) -> bank.inSnapshot(() -> {
            assertThat(account.balance()).isZero();
            assertThat(CompletableFuture.runAsync(bank::deposit, LockedTransactionTest::newThread))
                    .succeedsWithin(LIMIT);
            assertThat(locks.tryRun(
                            ACCOUNT, lease -> assertThat(account.balance()).isZero()))
                    .isTrue();
        }));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The common pool of a machine with two processors may have one thread, which the first of two tasks would block. */
    private static void newThread(Runnable task) {
        new Thread(task, "another").start();
    }

    private static void inAllThreads(Runnable call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(() -> {
                    for (int i = 0; i < CALLS; i++) {
                        call.run();
                    }
                }));
            }
            for (Future<?> result : results) {
                result.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A row whose balance is read and then written, which loses updates without a lock. */
    static class Account {

        private final JdbcClient database;

        Account(JdbcClient database) {
            this.database = database;
        }

        void create() {
            database.sql("drop table if exists account").update();
            database.sql("create table account (balance bigint)").update();
            database.sql("insert into account values (0)").update();
        }

        long balance() {
            return database.sql("select balance from account").query(Long.class).single();
        }

        void set(long balance) {
            database.sql("update account set balance = ?").param(balance).update();
        }

        void add(long amount) {
            set(balance() + amount);
        }
    }

    /** Work on the account. */
    static class Bank {

        private final Account account;
        private final PlatformTransactionManager transactions;

        Bank(Account account, PlatformTransactionManager transactions) {
            this.account = account;
            this.transactions = transactions;
        }

        @Locked(name = "account", timeToLive = "1m", maxWait = "120s")
        @Transactional
        public void deposit() {
            account.add(1);
        }

        @Locked(name = "account", timeToLive = "1m", maxWait = "120s")
        public void depositInCallersTransaction() {
            account.add(1);
        }

        @Locked(name = "account", timeToLive = "1m")
        public void fail() {
            throw new IllegalStateException("thrown on purpose by a test");
        }

        @Locked(name = "account", timeToLive = "1s", renewAutomatically = false)
        public Lease depositWithoutRenewal(@Nullable Lease lease) {
            account.add(1);
            return Objects.requireNonNull(lease);
        }

        void inTransaction(Runnable work) {
            inTransaction(status -> work.run());
        }

        void inTransaction(Consumer<TransactionStatus> work) {
            new TransactionTemplate(transactions).executeWithoutResult(work);
        }

        void inSnapshot(Runnable work) {
            TransactionTemplate snapshot = new TransactionTemplate(transactions);
            snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
            snapshot.executeWithoutResult(status -> work.run());
        }
    }
}
