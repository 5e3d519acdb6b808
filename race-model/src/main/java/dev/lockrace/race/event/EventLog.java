package dev.lockrace.race.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The recorded events of one run. All times are read from the database's clock.
 *
 * @param run the run
 * @param attempts the attempts of this run, and those of other runs that acquired the same lock in the meantime, in the
 *     order in which they began
 * @param invoices the invoices of this run, and those of other runs of the same lock that were committed before one of
 *     them with a greater token, in the order in which they were committed
 */
public record EventLog(Run run, List<Attempt> attempts, List<Invoice> invoices) {

    /**
     * One call of {@code /hello}.
     *
     * @param tasksConfirmed the number of tasks that the broker confirmed; null while they are being published
     * @param unconfirmedTasks the numbers of the tasks that the broker did not confirm and that may still arrive
     */
    public record Run(
            UUID id,
            String lockName,
            String backend,
            boolean fencing,
            Duration hold,
            Duration timeToLive,
            int tasksRequested,
            @Nullable Integer tasksConfirmed,
            List<Integer> unconfirmedTasks,
            Instant createdAt) {}

    /**
     * One worker's attempt at a task.
     *
     * @param timeToLive the time to live of the requested lease
     * @param requestedAt the time before the worker requested the lock; after a wait, before its last request
     * @param lastRequestedAt a time no later than the last recorded request for the lease, an acquisition or a renewal;
     *     null if that is {@code requestedAt}
     * @param acquiredAt the time after the grant; null if there was none
     * @param releasedAt the time before the release; null if there was none
     * @param outcome null while the attempt is in progress
     * @param token the fencing token; null if the backend offers none
     * @param workDone whether the work under the lock was completed and its effect was not rejected
     * @param reason the reason for the outcome, if there is one
     */
    public record Attempt(
            UUID runId,
            int taskNumber,
            String worker,
            Duration timeToLive,
            Instant requestedAt,
            @Nullable Instant lastRequestedAt,
            @Nullable Instant acquiredAt,
            @Nullable Instant releasedAt,
            @Nullable AttemptOutcome outcome,
            @Nullable Long token,
            boolean workDone,
            @Nullable String reason) {

        /** Returns the earliest time at which the lease, if one was granted, can have expired. */
        public Instant leaseEnd() {
            return (lastRequestedAt == null ? requestedAt : lastRequestedAt).plus(timeToLive);
        }

        /** Returns whether the worker acquired a lease and released it only after it had expired. */
        public boolean outlivedItsLease() {
            return acquiredAt != null && releasedAt != null && releasedAt.isAfter(leaseEnd());
        }

        /** Returns whether this is an attempt of the given run. */
        public boolean isOf(Run run) {
            return runId.equals(run.id());
        }
    }

    /**
     * An invoice that a task created.
     *
     * @param token the fencing token of the lease under which it was created; null if the backend offers none
     */
    public record Invoice(
            UUID runId,
            int taskNumber,
            String title,
            String worker,
            @Nullable Long token,
            Instant createdAt) {

        /** Returns whether this is an invoice of the given run. */
        public boolean isOf(Run run) {
            return runId.equals(run.id());
        }
    }
}
