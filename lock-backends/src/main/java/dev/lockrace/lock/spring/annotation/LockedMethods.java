package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.spring.AfterTransaction;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** The {@link Locked} methods of an application, each read and checked once. Safe for use by multiple threads. */
final class LockedMethods {

    private static final String TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    private final Map<AnnotatedElementKey, LockedMethod> methods = new ConcurrentHashMap<>();
    private final ConfigurableListableBeanFactory beans;
    private final boolean transactions;

    LockedMethods(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        this.transactions = ClassUtils.isPresent(TRANSACTIONS, beans.getBeanClassLoader());
    }

    static boolean isLocked(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Locked.class);
    }

    ConfigurableListableBeanFactory beans() {
        return beans;
    }

    /** Returns the method that a call runs. */
    LockedMethod get(Method method, Class<?> targetClass) {
        Class<?> type = ClassUtils.getUserClass(targetClass);
        return get(AopUtils.getMostSpecificMethod(method, type), type, null);
    }

    /**
     * @throws InvalidLockedMethodException if the method cannot run under its lock
     */
    LockedMethod get(Method method, Class<?> targetClass, @Nullable String bean) {
        AnnotatedElementKey key = new AnnotatedElementKey(method, targetClass);
        LockedMethod known = methods.get(key);
        if (known == null) {
            LockedMethod read = read(new Subject(method, targetClass, bean)); // may create beans, so not under a lock
            LockedMethod other = methods.putIfAbsent(key, read);
            known = other == null ? read : other;
        }
        return known;
    }

    private LockedMethod read(Subject subject) {
        Locked locked = Objects.requireNonNull(
                AnnotatedElementUtils.findMergedAnnotation(subject.method(), Locked.class), subject::toString);
        LockedAttributes attributes = new LockedAttributes(locked, subject, beans);
        MethodShape.check(subject);
        int leaseIndex = MethodShape.leaseIndex(subject);
        Method fallback = Fallbacks.find(locked, subject, leaseIndex);
        NameTemplate name = attributes.name();
        LockClient client = attributes.client();
        Terms terms = attributes.terms(client);
        return new LockedMethod(
                subject,
                name,
                terms,
                transactions ? client.withReleaseTiming(AfterTransaction.INSTANCE) : client,
                leaseIndex,
                locked.onContention(),
                fallback,
                locked.interruptOnLoss(),
                transactions,
                new AtomicBoolean());
    }
}
