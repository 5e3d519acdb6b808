package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.event.EventLog.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** An outage of the lock server of ten seconds, which begins at a moment when the lock's state is open to a client. */
final class Outage extends FaultAtRelease {

    /** Longer than the outage and the time in which the clients must clear up. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private static final Duration OUTAGE = Duration.ofSeconds(10);

    /** How soon the lock must be free after the first answer of the server. */
    private static final Duration CLEARING_TIME = Duration.ofSeconds(10);

    /** The interval of contending tasks, which notice that the lock is free, and that of busy machines. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final boolean acquiring;
    private final Mode mode;

    private Outage(String id, String description, String reason, boolean acquiring, Mode mode) {
        super(id, description, Expectations.none().onShared(HELD, reason));
        this.acquiring = acquiring;
        this.mode = mode;
    }

    static Outage silentWhileAcquiring() {
        return whileAcquiring("outage-while-acquiring", Mode.STALL, "Then the lock server does not answer for 10 s.");
    }

    static Outage refusedWhileAcquiring() {
        return whileAcquiring(
                "outage-while-acquiring-refused",
                Mode.DISCONNECT,
                "Then the lock server refuses connections for 10 s.");
    }

    static Outage silentWhileReleasing() {
        return whileReleasing("outage-while-releasing", Mode.STALL, "The lock server does not answer for 10 s");
    }

    static Outage refusedWhileReleasing() {
        return whileReleasing(
                "outage-while-releasing-refused", Mode.DISCONNECT, "The lock server refuses connections for 10 s");
    }

    private static Outage whileAcquiring(String id, Mode mode, String outage) {
        return new Outage(
                id,
                "The response to a grant is lost. " + outage,
                "the client revokes the grant that no worker knows of as soon as the server answers again",
                true,
                mode);
    }

    private static Outage whileReleasing(String id, Mode mode, String outage) {
        return new Outage(
                id,
                outage + " from just before the holder releases the lock.",
                "the client repeats the release as soon as the server answers again",
                false,
                mode);
    }

    @Override
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    @Override
    public Duration contentionAfter() {
        return CLEARING_TIME.plus(TOLERANCE);
    }

    @Override
    public Duration duration() {
        return JUST_BEFORE_RELEASE.plus(OUTAGE).plus(acquiring ? LOSS_DURATION : Duration.ZERO);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        List<Network> networks = context.lockNetworks();
        context.sleepUntilAfterGrant(JUST_BEFORE_RELEASE);
        if (acquiring) {
            networks.forEach(network -> network.mode(Mode.HOLD_RESPONSES));
            context.sleep(LOSS_DURATION);
        }
        networks.forEach(network -> network.mode(mode));
        context.sleep(OUTAGE);
        replaceConnections(networks);
    }

    @Override
    public Optional<String> missed(EventLog events, Attempt affected) {
        Instant released = affected.releasedAt();
        if (released == null) {
            return Optional.empty();
        }
        if (acquiring && !lostResponse(events, released)) {
            return Optional.of("no acquisition lost its response");
        }
        return firstAnswer(events, released)
                .filter(answer -> Duration.between(released, answer).compareTo(OUTAGE.dividedBy(2)) < 0)
                .map(answer -> "the lock was released before the outage");
    }

    @Override
    public Optional<String> delayed(EventLog events, Attempt affected) {
        Instant released = affected.releasedAt();
        if (released == null) {
            return Optional.empty();
        }
        Optional<Instant> answer = firstAnswer(events, released);
        Optional<Instant> grant = nextGrant(events, released);
        if (answer.isEmpty() || grant.isEmpty()) {
            return Optional.of("no worker acquired the lock after the outage");
        }
        Duration delay = Duration.between(answer.get(), grant.get());
        return delay.compareTo(CLEARING_TIME.plus(TOLERANCE)) < 0
                ? Optional.empty()
                : Optional.of("%s released the lock, but it was blocked for %.1f s after the outage"
                        .formatted(affected.worker(), delay.toMillis() / 1000.0));
    }

    /** Returns when a worker sent the first request after the release that the server answered. */
    private static Optional<Instant> firstAnswer(EventLog events, Instant released) {
        return events.attempts().stream()
                .filter(attempt -> attempt.requestedAt().isAfter(released))
                .filter(attempt -> attempt.acquiredAt() != null || attempt.outcome() == AttemptOutcome.CONTENDED)
                .map(Attempt::requestedAt)
                .min(Comparator.naturalOrder());
    }
}
