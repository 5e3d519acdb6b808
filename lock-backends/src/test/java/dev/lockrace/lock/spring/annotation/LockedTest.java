package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockObserver;
import dev.lockrace.lock.local.LocalLockBackend;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.annotation.AliasFor;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** Calls of {@link Locked} methods, on the backend {@code local}. */
class LockedTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ApplicationContextRunner runner = LockedContexts.local()
            .withPropertyValues("test.ttl=1m", "test.name=from-property")
            .withBean("tenant", String.class, () -> "acme")
            .withBean("jobs", Jobs.class);

    private void run(JobsConsumer test) {
        runner.run(context -> test.accept(context.getBean(Jobs.class), context));
    }

    private interface JobsConsumer {
        void accept(Jobs jobs, AssertableApplicationContext context) throws Throwable;
    }

    @Test
    void the_method_runs_under_a_lease_that_is_released_afterwards() {
        run((jobs, context) -> {
            jobs.literal(null);
            assertThat(jobs.lease().mayBeHeld()).isFalse();
            assertThat(jobs.lease().isLost()).isFalse();
            assertThat(jobs.heldDuringRun()).isTrue();
            assertThat(Contender.isFree(context.getBean(LockClient.class), "literal"))
                    .isTrue();
        });
    }

    @Test
    void the_name_is_text_with_expressions() {
        run((jobs, context) -> {
            assertThat(name(jobs, () -> jobs.literal(null))).isEqualTo("literal");
            assertThat(name(jobs, () -> jobs.byName(new Order(7, "x"), null))).isEqualTo("order:7:x");
            assertThat(name(jobs, () -> jobs.byIndex(42L, null))).isEqualTo("42");
            assertThat(name(jobs, () -> jobs.byRoot(42L, null))).isEqualTo("byRoot/Jobs/42/jobs-target");
            assertThat(name(jobs, () -> jobs.byBean(null))).isEqualTo("acme-jobs");
            assertThat(name(jobs, () -> jobs.byProperty(null))).isEqualTo("job:from-property");
        });
    }

    private static String name(Jobs jobs, Runnable call) {
        call.run();
        return jobs.lease().name().value();
    }

    @Test
    void an_expression_without_a_value_fails_the_call() {
        run((jobs, context) -> {
            assertThatThrownBy(() -> jobs.byName(new Order(7, null), null))
                    .isInstanceOf(IllegalLockRequestException.class)
                    .hasMessage("The lock name of method byName(Order, Lease) of %s has no value: expression"
                                    .formatted(Jobs.class.getName())
                            + " '#order.customer' failed: it is null");
            assertThatThrownBy(() -> jobs.byName(null, null))
                    .isInstanceOf(IllegalLockRequestException.class)
                    .hasMessageContaining("'#order.id' failed")
                    .hasCauseInstanceOf(org.springframework.expression.EvaluationException.class);
            assertThat(jobs.runs()).isZero();
        });
    }

    @Test
    void a_contended_call_throws_by_default() {
        run((jobs, context) -> {
            try (Lease other = Contender.acquire(context, "literal")) {
                assertThatThrownBy(() -> jobs.literal(null))
                        .isInstanceOf(LockNotAcquiredException.class)
                        .hasMessage(
                                ("LockRequest[literal, time to live PT1M] is held by another client of backend 'local',"
                                                + " so @Locked method literal(Lease) of bean 'jobs' (%s) did not run.")
                                        .formatted(Jobs.class.getName()));
                assertThat(other.mayBeHeld()).isTrue();
            }
            assertThat(jobs.runs()).isZero();
        });
    }

    @Test
    void a_contended_call_is_skipped_on_request() {
        run((jobs, context) -> {
            try (Lease other = Contender.acquire(context, "skip")) {
                jobs.skip();
                assertThat(jobs.skipValue()).isNull();
                assertThat(jobs.skipOptional()).isEmpty();
                assertThat(other.mayBeHeld()).isTrue();
            }
            assertThat(jobs.runs()).isZero();
            assertThat(jobs.skipValue()).isEqualTo("value");
            assertThat(jobs.skipOptional()).contains("value");
        });
    }

    @Test
    void a_contended_call_runs_the_fallback_with_its_arguments_without_the_lease() {
        run((jobs, context) -> {
            assertThat(jobs.withFallback(null, 5)).isEqualTo(5);
            try (Lease other = Contender.acquire(context, "fallback")) {
                assertThat(jobs.withFallback(null, 5)).isEqualTo(-5);
                assertThatThrownBy(() -> jobs.withFallback(null, 0))
                        .isInstanceOf(IOException.class)
                        .hasMessage("zero");
                assertThat(other.mayBeHeld()).isTrue();
            }
        });
    }

    @Test
    void a_call_waits_for_the_lock() {
        run((jobs, context) -> {
            Lease other = Contender.acquire(context, "wait");
            CompletableFuture<Void> call =
                    CompletableFuture.runAsync(() -> jobs.waiting(null), task -> new Thread(task, "waiting").start());
            assertThat(call).isNotDone();
            other.close();
            assertThat(call).succeedsWithin(LIMIT);
            assertThat(jobs.runs()).isEqualTo(1);
        });
    }

    @Test
    void an_interrupted_wait_runs_nothing_and_keeps_the_interrupt() {
        run((jobs, context) -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> jobs.waiting(null))
                    .isInstanceOf(LockNotAcquiredException.class)
                    .hasMessageContaining("The thread was interrupted while it waited for LockRequest[wait, ")
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(jobs.runs()).isZero();
        });
    }

    @Test
    void results_and_exceptions_of_the_method_reach_the_caller() {
        run((jobs, context) -> {
            assertThat(jobs.returning("value")).isEqualTo("value");
            assertThat(jobs.returning(null)).isNull();
            assertThatThrownBy(() -> jobs.failing(new IOException("disk full")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full")
                    .hasNoSuppressedExceptions();
            assertThatThrownBy(() -> jobs.failing(new InterruptedException("own")))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("own");
            assertThat(Thread.interrupted()).isFalse();
            assertThatThrownBy(() -> jobs.failing(new AssertionError("defect"))).isInstanceOf(AssertionError.class);
            assertThat(Contender.isFree(context.getBean(LockClient.class), "result"))
                    .isTrue();
        });
    }

    @Test
    void the_lease_is_renewed_while_the_method_runs_unless_this_is_switched_off() {
        run((jobs, context) -> {
            jobs.renewed(Duration.ofMillis(1_500));
            assertThat(jobs.runs()).isEqualTo(1);
            assertThatThrownBy(() -> jobs.notRenewed(Duration.ofMillis(1_500)))
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("the lease was lost before the work ended");
            assertThat(jobs.runs()).isEqualTo(2);
        });
    }

    @Test
    void a_loss_interrupts_the_method_on_request_and_leaves_no_interrupt_behind() {
        run((jobs, context) -> {
            assertThatThrownBy(jobs::interrupted)
                    .isInstanceOf(LeaseLostException.class)
                    .hasMessageContaining("Lock 'interrupted'");
            assertThat(jobs.interruptedAtLoss()).isTrue();
            assertThat(Thread.interrupted()).isFalse();
        });
    }

    @Test
    void the_minimum_hold_keeps_the_lock_contended_after_the_call() {
        run((jobs, context) -> {
            jobs.minHold();
            assertThat(Contender.isFree(context.getBean(LockClient.class), "min-hold"))
                    .isFalse();
        });
    }

    @Test
    void an_annotation_of_the_application_can_contain_the_settings() {
        run((jobs, context) -> {
            jobs.composed();
            try (Lease other = Contender.acquire(context, "composed")) {
                jobs.composed();
                assertThat(other.mayBeHeld()).isTrue();
            }
            assertThat(jobs.runs()).isEqualTo(1);
        });
    }

    @Test
    void the_lock_is_held_on_the_thread_of_an_asynchronous_method() {
        runner.withUserConfiguration(AsyncConfiguration.class).run(context -> {
            Jobs jobs = context.getBean(Jobs.class);
            assertThat(jobs.async(null)).succeedsWithin(LIMIT).isEqualTo("async true");
        });
    }

    @EnableAsync
    static class AsyncConfiguration {}

    @Test
    void another_backend_or_client_is_selected_by_name() {
        List<String> events = new ArrayList<>();
        LockClient own = LockClient.builder(new LocalLockBackend())
                .observer(new LockObserver() {
                    @Override
                    public void acquireCompleted(String backend, Outcome outcome, Duration took) {
                        events.add(backend + " " + outcome);
                    }
                })
                .build();
        runner.withBean("own", LockClient.class, () -> own)
                .withBean(OtherClients.class)
                .withPropertyValues("lockrace.lock.additional-backends=local")
                .run(context -> {
                    OtherClients jobs = context.getBean(OtherClients.class);
                    assertThat(jobs.backend(null)).isTrue();
                    assertThat(events).isEmpty();
                    assertThat(jobs.client(null)).isTrue();
                    assertThat(events).containsExactly("local ACQUIRED");
                });
    }

    @Test
    void methods_are_locked_by_a_proxy_of_an_interface_and_without_spring_tx() {
        ApplicationContextRunner interfaces =
                LockedContexts.withInterfaceProxies().withBean(Job.class, JobBehindInterface::new);
        interfaces.run(LockedTest::runsBehindInterface);
        interfaces
                .withClassLoader(new FilteredClassLoader("org.springframework.transaction"))
                .run(LockedTest::runsBehindInterface);
    }

    private static void runsBehindInterface(AssertableApplicationContext context) {
        Job job = context.getBean(Job.class);
        assertThat(job).isNotInstanceOf(JobBehindInterface.class);
        assertThat(job.run(null)).isTrue();
    }

    record Order(long id, @Nullable String customer) {}

    @Retention(RetentionPolicy.RUNTIME)
    @Locked(timeToLive = "1m", onContention = OnContention.SKIP)
    @interface Job1m {
        @AliasFor(annotation = Locked.class, attribute = "name")
        String value();
    }

    public interface Job {
        boolean run(@Nullable Lease lease);
    }

    static class JobBehindInterface implements Job {

        @Override
        @Locked(name = "interface", timeToLive = "1m")
        public boolean run(@Nullable Lease lease) {
            return lease != null && lease.mayBeHeld();
        }
    }

    static class OtherClients {

        @Locked(name = "backend", timeToLive = "1m", backend = "local")
        boolean backend(@Nullable Lease lease) {
            return Objects.requireNonNull(lease).mayBeHeld();
        }

        @Locked(name = "client", timeToLive = "1m", client = "own")
        boolean client(@Nullable Lease lease) {
            return Objects.requireNonNull(lease).mayBeHeld();
        }
    }

    /** The annotated methods of most tests. */
    static class Jobs {

        private volatile @Nullable Lease lease;
        private volatile boolean heldDuringRun;
        private volatile boolean interruptedAtLoss;
        private final AtomicInteger runs = new AtomicInteger();

        Lease lease() {
            return Objects.requireNonNull(lease);
        }

        boolean heldDuringRun() {
            return heldDuringRun;
        }

        boolean interruptedAtLoss() {
            return interruptedAtLoss;
        }

        int runs() {
            return runs.get();
        }

        public String getLabel() {
            return "jobs-target";
        }

        private void ran(@Nullable Lease given) {
            lease = Objects.requireNonNull(given);
            heldDuringRun = given.mayBeHeld();
            runs.incrementAndGet();
        }

        @Locked(name = "literal", timeToLive = "1m")
        void literal(@Nullable Lease given) {
            ran(given);
        }

        @Locked(name = "order:#{#order.id}:#{#order.customer}", timeToLive = "${test.ttl}")
        void byName(@Nullable Order order, @Nullable Lease given) {
            ran(given);
        }

        @Locked(name = "#{#p0}", timeToLive = "PT1M")
        void byIndex(long id, @Nullable Lease given) {
            ran(given);
        }

        @Locked(
                name = "#{#root.method.name}/#{#root.targetClass.simpleName}/#{#root.args[0]}/#{#root.target.label}",
                timeToLive = "1m")
        void byRoot(long id, @Nullable Lease given) {
            ran(given);
        }

        @Locked(name = "#{@tenant}-jobs", timeToLive = "1m")
        void byBean(@Nullable Lease given) {
            ran(given);
        }

        @Locked(value = "job:${test.name}", timeToLive = "${test.other-ttl:1m}")
        public void byProperty(@Nullable Lease given) {
            ran(given);
        }

        @Locked(name = "skip", timeToLive = "1m", onContention = OnContention.SKIP)
        void skip() {
            runs.incrementAndGet();
        }

        @Locked(name = "skip", timeToLive = "1m", onContention = OnContention.SKIP)
        @Nullable
        String skipValue() {
            return "value";
        }

        @Locked(name = "skip", timeToLive = "1m", onContention = OnContention.SKIP)
        Optional<String> skipOptional() {
            return Optional.of("value");
        }

        @Locked(name = "fallback", timeToLive = "1m", fallback = "negative")
        long withFallback(@Nullable Lease given, int value) throws IOException {
            ran(given);
            return value;
        }

        @SuppressWarnings("UnusedMethod") // the fallback
        private long negative(int value) throws IOException {
            if (value == 0) {
                throw new IOException("zero");
            }
            return -value;
        }

        @Locked(name = "wait", timeToLive = "1m", maxWait = "30s")
        void waiting(@Nullable Lease given) {
            ran(given);
        }

        @Locked(name = "result", timeToLive = "1m")
        protected @Nullable String returning(@Nullable String value) {
            return value;
        }

        @Locked(name = "result", timeToLive = "1m")
        void failing(Throwable failure) throws IOException, InterruptedException {
            if (failure instanceof IOException e) {
                throw e;
            }
            if (failure instanceof InterruptedException e) {
                throw e;
            }
            throw (Error) failure;
        }

        @Locked(name = "renewed", timeToLive = "1s")
        void renewed(Duration duration) throws InterruptedException {
            runs.incrementAndGet();
            Thread.sleep(duration.toMillis());
        }

        @Locked(name = "not-renewed", timeToLive = "1s", renewAutomatically = false)
        void notRenewed(Duration duration) throws InterruptedException {
            runs.incrementAndGet();
            Thread.sleep(duration.toMillis());
        }

        @Locked(name = "interrupted", timeToLive = "200ms", renewAutomatically = false, interruptOnLoss = true)
        void interrupted() {
            try {
                new CountDownLatch(1).await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interruptedAtLoss = true;
                Thread.currentThread().interrupt();
            }
        }

        @Locked(name = "min-hold", timeToLive = "1m", minHold = "1m")
        void minHold() {
            runs.incrementAndGet();
        }

        @Job1m("composed")
        void composed() {
            runs.incrementAndGet();
        }

        @Async
        @Locked(name = "async", timeToLive = "1m")
        CompletableFuture<String> async(@Nullable Lease given) {
            return CompletableFuture.completedFuture(
                    "async " + Objects.requireNonNull(given).mayBeHeld());
        }
    }
}
