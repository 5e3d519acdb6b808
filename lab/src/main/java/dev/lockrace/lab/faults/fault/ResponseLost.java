package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.HELD;

import dev.lockrace.fault.network.TcpProxy.Mode;
import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.network.Network;
import dev.lockrace.race.event.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A loss of the lock server's responses to the release and to the next acquisition. */
final class ResponseLost extends FaultAtRelease {

    /** Long enough for an orphaned grant to be noticed if it is left until it expires. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(12);

    ResponseLost() {
        super(
                "response-lost",
                "The lock server executes all requests, but its responses to the holder's release and to the next"
                        + " acquisition are lost with their connections.",
                Expectations.none()
                        .onShared(
                                HELD,
                                "a worker that does not know whether it was granted the lock reports the unknown outcome and"
                                        + " revokes the orphaned grant, with the time to live as the backstop"));
    }

    @Override
    public Duration timeToLive() {
        return TIME_TO_LIVE;
    }

    @Override
    public Duration duration() {
        return JUST_BEFORE_RELEASE.plus(LOSS_DURATION);
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        context.sleepUntilAfterGrant(JUST_BEFORE_RELEASE);
        List<Network> networks = context.lockNetworks();
        networks.forEach(network -> network.mode(Mode.HOLD_RESPONSES));
        context.sleep(LOSS_DURATION);
        replaceConnections(networks);
    }

    @Override
    public Optional<String> missed(EventLog events, EventLog.Attempt affected) {
        Instant released = affected.releasedAt();
        boolean responseLost = released != null && lostResponse(events, released);
        return responseLost || delayed(events, affected).isPresent()
                ? Optional.empty()
                : Optional.of("no acquisition lost its response");
    }

    @Override
    public Optional<String> delayed(EventLog events, EventLog.Attempt affected) {
        Instant released = affected.releasedAt();
        return released == null
                ? Optional.empty()
                : nextGrant(events, released)
                        .map(next -> Duration.between(released, next))
                        .filter(delay -> delay.compareTo(affected.timeToLive()) >= 0)
                        .map(delay -> "%s released the lock, but an orphaned grant blocked it for %.1f s"
                                .formatted(affected.worker(), delay.toMillis() / 1000.0));
    }
}
