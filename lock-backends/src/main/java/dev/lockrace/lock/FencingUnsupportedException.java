package dev.lockrace.lock;

/** A fencing token was asked for on a backend that can't promise one for ever (clause L4). */
public final class FencingUnsupportedException extends LockException {

    public FencingUnsupportedException(String backend) {
        super(
                "Backend '%s' offers no fencing token: it can't promise that tokens grow across its restarts; use a backend whose guarantees say fencing, such as database"
                        .formatted(backend),
                null);
    }
}
