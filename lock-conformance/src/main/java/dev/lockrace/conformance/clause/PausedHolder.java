package dev.lockrace.conformance.clause;

import static dev.lockrace.conformance.clause.Contest.REQUEST_TIMEOUT;

import dev.lockrace.conformance.fixture.BackendFactory;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockRequest;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * The main class of a process that acquires three leases and is then paused. Once resumed it reports whether it knows
 * of their loss, and the results of its renewals and releases.
 */
final class PausedHolder {

    /** The name suffix of a lease that is not renewed. */
    static final String UNRENEWED = ":unrenewed";

    /** The name suffix of a lease that a watchdog renews until the process is paused. */
    static final String RENEWED = ":renewed";

    /** The name suffix of a grant without a {@link Lease}: its holder checks no clock and relies on the store. */
    static final String BACKEND_GRANT = ":backend-grant";

    private static final System.Logger log = System.getLogger(PausedHolder.class.getName());

    private PausedHolder() {}

    /**
     * @param name the prefix of all lock names
     */
    record Assignment(
            Class<? extends BackendFactory> factory,
            InetSocketAddress address,
            HashMap<String, String> settings,
            String name,
            Duration timeToLive)
            implements Serializable {

        LockBackend newBackend() {
            return BackendFactory.of(factory).newBackend(address, settings);
        }
    }

    public static void main(String[] args) {
        DataOutputStream out = new DataOutputStream(System.out);
        System.setOut(System.err); // keeps output of the backend out of the protocol
        int status = 1;
        try (ObjectInputStream in = new ObjectInputStream(System.in)) {
            hold((Assignment) in.readObject(), in, out);
            status = 0;
        } catch (Throwable e) {
            log.log(Level.ERROR, "The paused holder failed", e);
        } finally {
            Runtime.getRuntime().halt(status); // does not wait for threads of the driver
        }
    }

    private static void hold(Assignment assignment, ObjectInputStream in, DataOutputStream out) throws IOException {
        Contest contest = new Contest(assignment::newBackend);
        LockBackend backend = contest.backend();
        LockClient client = contest.client(backend, REQUEST_TIMEOUT);
        Duration timeToLive = assignment.timeToLive();
        Held renewed =
                Held.of(acquire(client, assignment.name() + RENEWED, timeToLive).renewAutomatically());
        Contest.sleep(timeToLive.dividedBy(2)); // long enough for a renewal
        LockName name = new LockName(assignment.name() + BACKEND_GRANT);
        Grant grant = backend.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST_TIMEOUT)
                .orElseThrow();
        Held unrenewed = Held.of(acquire(client, assignment.name() + UNRENEWED, timeToLive));
        boolean heldBefore = renewed.mayBeHeld() && unrenewed.mayBeHeld();
        out.writeLong(System.nanoTime()); // ready
        in.readByte(); // the process is paused here

        boolean heldAfter = renewed.mayBeHeld() || unrenewed.mayBeHeld(); // before any request
        boolean notified = Contest.await(REQUEST_TIMEOUT, () -> renewed.isNotified() && unrenewed.isNotified());
        out.writeUTF(new HolderView(heldBefore, heldAfter, notified).toString());
        List<Boolean> renewals =
                List.of(renewed.lease().renew(), unrenewed.lease().renew(), grant.renew(timeToLive, REQUEST_TIMEOUT));
        List<Boolean> releases =
                List.of(renewed.lease().release(), unrenewed.lease().release(), grant.release(REQUEST_TIMEOUT));
        out.writeUTF(new Results(renewals, releases).toString());
    }

    private static Lease acquire(LockClient client, String name, Duration timeToLive) {
        Optional<Lease> lease = client.tryAcquire(LockRequest.of(name).timeToLive(timeToLive));
        return lease.orElseThrow(() -> new IllegalStateException("The free lock %s was not granted".formatted(name)));
    }

    private record Held(Lease lease, LossListener loss) {

        static Held of(Lease lease) {
            LossListener loss = new LossListener();
            return new Held(loss.registerOn(lease), loss);
        }

        boolean mayBeHeld() {
            return lease.mayBeHeld();
        }

        boolean isNotified() {
            return loss.isNotified();
        }
    }

    /**
     * The knowledge of the holder about its leases.
     *
     * @param heldBefore whether all might be held before the pause
     * @param heldAfter whether any might be held after the pause, by the holder's clock
     * @param notified whether the holder was notified of the loss of all of them after the pause
     */
    record HolderView(boolean heldBefore, boolean heldAfter, boolean notified) {}

    /** The results of the calls after the pause, one per lease. */
    record Results(List<Boolean> renewals, List<Boolean> releases) {}
}
