package dev.lockrace.lock.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.lock.FakeBackend;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What the check of {@link Locked} methods at start-up rejects, and what Spring Boot prints then. */
class LockedStartTest {

    private final ApplicationContextRunner runner = LockedContexts.local();

    private <T> void assertFailure(Class<T> type, String problem, String remedy) {
        assertFailure(runner.withBean("job", type), type, problem, remedy);
    }

    private static void assertFailure(ApplicationContextRunner runner, Class<?> type, String problem, String remedy) {
        runner.run(context -> {
            Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "the start did not fail");
            FailureAnalysis analysis = Objects.requireNonNull(
                    new InvalidLockedMethodFailureAnalyzer().analyze(failure), () -> "no analysis of " + failure);
            assertThat(analysis.getDescription())
                    .isEqualTo("@Locked method "
                            + problem.replace("{bean}", "of bean 'job' (%s)".formatted(type.getName())));
            assertThat(analysis.getAction()).isEqualTo(remedy);
            assertThat(failure).hasMessage(analysis.getDescription() + " " + analysis.getAction());
        });
    }

    @Test
    void spring_boot_finds_the_failure_analyzer() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(InvalidLockedMethodFailureAnalyzer.class);
    }

    @SuppressWarnings("UnusedMethod")
    static class PrivateMethod {
        @Locked(name = "job", timeToLive = "1m")
        private void run() {}
    }

    static class FinalMethod {
        @Locked(name = "job", timeToLive = "1m")
        final void run() {}
    }

    static class StaticMethod {
        @Locked(name = "job", timeToLive = "1m")
        static void run() {}
    }

    @Test
    void a_method_whose_calls_cannot_be_intercepted_is_rejected() {
        String remedy = "Remove the modifier, or use a LockClient instead.";
        assertFailure(PrivateMethod.class, "run() {bean} is private, so its calls cannot be intercepted.", remedy);
        assertFailure(FinalMethod.class, "run() {bean} is final, so its calls cannot be intercepted.", remedy);
        assertFailure(StaticMethod.class, "run() {bean} is static, so its calls cannot be intercepted.", remedy);
    }

    static class Future {
        @Locked(name = "job", timeToLive = "1m")
        CompletionStage<String> run() {
            return CompletableFuture.completedStage("");
        }
    }

    @Test
    void a_method_whose_work_outlasts_its_call_is_rejected() {
        assertFailure(
                Future.class,
                "run() {bean} returns a CompletionStage, so the lock would be released before its work has ended.",
                "Return the result itself, or acquire the lock where the work runs.");
    }

    static class NoName {
        @Locked(timeToLive = "1m")
        void run() {}
    }

    static class Unparsable {
        @Locked(name = "job:#{#id +}", timeToLive = "1m")
        void run(long id) {}
    }

    static class UnknownVariable {
        @Locked(name = "job:#{#id.toString() + #p0 + {1}.?[#this > #p2]}", timeToLive = "1m")
        void run(long number, Lease lease) {}
    }

    static class BareVariable {
        @Locked(name = "job:#id", timeToLive = "1m")
        void run(long id) {}
    }

    static class LongName {
        @Locked(name = "${long-name}", timeToLive = "1m")
        void run() {}
    }

    @Test
    void a_lock_name_that_cannot_be_evaluated_is_rejected() {
        assertFailure(
                NoName.class,
                "run() {bean} has no lock name.",
                "Set the name, such as @Locked(name = \"invoice:#{#id}\", …).");
        runner.withBean("job", Unparsable.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith(
                                "@Locked method run(long) of bean 'job' (%s) has a lock name that does not"
                                                .formatted(Unparsable.class.getName())
                                        + " parse: job:#{#id +} (")
                        .hasMessageEndingWith("Write expressions as #{…}, such as invoice:#{#id}."));
        assertFailure(
                UnknownVariable.class,
                "run(long, Lease) {bean} has a lock name with an unknown variable #id, #p2: job:#{#id.toString() + #p0 +"
                        + " {1}.?[#this > #p2]}.",
                "Use one of #root, #p0 and so on, #number, #lease. If a parameter is missing here, compile with"
                        + " -parameters.");
        assertFailure(
                BareVariable.class,
                "run(long) {bean} has the literal lock name job:#id, which contains the variable #id.",
                "Write the variable as the expression #{#id}.");
        runner.withBean("job", LongName.class)
                .withPropertyValues("long-name=" + "x".repeat(1_025))
                .run(context -> assertThat(context).getFailure().hasMessageContaining("1024"));
    }

    static class UnknownProperty {
        @Locked(name = "job", timeToLive = "${job.ttl}")
        void run() {}
    }

    static class NoUnit {
        @Locked(name = "job", timeToLive = "15")
        void run() {}
    }

    static class NoDuration {
        @Locked(name = "job", timeToLive = "1m", maxWait = "soon")
        void run() {}
    }

    static class TooShort {
        @Locked(name = "job", timeToLive = "0s")
        void run() {}
    }

    static class TooLongMinimum {
        @Locked(name = "job", timeToLive = "1m", minHold = "61s")
        void run() {}
    }

    static class MaxHoldWithoutRenewal {
        @Locked(name = "job", timeToLive = "1m", maxHold = "10m", renewAutomatically = false)
        void run() {}
    }

    @Test
    void a_duration_that_is_invalid_is_rejected_with_its_value() {
        String remedy = "Set a number with a unit, such as 500ms, 15s or 10m.";
        assertFailure(
                UnknownProperty.class,
                "run() {bean} has an unknown property in timeToLive: ${job.ttl}.",
                "Set the property, or give it a default, such as ${job.time-to-live:15s}.");
        assertFailure(NoUnit.class, "run() {bean} has an invalid timeToLive '15'.", remedy);
        assertFailure(NoDuration.class, "run() {bean} has an invalid maxWait 'soon'.", remedy);
        runner.withBean("job", TooShort.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("has an invalid duration for backend 'local'. The time to live must be")
                        .hasMessageEndingWith("was: PT0S"));
        runner.withBean("job", TooLongMinimum.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining(
                                "the minimum hold must be zero to the time to live of PT1M, was: PT1M1S"));
        assertFailure(
                MaxHoldWithoutRenewal.class,
                "run() {bean} has a maxHold although its lease is not renewed.",
                "Remove maxHold or renewAutomatically = false.");
    }

    static class UnknownBackend {
        @Locked(name = "job", timeToLive = "1m", backend = "redis")
        void run() {}
    }

    static class UnknownClient {
        @Locked(name = "job", timeToLive = "1m", client = "mine")
        void run() {}
    }

    static class BackendAndClient {
        @Locked(name = "job", timeToLive = "1m", client = "lockClient", backend = "local")
        void run() {}
    }

    static class Fenced {
        @Locked(name = "job", timeToLive = "1m", requireFencing = true)
        void run() {}
    }

    static class Plain {
        @Locked(name = "job", timeToLive = "1m")
        void run() {}
    }

    @Test
    void a_client_that_does_not_exist_or_has_no_tokens_is_rejected() {
        assertFailure(
                UnknownBackend.class,
                "run() {bean} names backend 'redis', which is not set up.",
                "Add it to lockrace.lock.additional-backends, or name another one. (Unknown lock backend 'redis';"
                        + " configured backends: local)");
        assertFailure(
                UnknownClient.class,
                "run() {bean} names client 'mine', but there is no such LockClient bean.",
                "Use one of: lockClient.");
        assertFailure(BackendAndClient.class, "run() {bean} has a backend and a client.", "Remove one of them.");
        assertFailure(
                Fenced.class,
                "run() {bean} requires fencing tokens, which backend 'local' does not have.",
                "Select a backend with tokens, such as database or redis, or remove requireFencing.");
        assertFailure(
                runner.withBean("a", LockClient.class, () -> LockClient.of(new FakeBackend("a")))
                        .withBean("b", LockClient.class, () -> LockClient.of(new FakeBackend("b")))
                        .withBean("job", Plain.class),
                Plain.class,
                "run() {bean} names no client, but the application has 2 LockClient beans, of which none is primary.",
                "Set client to the name of one of them, or mark one as @Primary.");
    }

    static class SkippedPrimitive {
        @Locked(name = "job", timeToLive = "1m", onContention = OnContention.SKIP)
        boolean run() {
            return true;
        }
    }

    static class MissingFallback {
        @Locked(name = "job", timeToLive = "1m", fallback = "other")
        void run(Lease lease, int value) {}

        void other(Lease lease, int value) {}
    }

    static class FallbackOfOtherType {
        @Locked(name = "job", timeToLive = "1m", fallback = "other")
        @Nullable
        String run() {
            return null;
        }

        void other() {}
    }

    static class FallbackThatThrows {
        @Locked(name = "job", timeToLive = "1m", fallback = "other")
        void run() {}

        void other() throws IOException {
            throw new IOException("thrown on purpose by a test");
        }
    }

    static class FallbackAndSkip {
        @Locked(name = "job", timeToLive = "1m", fallback = "other", onContention = OnContention.SKIP)
        void run() {}

        void other() {}
    }

    static class TwoLeases {
        @Locked(name = "job", timeToLive = "1m")
        void run(Lease one, Lease two) {}
    }

    @Test
    void a_method_that_cannot_be_skipped_or_replaced_is_rejected() {
        assertFailure(
                SkippedPrimitive.class,
                "run() {bean} has onContention = SKIP and returns the primitive type boolean, which has no value for a"
                        + " call that was skipped.",
                "Return an Optional, set onContention = THROW, or name a fallback.");
        assertFailure(
                MissingFallback.class,
                "run(Lease, int) {bean} has no fallback other(int) in its class.",
                "Declare it with these parameters: those of the method, without the lease.");
        assertFailure(
                FallbackOfOtherType.class,
                "run() {bean} has a fallback other() that returns void instead of String.",
                "Change the result of the fallback.");
        assertFailure(
                FallbackThatThrows.class,
                "run() {bean} does not declare IOException, which its fallback other() throws.",
                "Declare the exception, or handle it in the fallback.");
        assertFailure(
                FallbackAndSkip.class, "run() {bean} has a fallback and onContention = SKIP.", "Remove one of them.");
        assertFailure(TwoLeases.class, "run(Lease, Lease) {bean} has 2 parameters of type Lease.", "Keep one of them.");
    }

    interface Job {
        void other();
    }

    static class BehindInterface implements Job {
        @Locked(name = "job", timeToLive = "1m")
        public void run() {}

        @Override
        public void other() {}
    }

    @Configuration(proxyBeanMethods = false)
    static class CreatedTooEarly {

        @Bean
        static Plain job() {
            return new Plain();
        }

        @Bean
        static NeedsJob processor(Plain job) {
            return new NeedsJob(job);
        }
    }

    /** Created before the proxies of other beans can be. */
    record NeedsJob(Plain job) implements BeanPostProcessor, org.springframework.core.PriorityOrdered {
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }

    static final class FinalClass {
        @Locked(name = "job", timeToLive = "1m")
        void run() {}
    }

    @Test
    void a_bean_without_a_proxy_is_rejected() {
        assertFailure(
                LockedContexts.withInterfaceProxies().withBean("job", BehindInterface.class),
                BehindInterface.class,
                "run() {bean} is not intercepted, since the proxy of the bean has only the methods of its interfaces.",
                "Declare the method in an interface, or set spring.aop.proxy-target-class to true.");
        assertFailure(
                runner.withUserConfiguration(CreatedTooEarly.class),
                Plain.class,
                "run() {bean} is not intercepted, since the bean has no proxy.",
                "Look in the log for 'is not eligible for getting processed by all BeanPostProcessors', and create the bean"
                        + " later: its class must not be needed by a BeanPostProcessor.");
        runner.withBean("job", FinalClass.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("'job'")
                        .rootCause()
                        .hasMessageContaining("final class"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        static Plain job() {
            return new Plain();
        }
    }

    @Test
    void beans_of_other_scopes_and_mocks_start() {
        runner.withUserConfiguration(Scoped.class)
                .run(context -> context.getBean(Plain.class).run());
        runner.withInitializer(context -> context.getBeanFactory().registerSingleton("job", Mockito.mock(Plain.class)))
                .run(context -> context.getBean(Plain.class).run());
    }
}
