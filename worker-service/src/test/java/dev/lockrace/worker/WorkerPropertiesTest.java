package dev.lockrace.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockrace.race.task.RaceQueues;
import dev.lockrace.race.task.TaskMessage;
import dev.lockrace.worker.WorkerProperties.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WorkerPropertiesTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Setup.class)
            .withPropertyValues("lockrace.worker.name=worker");

    @Test
    void the_defaults_are_as_documented() {
        context.run(it -> assertThat(it.getBean(WorkerProperties.class))
                .isEqualTo(new WorkerProperties(
                        "worker",
                        Duration.ofSeconds(8),
                        new Retry(10, Duration.ofMillis(200), Duration.ofSeconds(5)))));
    }

    /** Otherwise the broker delivers the task to other workers, which wait until this one has ended. */
    @Test
    void the_broker_waits_for_the_longest_task_with_the_default_number_of_attempts() {
        context.run(it -> {
            Retry retry = it.getBean(WorkerProperties.class).retry();
            Duration waitForPredecessor = TaskMessage.MAX_HOLD.plus(TaskMessage.TIME_TO_LIVE_RANGE.max());
            Duration attempts = TaskMessage.MAX_HOLD.plus(retry.maxBackoff()).multipliedBy(retry.maxAttempts());

            assertThat(RaceQueues.ACKNOWLEDGEMENT_TIMEOUT).isGreaterThan(waitForPredecessor.plus(attempts));
            assertThat(retry.maxAttempts()).isEqualTo(RaceQueues.MAX_ATTEMPTS);
        });
    }

    @Test
    void every_property_is_mapped() {
        context.withPropertyValues(
                        "lockrace.worker.name=mine",
                        "lockrace.worker.shutdown-grace=1s",
                        "lockrace.worker.retry.max-attempts=3",
                        "lockrace.worker.retry.initial-backoff=10ms",
                        "lockrace.worker.retry.max-backoff=20ms")
                .run(it -> assertThat(it.getBean(WorkerProperties.class))
                        .isEqualTo(new WorkerProperties(
                                "mine",
                                Duration.ofSeconds(1),
                                new Retry(3, Duration.ofMillis(10), Duration.ofMillis(20)))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name=                  | lockrace.worker.name must not be blank, was: ''
                    shutdown-grace=-1s     | lockrace.worker.shutdown-grace must not be negative, was: PT-1S
                    retry.max-attempts=0   | lockrace.worker.retry.max-attempts must be at least 1, was: 0
                    retry.initial-backoff=0ms  | lockrace.worker.retry.initial-backoff must be at least 1ms and at most max-backoff, was: PT0S and PT5S
                    retry.initial-backoff=6s   | lockrace.worker.retry.initial-backoff must be at least 1ms and at most max-backoff, was: PT6S and PT5S
                    """)
    void an_invalid_value_is_rejected_with_the_value_in_the_message(String setting, String message) {
        context.withPropertyValues("lockrace.worker." + setting)
                .run(it -> assertThat(it).getFailure().hasStackTraceContaining(message));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WorkerProperties.class)
    static class Setup {}
}
