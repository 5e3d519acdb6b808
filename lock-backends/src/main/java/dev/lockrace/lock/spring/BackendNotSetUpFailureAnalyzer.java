package dev.lockrace.lock.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the problem and its remedy instead of a stack trace. */
final class BackendNotSetUpFailureAnalyzer extends AbstractFailureAnalyzer<BackendNotSetUpException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BackendNotSetUpException cause) {
        return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
    }
}
