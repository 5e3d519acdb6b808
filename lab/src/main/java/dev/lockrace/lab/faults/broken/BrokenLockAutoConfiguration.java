package dev.lockrace.lab.faults.broken;

import dev.lockrace.conformance.broken.BrokenLock;
import dev.lockrace.lock.LockBackend;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** In a worker that is started with these classes and the property: every lock backend there is broken. */
@AutoConfiguration
@ConditionalOnProperty(LockDefect.PROPERTY)
class BrokenLockAutoConfiguration {

    @Bean
    static BeanPostProcessor brokenLocks(Environment environment) {
        BrokenLock lock = BrokenLock.of(environment.getRequiredProperty(LockDefect.PROPERTY));
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof LockBackend whole ? lock.broken(whole) : bean;
            }
        };
    }
}
