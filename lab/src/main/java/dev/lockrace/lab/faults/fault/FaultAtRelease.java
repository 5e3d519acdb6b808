package dev.lockrace.lab.faults.fault;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A fault that begins just before the holder releases the lock, and before the first renewal. */
abstract class FaultAtRelease extends Fault {

    static final Duration JUST_BEFORE_RELEASE = Duration.ofMillis(2_900);

    /** Long enough for a request sent just before the release to time out, and for the next one to be granted. */
    static final Duration LOSS_DURATION = Duration.ofSeconds(5);

    FaultAtRelease(String id, String description, Expectations expectations) {
        super(id, description, expectations);
    }

    /** A renewal with an unknown outcome would have to be resolved before the release. */
    @Override
    public final Duration hold() {
        return Duration.ofSeconds(3);
    }

    /** Closes all connections, with the bytes that are held, and lets new ones pass. */
    static void replaceConnections(List<Network> networks) {
        networks.forEach(network -> network.mode(Mode.DISCONNECT));
        networks.forEach(network -> network.mode(Mode.FORWARD));
    }

    /** Returns whether the outcome of a request to acquire after the release is unknown. */
    static boolean lostResponse(EventLog events, Instant released) {
        return events.attempts().stream()
                .anyMatch(attempt -> attempt.outcome() == AttemptOutcome.UNKNOWN
                        && attempt.requestedAt().isAfter(released));
    }

    /** Returns the time of the first grant after the release. */
    static Optional<Instant> nextGrant(EventLog events, Instant released) {
        return events.attempts().stream()
                .flatMap(attempt -> Stream.ofNullable(attempt.acquiredAt()))
                .filter(released::isBefore)
                .min(Comparator.naturalOrder());
    }
}
