package dev.lockrace.lock.spring.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The check of all {@link Locked} methods at start-up, before any job or listener runs. */
final class LockedMethodsCheck implements SmartInitializingSingleton {

    private final LockedMethods methods;
    private final ConfigurableListableBeanFactory beans;

    LockedMethodsCheck(LockedMethods methods) {
        this.methods = methods;
        this.beans = methods.beans();
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String bean : beans.getBeanNamesForType(Object.class)) {
            Class<?> type = type(bean);
            if (type != null) {
                for (Method method : lockedMethods(type)) {
                    LockedMethod checked = methods.get(method, type, bean);
                    checkProxy(bean, checked.subject());
                }
            }
        }
    }

    private @Nullable Class<?> type(String bean) {
        try {
            Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
            return type == null ? null : ClassUtils.getUserClass(type);
        } catch (RuntimeException | LinkageError e) {
            return null; // a lazy bean whose type is unknown; its methods are checked when they are called
        }
    }

    private static Set<Method> lockedMethods(Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, Locked.class)
                || type.getName().startsWith("org.springframework.")) {
            return Set.of();
        }
        try {
            return MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter) LockedMethods::isLocked);
        } catch (LinkageError e) {
            return Set.of(); // a class that refers to a missing one cannot be proxied either
        }
    }

    private void checkProxy(String name, Subject subject) {
        Object bean = beans.containsSingleton(name) ? beans.getBean(name) : null;
        if (bean == null || bean instanceof ScopedObject || TestDoubles.isMock(bean)) {
            return;
        }
        if (!isAdvised(bean)) {
            throw subject.invalid(
                    "is not intercepted, since the bean has no proxy",
                    "Look in the log for 'is not eligible for getting processed by all BeanPostProcessors', and create the"
                            + " bean later: its class must not be needed by a BeanPostProcessor.");
        }
        if (AopUtils.isJdkDynamicProxy(bean) && !isInInterface(subject.method(), bean)) {
            throw subject.invalid(
                    "is not intercepted, since the proxy of the bean has only the methods of its interfaces",
                    "Declare the method in an interface, or set spring.aop.proxy-target-class to true.");
        }
    }

    private static boolean isAdvised(Object bean) {
        return bean instanceof Advised proxy
                && Arrays.stream(proxy.getAdvisors()).anyMatch(LockedAdvisor.class::isInstance);
    }

    private static boolean isInInterface(Method method, Object proxy) {
        return Arrays.stream(proxy.getClass().getInterfaces())
                .anyMatch(it -> ClassUtils.hasMethod(it, method.getName(), method.getParameterTypes()));
    }
}
