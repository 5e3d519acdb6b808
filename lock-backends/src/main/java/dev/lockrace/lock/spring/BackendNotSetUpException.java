package dev.lockrace.lock.spring;

import dev.lockrace.lock.LockException;
import org.jspecify.annotations.Nullable;

/** Thrown at start-up if a selected backend has no server or no driver. */
final class BackendNotSetUpException extends LockException {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    BackendNotSetUpException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    BackendNotSetUpException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + " " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
