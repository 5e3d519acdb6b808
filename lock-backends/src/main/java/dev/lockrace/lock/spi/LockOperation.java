package dev.lockrace.lock.spi;

import dev.lockrace.lock.ClientBusyException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import dev.lockrace.lock.UnknownOutcomeException;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a lock in a store, from which the exceptions of clause L5 are created.
 *
 * @param backend name of the backend
 * @param verb the operation as an infinitive, such as "acquire"
 */
public record LockOperation(String backend, String verb, LockName name) {

    /**
     * Creates the exception for an operation that the store certainly did not execute.
     *
     * @param reason the cause, followed by the remedy if there is one
     */
    public LockStoreException failed(String reason, @Nullable Throwable cause) {
        return new LockStoreException(
                "Could not %s lock '%s' on backend '%s': %s".formatted(verb, name, backend, reason), cause);
    }

    /** Creates the exception for an operation that was not sent, because no connection was free in time. */
    public ClientBusyException notSent(String reason, @Nullable Throwable cause) {
        return new ClientBusyException(
                "Could not %s lock '%s' on backend '%s': %s".formatted(verb, name, backend, reason), cause);
    }

    /** Creates the exception for an operation that the store may have executed, or may still execute. */
    public UnknownOutcomeException unknownOutcome(String reason, @Nullable Throwable cause) {
        return new UnknownOutcomeException(
                ("Unknown whether backend '%s' executed the request to %s lock '%s' (%s). Any lease left behind expires"
                                + " after its time to live.")
                        .formatted(backend, verb, name, reason),
                cause);
    }
}
