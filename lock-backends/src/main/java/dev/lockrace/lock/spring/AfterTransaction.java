package dev.lockrace.lock.spring;

import dev.lockrace.lock.LeaseLostException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.ReleaseTiming;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Releases locks after the transaction that surrounds the work, so that the next holder sees its changes. Without a
 * transaction, the locks are released after the work. Needs {@code spring-tx}.
 *
 * <pre>{@code
 * LockClient locks = client.withReleaseTiming(AfterTransaction.INSTANCE);
 * }</pre>
 *
 * <p>The release follows the commit or the rollback of the transaction that is active when the work ends. If a lease is
 * lost before the commit, the commit throws a {@link LeaseLostException}, and the transaction is rolled back. A loss
 * during the commit is logged.
 *
 * @see LockClient#withReleaseTiming(ReleaseTiming)
 */
public final class AfterTransaction implements ReleaseTiming {

    /** The only instance. */
    public static final AfterTransaction INSTANCE = new AfterTransaction();

    private static final Logger log = System.getLogger(AfterTransaction.class.getName());

    private AfterTransaction() {}

    @Override
    public boolean defer(HeldLocks locks) {
        boolean active = isTransactionActive();
        if (active) {
            TransactionSynchronizationManager.registerSynchronization(new Completion(locks));
        }
        return active;
    }

    /** Returns whether the calling thread is in a transaction whose completion is announced. */
    public static boolean isTransactionActive() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive();
    }

    private record Completion(HeldLocks locks) implements TransactionSynchronization {

        @Override
        public void beforeCommit(boolean readOnly) {
            locks.check();
        }

        @Override
        public void afterCompletion(int status) {
            try {
                locks.release();
            } catch (LeaseLostException e) {
                log.log(Level.WARNING, "A lease was lost before its transaction was complete: " + e.getMessage(), e);
            }
        }
    }
}
