package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.IllegalLockRequestException;
import dev.lockrace.lock.LockClient;
import dev.lockrace.lock.LockException;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.spring.LockClients;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.expression.ParseException;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/** The attributes of one annotation {@link Locked}, with property placeholders resolved. */
final class LockedAttributes {

    private final Locked locked;
    private final Subject subject;
    private final ConfigurableListableBeanFactory beans;

    LockedAttributes(Locked locked, Subject subject, ConfigurableListableBeanFactory beans) {
        this.locked = locked;
        this.subject = subject;
        this.beans = beans;
    }

    NameTemplate name() {
        String text = resolve("name", locked.name());
        if (text.isBlank()) {
            throw subject.invalid("has no lock name", "Set the name, such as @Locked(name = \"invoice:#{#id}\", …).");
        }
        NameTemplate name = template(text);
        List<String> unknown = name.unknownVariables();
        if (!unknown.isEmpty()) {
            throw subject.invalid(
                    "has a lock name with an unknown variable %s: %s".formatted(String.join(", ", unknown), text),
                    "Use one of #root, #p0 and so on, %s. If a parameter is missing here, compile with -parameters."
                            .formatted(String.join(", ", name.variables())));
        }
        name.literal().ifPresent(literal -> checkLiteral(literal, name));
        return name;
    }

    private NameTemplate template(String text) {
        try {
            return new NameTemplate(text, subject.method());
        } catch (ParseException e) {
            throw subject.invalid(
                    "has a lock name that does not parse: %s (%s)".formatted(text, e.getMessage()),
                    "Write expressions as #{…}, such as invoice:#{#id}.",
                    e);
        }
    }

    private void checkLiteral(String literal, NameTemplate name) {
        name.variables().stream().filter(literal::contains).findFirst().ifPresent(variable -> {
            throw subject.invalid(
                    "has the literal lock name %s, which contains the variable %s".formatted(literal, variable),
                    "Write the variable as the expression #{%s}.".formatted(variable));
        });
        try {
            var unused = new LockName(literal);
        } catch (IllegalLockRequestException e) {
            throw subject.invalid("has an invalid lock name", e.getMessage(), e);
        }
    }

    Terms terms(LockClient client) {
        Duration timeToLive = duration("timeToLive", locked.timeToLive());
        if (timeToLive == null) {
            throw subject.invalid("has an empty timeToLive", "Set a duration, such as 15s.");
        }
        Duration maxHold = duration("maxHold", locked.maxHold());
        if (!locked.renewAutomatically() && maxHold != null) {
            throw subject.invalid(
                    "has a maxHold although its lease is not renewed", "Remove maxHold or renewAutomatically = false.");
        }
        Terms terms = new Terms(
                timeToLive,
                orZero(duration("maxWait", locked.maxWait())),
                orZero(duration("minHold", locked.minHold())),
                locked.renewAutomatically() ? maxHold : timeToLive);
        try {
            terms.check(client.guarantees());
        } catch (IllegalLockRequestException e) {
            throw subject.invalid(
                    "has an invalid duration for backend '%s'".formatted(client.backend()), e.getMessage(), e);
        }
        return terms;
    }

    private static Duration orZero(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }

    private @Nullable Duration duration(String attribute, String text) {
        String resolved = resolve(attribute, text).strip();
        if (resolved.isEmpty()) {
            return null;
        }
        try {
            if (resolved.chars().allMatch(Character::isDigit)) {
                throw new IllegalArgumentException("it has no unit");
            }
            return DurationFormatterUtils.detectAndParse(resolved);
        } catch (IllegalArgumentException e) {
            throw subject.invalid(
                    "has an invalid %s '%s'".formatted(attribute, resolved),
                    "Set a number with a unit, such as 500ms, 15s or 10m.",
                    e);
        }
    }

    /**
     * Returns the client of the lock.
     *
     * @throws InvalidLockedMethodException if there is none, or it has no fencing tokens but must have
     */
    LockClient client() {
        String backend = resolve("backend", locked.backend());
        String client = resolve("client", locked.client());
        if (!backend.isEmpty() && !client.isEmpty()) {
            throw subject.invalid("has a backend and a client", "Remove one of them.");
        }
        LockClient selected =
                !client.isEmpty() ? clientBean(client) : !backend.isEmpty() ? clientOf(backend) : onlyClient();
        if (locked.requireFencing() && !selected.guarantees().fencing()) {
            throw subject.invalid(
                    "requires fencing tokens, which backend '%s' does not have".formatted(selected.backend()),
                    "Select a backend with tokens, such as database or redis, or remove requireFencing.");
        }
        return selected;
    }

    private LockClient clientBean(String name) {
        try {
            return beans.getBean(name, LockClient.class);
        } catch (NoSuchBeanDefinitionException e) {
            throw subject.invalid(
                    "names client '%s', but there is no such LockClient bean".formatted(name),
                    "Use one of: %s.".formatted(String.join(", ", clientBeans())),
                    e);
        }
    }

    private LockClient clientOf(String backend) {
        try {
            return beans.getBean(LockClients.class).get(backend);
        } catch (NoSuchBeanDefinitionException | LockException e) {
            throw subject.invalid(
                    "names backend '%s', which is not set up".formatted(backend),
                    "Add it to lockrace.lock.additional-backends, or name another one. (%s)".formatted(e.getMessage()),
                    e);
        }
    }

    private LockClient onlyClient() {
        LockClient client = beans.getBeanProvider(LockClient.class).getIfUnique();
        if (client == null) {
            throw subject.invalid(
                    "names no client, but the application has %d LockClient beans, of which none is primary"
                            .formatted(clientBeans().length),
                    "Set client to the name of one of them, or mark one as @Primary.");
        }
        return client;
    }

    private String[] clientBeans() {
        return beans.getBeanNamesForType(LockClient.class);
    }

    private String resolve(String attribute, String text) {
        String resolved;
        try {
            resolved = beans.resolveEmbeddedValue(text);
        } catch (IllegalArgumentException e) {
            throw unresolved(attribute, text, e);
        }
        if (resolved == null || resolved.contains("${")) {
            throw unresolved(attribute, text, null);
        }
        return resolved;
    }

    private InvalidLockedMethodException unresolved(String attribute, String text, @Nullable Throwable cause) {
        return subject.invalid(
                "has an unknown property in %s: %s".formatted(attribute, text),
                "Set the property, or give it a default, such as ${job.time-to-live:15s}.",
                cause);
    }
}
