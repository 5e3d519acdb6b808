package dev.lockrace.lock;

/** Thrown when a fencing token is requested from a backend that cannot guarantee increasing tokens (clause L4). */
public final class FencingUnsupportedException extends LockException {

    public FencingUnsupportedException(String backend) {
        super(
                ("Backend '%s' offers no fencing token: it cannot guarantee that tokens increase across its restarts."
                                + " Use a backend with fencing, such as database.")
                        .formatted(backend),
                null);
    }
}
