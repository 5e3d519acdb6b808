package dev.lockrace.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Several locks that are acquired together, all or none. They are acquired in the order of their names, so that two
 * clients never wait for each other, and with one deadline for all. A lease is renewed while others are awaited.
 */
final class LockGroup {

    private final List<LockRequest> requests;
    private final List<LockRequest> sorted;
    private final MonotonicClock clock;
    private final Duration requestTimeout;
    private final LockSource source;

    /**
     * @param requestTimeout maximum time to release one lease
     * @param source acquires one lock
     * @throws IllegalLockRequestException if there is no request, or a name occurs twice
     */
    LockGroup(List<LockRequest> requests, MonotonicClock clock, Duration requestTimeout, LockSource source) {
        this.requests = List.copyOf(requests);
        this.clock = clock;
        this.requestTimeout = requestTimeout;
        this.source = source;
        if (this.requests.isEmpty()) {
            throw new IllegalLockRequestException("At least one lock must be requested, was: none");
        }
        this.sorted = this.requests.stream()
                .sorted(Comparator.comparing(request -> request.name().value()))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).name().equals(sorted.get(i - 1).name())) {
                throw new IllegalLockRequestException(
                        "Each lock may be requested once, because a second lease on it is contended, was twice: '%s'"
                                .formatted(sorted.get(i).name()));
            }
        }
    }

    /**
     * Acquires all locks.
     *
     * @return the leases in the order in which they were acquired, or empty if one of the locks was contended
     * @throws InterruptedException if the thread is interrupted; no lease is left behind
     * @throws LockStoreException if a lease ended while the others were awaited
     */
    Optional<List<Lease>> acquire(Duration maxWait) throws InterruptedException {
        List<Lease> leases = new ArrayList<>();
        boolean complete = false;
        try {
            complete = acquire(maxWait, leases);
            return complete ? Optional.of(leases) : Optional.empty();
        } finally {
            if (!complete) {
                leases.forEach(lease -> lease.drop(requestTimeout));
            }
        }
    }

    private boolean acquire(Duration maxWait, List<Lease> leases) throws InterruptedException {
        long startedAt = clock.nanoTime();
        for (LockRequest request : sorted) {
            Duration left = maxWait.minusNanos(clock.nanoTime() - startedAt);
            if (left.isNegative() && !maxWait.isZero()) {
                return false;
            }
            Optional<Lease> lease = source.tryAcquire(request, left.isNegative() ? Duration.ZERO : left);
            if (lease.isEmpty()) {
                return false;
            }
            leases.add(lease.get().renewAutomatically());
        }
        leases.forEach(LockGroup::rejectLost);
        return true;
    }

    private static void rejectLost(Lease lease) {
        if (!lease.mayBeHeld()) {
            throw new LockStoreException(
                    ("Could not acquire lock '%s' on backend '%s' together with others: its lease ended while they were"
                                    + " awaited. Use a longer time to live or maximum hold, or a shorter wait.")
                            .formatted(lease.name(), lease.backend()),
                    null);
        }
    }

    /** Returns the leases in the order of the requests. */
    List<Lease> inOrderOfRequests(List<Lease> leases) {
        return requests.stream()
                .map(request -> leases.stream()
                        .filter(lease -> lease.name().equals(request.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** A source of leases. */
    interface LockSource {
        Optional<Lease> tryAcquire(LockRequest request, Duration maxWait) throws InterruptedException;
    }
}
