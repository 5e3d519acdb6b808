package dev.lockrace.lock;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A lease as granted by a backend. Its operations act on this grant only, never on a successor (clause L3), and fail as
 * {@link LockBackend} specifies.
 */
public interface Grant {

    /** Returns the fencing token that is bound to this grant, or empty if the backend offers none. */
    OptionalLong token();

    /**
     * Ends the lease {@code timeToLive} from now, later or earlier than before. A release before the end of a minimum hold
     * shortens the lease in this way (clause L13).
     *
     * @return false if the lease had already ended; an ended lease is never revived (clause L7)
     */
    boolean renew(Duration timeToLive, Duration timeout);

    /**
     * Releases the lock.
     *
     * @return false if the lease had already ended; nothing was changed
     */
    boolean release(Duration timeout);
}
