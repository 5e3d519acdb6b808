package dev.lockrace.lock.spring;

import dev.lockrace.lock.LockClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * The condition of {@link ConditionalOnBackend}. The default backend is not selected in an application that defines its
 * own {@link LockClient} and does not mention a backend.
 */
final class OnBackend extends SpringBootCondition implements ConfigurationCondition {

    private static final String BACKEND = "lockrace.lock.backend";
    private static final String ADDITIONAL_BACKENDS = "lockrace.lock.additional-backends";

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Map<String, Object> attributes = Objects.requireNonNull(
                metadata.getAnnotationAttributes(ConditionalOnBackend.class.getName()), "attributes");
        Set<String> selected = selected(context);
        return new ConditionOutcome(
                selected.contains(String.valueOf(attributes.get("value"))),
                "selected lock backends: " + String.join(", ", selected));
    }

    private static Set<String> selected(ConditionContext context) {
        Binder binder = Binder.get(context.getEnvironment());
        Set<String> selected = new TreeSet<>(
                binder.bind(ADDITIONAL_BACKENDS, Bindable.listOf(String.class)).orElse(List.of()));
        binder.bind(BACKEND, String.class).ifBound(selected::add);
        if (!binder.bind(BACKEND, String.class).isBound() && !hasOwnClient(context)) {
            selected.add(LockProperties.DEFAULT_BACKEND);
        }
        return selected;
    }

    private static boolean hasOwnClient(ConditionContext context) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        return beans != null && beans.getBeanNamesForType(LockClient.class, true, false).length > 0;
    }
}
