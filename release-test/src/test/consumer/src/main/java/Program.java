import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.local.LocalLockBackend;
import java.time.Duration;

/** A program that runs its work under a lock. */
public final class Program {

    private final LockClient locks = LockClient.of(new LocalLockBackend());

    /** Runs the work if no other client holds the lock, and returns whether it ran. */
    public boolean run(Runnable work) {
        return locks.tryRun("invoice:42", Duration.ofSeconds(15), lease -> work.run());
    }
}
