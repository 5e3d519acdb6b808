package dev.lockrace.benchmarks.subject;

import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.springframework.integration.support.locks.LockRegistry;

/** Spring Integration's lock registries. A lock belongs to the thread that acquired it. */
final class SpringIntegrationLocks implements Subject {

    private final Supplier<LockRegistry<?>> registries;
    private final Runnable onClose;

    /**
     * Creates the locks.
     *
     * @param registries supplies the registry of each caller. Callers that share a registry would reject each other by
     *     its lock in this process, without asking the store
     */
    SpringIntegrationLocks(Supplier<LockRegistry<?>> registries, Runnable onClose) {
        this.registries = registries;
        this.onClose = onClose;
    }

    @Override
    public Caller caller() {
        return new RegistryCaller(registries.get());
    }

    @Override
    public void close() {
        onClose.run();
    }

    private record RegistryCaller(LockRegistry<?> registry) implements Caller {

        @Override
        public boolean tryAcquire(String name) {
            return registry.obtain(name).tryLock();
        }

        @Override
        public boolean acquireAndRelease(String name) {
            Lock lock = registry.obtain(name);
            if (!lock.tryLock()) {
                return false;
            }
            lock.unlock();
            return true;
        }
    }
}
