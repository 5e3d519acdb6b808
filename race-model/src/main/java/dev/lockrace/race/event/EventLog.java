package dev.lockrace.race.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded of one run. All moments are the database's clock.
 *
 * @param attempts those of this run, and those of other runs of the same lock name that acquired meanwhile, in the order
 *     in which they were begun
 * @param invoices those of this run, and those of other runs of the same lock name that were there before one of them
 *     and have a greater token, in the order in which they were committed
 */
public record EventLog(Run run, List<Attempt> attempts, List<Invoice> invoices) {

    /**
     * One call of {@code /hello}.
     *
     * @param tasksConfirmed null while they are being published
     * @param unconfirmedTasks numbers of tasks that the broker did not confirm: they may still arrive
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
     * One worker's try at a task.
     *
     * @param timeToLive of the lease that it asked for
     * @param requestedAt before the lock was asked for: the last time, where it was waited for
     * @param lastRequestedAt no later than the last request for its lease that is on record, a renewal or the first;
     *     null when that is the first
     * @param acquiredAt after the grant; null when there was none
     * @param releasedAt before the release; null when there was none
     * @param outcome null while open
     * @param token null when the backend offers none
     * @param workDone whether the work under the lock was done to its end, and its effect not refused
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

        /** The earliest moment at which its lease, if it got one, can have ended by itself. */
        public Instant leaseEnd() {
            return (lastRequestedAt == null ? requestedAt : lastRequestedAt).plus(timeToLive);
        }

        /** Whether it got a lease, and worked on after that had ended. */
        public boolean outlivedItsLease() {
            return acquiredAt != null && releasedAt != null && releasedAt.isAfter(leaseEnd());
        }

        public boolean isOf(Run run) {
            return runId.equals(run.id());
        }
    }

    /**
     * What a task created.
     *
     * @param token of the lease under which it was written; null when the backend offers none
     */
    public record Invoice(
            UUID runId,
            int taskNumber,
            String title,
            String worker,
            @Nullable Long token,
            Instant createdAt) {

        public boolean isOf(Run run) {
            return runId.equals(run.id());
        }
    }
}
