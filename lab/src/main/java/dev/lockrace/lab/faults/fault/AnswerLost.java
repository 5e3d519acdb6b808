package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Loses the answers about the release and the next grant. */
final class AnswerLost extends Fault {

    private static final Duration SHORTLY_BEFORE_THE_RELEASE = Duration.ofMillis(2_900);

    /** Who asked just before the release waits in vain for its answer first; who asks then is granted the lock. */
    private static final Duration LENGTH = Duration.ofSeconds(5);

    /** So long that a grant which nobody knows of would show, if it were left to its end. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(12);

    AnswerLost() {
        super(
                "answer-lost",
                "The lock server does what it is asked, but its answers about the holder's release and the next grant"
                        + " are lost with their connections.",
                Expectations.none()
                        .onShared(
                                HELD,
                                "who does not know whether it was granted says so, and takes back a grant that nobody"
                                        + " knows of; the time to live is the backstop"));
    }

    /** Over before the first renewal, whose lost answer would have to be looked into before a release. */
    @Override
    public Duration hold() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    @Override
    public Duration length() {
        return SHORTLY_BEFORE_THE_RELEASE.plus(LENGTH);
    }

    @Override
    public void strike(Scene scene) throws InterruptedException {
        scene.pauseUntilAfterGrant(SHORTLY_BEFORE_THE_RELEASE);
        List<Network> networks = scene.lockNetworks();
        networks.forEach(network -> network.mode(Mode.HOLD_ANSWERS));
        scene.pause(LENGTH);
        networks.forEach(network -> network.mode(Mode.CUT));
        networks.forEach(network -> network.mode(Mode.PASS));
    }

    @Override
    public Optional<String> missed(EventLog events, EventLog.Attempt struck) {
        Instant released = struck.releasedAt();
        boolean met = events.attempts().stream()
                        .anyMatch(attempt -> attempt.outcome() == AttemptOutcome.UNKNOWN
                                && released != null
                                && attempt.requestedAt().isAfter(released))
                || delayed(events, struck).isPresent();
        return met ? Optional.empty() : Optional.of("no try for the lock lost its answer");
    }

    @Override
    public Optional<String> delayed(EventLog events, EventLog.Attempt struck) {
        Instant released = struck.releasedAt();
        return released == null
                ? Optional.empty()
                : events.attempts().stream()
                        .flatMap(attempt -> Stream.ofNullable(attempt.acquiredAt()))
                        .filter(released::isBefore)
                        .min(Comparator.naturalOrder())
                        .map(next -> Duration.between(released, next))
                        .filter(pause -> pause.compareTo(struck.timeToLive()) >= 0)
                        .map(pause -> "%s gave the lock back, and nobody got it for %.1f s: a grant that nobody knew of"
                                .formatted(struck.worker(), pause.toMillis() / 1000.0));
    }
}
