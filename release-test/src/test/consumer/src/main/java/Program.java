import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;

/** A program that runs its work under a lock. */
public final class Program {

    private final LockRequest invoice = LockRequest.of("invoice:42").timeToLive(Duration.ofSeconds(15));
    private final LockClient locks = LockClient.owning(new LocalLockBackend());

    /** Runs the work if no other client holds the lock, and returns whether it ran. */
    public boolean run(Runnable work) {
        return locks.tryRun(invoice, lease -> work.run());
    }
}
