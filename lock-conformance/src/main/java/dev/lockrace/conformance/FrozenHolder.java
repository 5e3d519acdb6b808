package dev.lockrace.conformance;

import static dev.lockrace.conformance.Contest.REQUEST;

import dev.lockrace.conformance.process.BackendFactory;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockName;
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
 * The main class of a process that takes leases to be frozen with them. Once it goes on it tells what it knows of them
 * and does with them.
 */
final class FrozenHolder {

    /** The lease that nobody renews. */
    static final String LEFT_ALONE = ":left-alone";

    /** The lease that a watchdog renews until the process is frozen. */
    static final String RENEWED = ":renewed";

    /** The lease whose holder does not know what time it is, and leaves all to the store. */
    static final String UNAWARE = ":unaware";

    private static final System.Logger log = System.getLogger(FrozenHolder.class.getName());

    private FrozenHolder() {}

    /**
     * @param name how the names of all leases begin
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
        System.setOut(System.err); // whatever a backend may print
        int status = 1;
        try (ObjectInputStream in = new ObjectInputStream(System.in)) {
            hold((Assignment) in.readObject(), in, out);
            status = 0;
        } catch (Throwable e) {
            log.log(Level.ERROR, "A holder that was to be frozen failed", e);
        } finally {
            Runtime.getRuntime().halt(status); // without waiting for threads of a driver
        }
    }

    private static void hold(Assignment assignment, ObjectInputStream in, DataOutputStream out) throws IOException {
        Contest contest = new Contest(assignment::newBackend);
        LockBackend backend = contest.backend();
        LockClient client = contest.client(backend, REQUEST);
        Duration timeToLive = assignment.timeToLive();
        Held renewed =
                Held.of(acquire(client, assignment.name() + RENEWED, timeToLive).renewAutomatically());
        Contest.pass(timeToLive.dividedBy(2)); // it is renewed
        LockName name = new LockName(assignment.name() + UNAWARE);
        Grant unaware = backend.tryAcquire(name, Contest.newOwner(), timeToLive, REQUEST)
                .orElseThrow();
        Held leftAlone = Held.of(acquire(client, assignment.name() + LEFT_ALONE, timeToLive));
        boolean held = renewed.mayBeHeld() && leftAlone.mayBeHeld();
        out.writeLong(System.nanoTime()); // ready
        in.readByte(); // frozen meanwhile

        boolean stillHeld = renewed.mayBeHeld() || leftAlone.mayBeHeld(); // before it asks anything
        boolean told = Contest.await(REQUEST, () -> renewed.isTold() && leftAlone.isTold());
        out.writeUTF(new Knowledge(held, stillHeld, told).toString());
        List<Boolean> renewals =
                List.of(renewed.lease().renew(), leftAlone.lease().renew(), unaware.renew(timeToLive, REQUEST));
        List<Boolean> releases =
                List.of(renewed.lease().release(), leftAlone.lease().release(), unaware.release(REQUEST));
        out.writeUTF(new Deeds(renewals, releases).toString());
    }

    /** A lock that nobody else asks for; the store may still have to be found. */
    private static Lease acquire(LockClient client, String name, Duration timeToLive) {
        Optional<Lease> lease = client.tryAcquire(name, timeToLive);
        return lease.orElseThrow(() -> new IllegalStateException("A lock that nobody holds was not granted: " + name));
    }

    private record Held(Lease lease, LossProbe loss) {

        static Held of(Lease lease) {
            LossProbe loss = new LossProbe();
            return new Held(loss.on(lease), loss);
        }

        boolean mayBeHeld() {
            return lease.mayBeHeld();
        }

        boolean isTold() {
            return loss.isTold();
        }
    }

    /**
     * What the holder knows of its leases.
     *
     * @param heldBefore whether they may all have been held before it was frozen
     * @param heldAfter whether any may have been held afterwards, by its own clock
     * @param toldOfLoss whether it was told of the loss of all afterwards
     */
    record Knowledge(boolean heldBefore, boolean heldAfter, boolean toldOfLoss) {}

    /** What came of its calls afterwards, one for each lease. */
    record Deeds(List<Boolean> renewals, List<Boolean> releases) {}
}
