package dev.lockrace.lock.spring.annotation;

import java.util.Objects;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;

/** Runs each call of a {@link Locked} method under its lock. Safe for use by multiple threads. */
final class LockedInterceptor implements MethodInterceptor {

    private final LockedMethods methods;

    LockedInterceptor(LockedMethods methods) {
        this.methods = methods;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = Objects.requireNonNull(invocation.getThis(), "target");
        LockedMethod method = methods.get(invocation.getMethod(), AopUtils.getTargetClass(target));
        return new LockedCall(method, invocation, target).run(methods.beans());
    }
}
