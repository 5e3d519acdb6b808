package dev.lockrace.lock.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** Assertions on what Spring Boot prints when the start fails. */
final class SetupFailures {

    private SetupFailures() {}

    static void assertFailure(AssertableApplicationContext context, String description, String action) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure(), "the start did not fail");
        FailureAnalysis analysis = Objects.requireNonNull(
                new BackendNotSetUpFailureAnalyzer().analyze(failure), () -> "no analysis of " + failure);
        assertThat(analysis.getDescription()).isEqualTo(description);
        assertThat(analysis.getAction()).isEqualTo(action);
        assertThat(analysis.getCause()).hasMessage(description + " " + action);
    }
}
