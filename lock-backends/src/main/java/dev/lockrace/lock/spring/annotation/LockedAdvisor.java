package dev.lockrace.lock.spring.annotation;

import java.lang.reflect.Method;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The advisor of {@link Locked} methods. Its order puts the lock inside of Spring Security's checks, and around
 * transactions and caches.
 */
final class LockedAdvisor extends StaticMethodMatcherPointcutAdvisor {

    /** Spring Security uses 100 to 600, transactions and caches the lowest precedence. */
    static final int ORDER = 1_000;

    private static final long serialVersionUID = 1;

    LockedAdvisor(LockedMethods methods) {
        super(new LockedInterceptor(methods));
        setOrder(ORDER);
        setClassFilter(new Candidates());
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return LockedMethods.isLocked(AopUtils.getMostSpecificMethod(method, targetClass));
    }

    /** The classes that can contain the annotation. */
    private record Candidates() implements ClassFilter {

        @Override
        public boolean matches(Class<?> type) {
            return AnnotationUtils.isCandidateClass(type, Locked.class);
        }
    }
}
