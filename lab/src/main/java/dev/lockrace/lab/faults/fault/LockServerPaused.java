package dev.lockrace.lab.faults.fault;

import static dev.lockrace.lab.faults.result.Result.LATE;

import dev.lockrace.lab.faults.experiment.Expectations;
import dev.lockrace.lab.faults.experiment.Fault;
import dev.lockrace.lab.faults.experiment.FaultContext;
import dev.lockrace.lab.testbed.server.LockServer;
import dev.lockrace.lab.testbed.server.ServerCapability;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** A pause of the lock server until the lease has expired. */
final class LockServerPaused extends Fault {

    /** Long enough for a request to time out and to be sent again well before the end. */
    private static final Duration EXTRA_TIME = Duration.ofSeconds(2);

    LockServerPaused() {
        super(
                "lock-server-paused",
                "The lock server is paused (SIGSTOP) while the lock is held, and resumed 2 s after the lease has expired.",
                Expectations.none()
                        .onShared(
                                LATE,
                                "the server answers no request, and the holder treats its lease as lost in time and retries"
                                        + " its task"));
    }

    @Override
    public Duration duration() {
        return Duration.ofSeconds(7);
    }

    @Override
    public Set<ServerCapability> requiredCapabilities() {
        return EnumSet.of(ServerCapability.PAUSE);
    }

    @Override
    public boolean silencesLockServer() {
        return true;
    }

    @Override
    public void inject(FaultContext context) throws InterruptedException {
        LockServer.Pause pause = context.lockServer().pause();
        try {
            context.sleep(context.leaseExpiryTime().plus(EXTRA_TIME));
        } finally {
            pause.close();
        }
    }
}
