package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.Lease;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockRequest;
import dev.lockrace.lock.spring.AfterTransaction;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;

/** One call of a {@link Locked} method, on one thread. */
final class LockedCall {

    private static final Logger log = System.getLogger(Locked.class.getName());

    private final LockedMethod method;
    private final MethodInvocation invocation;
    private final Object target;
    private @Nullable Lease lease;
    private @Nullable Object value;

    LockedCall(LockedMethod method, MethodInvocation invocation, Object target) {
        this.method = method;
        this.invocation = invocation;
        this.target = target;
    }

    @Nullable
    Object run(BeanFactory beans) throws Throwable {
        warnOfTransaction();
        LockRequest request = method.terms().request(method.name().evaluate(target, invocation.getArguments(), beans));
        try {
            return tryRun(request) ? value : contended(request);
        } finally {
            clearInterruptOnLoss();
        }
    }

    private void warnOfTransaction() {
        if (method.waitsForTransactions()
                && AfterTransaction.isTransactionActive()
                && method.warned().compareAndSet(false, true)) {
            log.log(
                    Level.WARNING,
                    "{0} was called in a transaction. The lock is released after that transaction, and what the transaction"
                            + " reads may be older than the lock. Call the method outside of a transaction.",
                    method.subject());
        }
    }

    private boolean tryRun(LockRequest request) throws Exception {
        LockClient client = method.client();
        Duration maxWait = method.terms().maxWait();
        try {
            return maxWait.isZero()
                    ? client.tryRun(request, this::proceed)
                    : client.tryRun(request, maxWait, this::proceed);
        } catch (InterruptedException e) {
            if (lease != null) {
                throw e; // from the method itself
            }
            Thread.currentThread().interrupt();
            throw new LockNotAcquiredException(
                    "The thread was interrupted while it waited for %s, so %s did not run."
                            .formatted(request, method.subject()),
                    e);
        }
    }

    private void proceed(Lease granted) throws Exception {
        lease = granted;
        if (method.interruptOnLoss()) {
            granted.interruptOnLoss();
        }
        if (method.leaseIndex() >= 0) {
            invocation.getArguments()[method.leaseIndex()] = granted;
        }
        try {
            value = invocation.proceed();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    /** Clears the status that the loss has set, which would stop a thread that a framework uses again. */
    private void clearInterruptOnLoss() {
        if (method.interruptOnLoss() && lease != null && lease.isLost()) {
            var unused = Thread.interrupted();
        }
    }

    private @Nullable Object contended(LockRequest request) throws Throwable {
        Method fallback = method.fallback();
        if (fallback != null) {
            return AopUtils.invokeJoinpointUsingReflection(target, fallback, argumentsWithoutLease());
        }
        return switch (method.onContention()) {
            case THROW ->
                throw new LockNotAcquiredException(
                        "%s is held by another client of backend '%s', so %s did not run."
                                .formatted(request, method.client().backend(), method.subject()),
                        null);
            case SKIP -> method.subject().method().getReturnType() == Optional.class ? Optional.empty() : null;
        };
    }

    private @Nullable Object[] argumentsWithoutLease() {
        List<@Nullable Object> arguments = new ArrayList<>(Arrays.asList(invocation.getArguments()));
        if (method.leaseIndex() >= 0) {
            arguments.remove(method.leaseIndex());
        }
        return arguments.toArray();
    }
}
