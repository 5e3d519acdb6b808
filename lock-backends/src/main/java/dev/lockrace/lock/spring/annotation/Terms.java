package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The durations of a {@link Locked} method. */
record Terms(
        Duration timeToLive,
        Duration maxWait,
        Duration minHold,
        @Nullable Duration maxHold) {

    /**
     * @throws IllegalLockRequestException if a duration is outside the limits
     */
    void check(Guarantees limits) {
        if (timeToLive.compareTo(limits.minTimeToLive()) < 0 || timeToLive.compareTo(limits.maxTimeToLive()) > 0) {
            throw new IllegalLockRequestException("The time to live must be %s to %s, was: %s"
                    .formatted(limits.minTimeToLive(), limits.maxTimeToLive(), timeToLive));
        }
        if (maxWait.isNegative()) {
            throw new IllegalLockRequestException("The maximum wait must not be negative, was: " + maxWait);
        }
        var unused = request("name");
    }

    LockRequest request(String name) {
        LockRequest request = LockRequest.of(name).timeToLive(timeToLive).minHold(minHold);
        return maxHold == null ? request : request.maxHold(maxHold);
    }
}
