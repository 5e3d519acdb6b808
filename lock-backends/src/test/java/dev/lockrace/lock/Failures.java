package dev.lockrace.lock;

import java.util.function.Function;

/** Answers of a failing store. */
final class Failures {

    private Failures() {}

    static <A, B> Function<A, B> storeDown() {
        return request -> {
            throw new LockStoreException("the store is down", null);
        };
    }

    static <A, B> Function<A, B> answerLost() {
        return request -> {
            throw new UnknownOutcomeException("the answer was lost", null);
        };
    }
}
