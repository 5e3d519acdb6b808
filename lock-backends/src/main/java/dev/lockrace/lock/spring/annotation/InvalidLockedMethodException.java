package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.LockException;
import org.jspecify.annotations.Nullable;

/** Thrown at start-up if a {@link Locked} method cannot run under its lock. */
final class InvalidLockedMethodException extends LockException {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    /**
     * @param problem a sentence that names the method and its bean
     */
    InvalidLockedMethodException(String problem, String remedy, @Nullable Throwable cause) {
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
