package dev.lockrace.producer.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class RunPropertiesTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner().withUserConfiguration(Setup.class);

    @Test
    void the_defaults_are_as_documented() {
        context.run(it -> assertThat(it.getBean(RunProperties.class))
                .isEqualTo(new RunProperties("memcached", Duration.ofSeconds(10))));
    }

    @Test
    void maps_every_setting() {
        context.withPropertyValues("lockrace.lock.backend=database", "lockrace.lock.confirm-timeout=500ms")
                .run(it -> assertThat(it.getBean(RunProperties.class))
                        .isEqualTo(new RunProperties("database", Duration.ofMillis(500))));
    }

    @Test
    void rejects_a_confirm_timeout_of_zero() {
        context.withPropertyValues("lockrace.lock.confirm-timeout=0s")
                .run(it -> assertThat(it)
                        .getFailure()
                        .hasStackTraceContaining("lockrace.lock.confirm-timeout must be positive, was: PT0S"));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RunProperties.class)
    static class Setup {}
}
