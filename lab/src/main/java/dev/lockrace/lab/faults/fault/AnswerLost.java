package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.fault.Result.HELD;

import dev.lockrace.conformance.TcpProxy.Mode;
import dev.lockrace.lab.faults.scene.Network;
import dev.lockrace.lab.faults.scene.Scene;
import dev.lockrace.race.AttemptOutcome;
import dev.lockrace.race.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Loses the answers about the release and the next grant. */
final class AnswerLost extends Fault {

    private static final Duration SHORTLY_BEFORE_THE_RELEASE = Duration.ofMillis(3_500);
    private static final Duration LENGTH = Duration.ofMillis(2_500);

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
    public Optional<String> missed(Evidence evidence, Evidence.Attempt struck) {
        boolean met = evidence.attempts().stream().anyMatch(attempt -> attempt.outcome() == AttemptOutcome.UNKNOWN);
        return met ? Optional.empty() : Optional.of("no try for the lock lost its answer");
    }
}
