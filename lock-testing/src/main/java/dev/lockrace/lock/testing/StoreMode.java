package dev.lockrace.lock.testing;

/** How the store of {@link InMemoryLocks} answers requests. */
public enum StoreMode {
    /** Executes and answers all requests. */
    AVAILABLE,

    /** Executes no request: each fails with a {@link dev.lockrace.lock.LockStoreException}. */
    UNREACHABLE,

    /**
     * Executes all requests, but their answers are lost: each fails at once with an {@link
     * dev.lockrace.lock.UnknownOutcomeException}.
     */
    SILENT
}
