package dev.lockrace.lock;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * A backend's side of one granted lease. Its calls act on this grant alone, never on a successor's (clause L3), and
 * fail as {@link LockBackend} says.
 */
public interface Grant {

    /** The fencing token, bound to this grant; empty when the backend offers none. */
    OptionalLong token();

    /**
     * Makes the lease last for {@code timeToLive} from now.
     *
     * @return false when the lease had ended: then nothing was changed (clause L7: it is never revived)
     */
    boolean renew(Duration timeToLive, Duration timeout);

    /**
     * Frees the lock.
     *
     * @return false when the lease had ended before: then nothing was changed
     */
    boolean release(Duration timeout);
}
