package dev.lockrace.fault.lock;

import dev.lockrace.lock.LockBackend;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Auto-configuration that breaks every lock backend of an application in which the property is set. */
@AutoConfiguration
@ConditionalOnProperty(BrokenLock.PROPERTY)
class BrokenLockAutoConfiguration {

    @Bean
    static BeanPostProcessor brokenLocks(Environment environment) {
        BrokenLock lock = BrokenLock.of(environment.getRequiredProperty(BrokenLock.PROPERTY));
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof LockBackend backend ? lock.wrap(backend) : bean;
            }
        };
    }
}
