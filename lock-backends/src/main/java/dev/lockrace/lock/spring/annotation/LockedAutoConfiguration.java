package dev.lockrace.lock.spring.annotation;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Auto-configuration of {@link Locked}. It needs nothing beside {@code spring-context}, and nothing of it refers to a
 * client before a method is checked or called.
 */
@AutoConfiguration(afterName = "dev.lockrace.lock.spring.LockAutoConfiguration")
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
@Import(LockedAutoConfiguration.ProxyCreator.class)
class LockedAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockedMethods lockedMethods(ConfigurableListableBeanFactory beans) {
        return new LockedMethods(beans);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockedAdvisor lockedAdvisor(LockedMethods lockedMethods) {
        return new LockedAdvisor(lockedMethods);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static LockedMethodsCheck lockedMethodsCheck(LockedMethods lockedMethods) {
        return new LockedMethodsCheck(lockedMethods);
    }

    /** Registers Spring's creator of proxies, unless {@code @EnableTransactionManagement} or AspectJ has. */
    static final class ProxyCreator implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
        }
    }
}
