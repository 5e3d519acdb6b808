package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.ServerCapability;
import dev.lockrace.servers.postgres.ReadOnlySessions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** A failover of the event database during which both services connect to a read-only server. */
final class RecordDatabaseReadOnly extends Fault {

    private static final Duration HOLD = Duration.ofSeconds(2);

    /** After the holder has failed to write its invoice. */
    private static final Duration NEW_PRIMARY = Duration.ofSeconds(4);

    /** How long the services may take to replace their connections, with the pauses between their attempts. */
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(15);

    RecordDatabaseReadOnly() {
        super(
                "record-database-read-only",
                "The database of events and invoices becomes read-only while the lock is held. 4 s after the grant, new"
                        + " connections lead to a server that is not, and the open ones stay read-only.",
                Expectations.none()
                        .onShared(
                                LATE,
                                "the holder cannot write its invoice, the pools of both services drop the connections to the"
                                        + " read-only server, and the task is retried"));
    }

    @Override
    public Duration hold() {
        return HOLD;
    }

    @Override
    public Duration duration() {
        return NEW_PRIMARY.plusSeconds(3);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.READ_ONLY);
    }

    /** No attempt can be recorded before there is a new primary. */
    @Override
    public boolean preventsContention() {
        return true;
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        try (ReadOnlySessions failover =
                ReadOnlySessions.begin(context.servers().eventDatabase()).disconnectingNewSessions()) {
            Instant begin = context.eventNow();
            context.sleepUntilAfterGrant(NEW_PRIMARY);
            failover.endForNewSessions();
            context.awaitAttemptAfter(begin, RECOVERY_TIMEOUT);
            context.addContender(RECOVERY_TIMEOUT);
        }
    }
}
