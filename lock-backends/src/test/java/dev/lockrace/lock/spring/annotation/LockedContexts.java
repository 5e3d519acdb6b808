package dev.lockrace.lock.spring.annotation;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

/** Applications with {@link Locked} methods. */
final class LockedContexts {

    private LockedContexts() {}

    /** Returns an application on the backend {@code local}, with proxies of classes as Spring Boot configures them. */
    static ApplicationContextRunner local() {
        return withInterfaceProxies().withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class));
    }

    /** Returns an application without Spring Boot's proxies of classes. */
    static ApplicationContextRunner withInterfaceProxies() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ClassUtils.resolveClassName("dev.lockrace.lock.spring.LockAutoConfiguration", null),
                        LockedAutoConfiguration.class))
                .withPropertyValues("lockrace.lock.backend=local");
    }
}
