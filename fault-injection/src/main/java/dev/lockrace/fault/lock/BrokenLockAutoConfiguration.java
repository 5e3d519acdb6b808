package dev.lockrace.fault.lock;

import dev.lockrace.lock.LockBackend;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** In a worker that is started with these classes and the property: every lock backend there is broken. */
@AutoConfiguration
@ConditionalOnProperty(BrokenLock.PROPERTY)
class BrokenLockAutoConfiguration {

    @Bean
    static BeanPostProcessor brokenLocks(Environment environment) {
        BrokenLock lock = BrokenLock.of(environment.getRequiredProperty(BrokenLock.PROPERTY));
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof LockBackend whole ? lock.broken(whole) : bean;
            }
        };
    }
}
