package dev.lockrace.producer.run;

import dev.lockrace.race.RaceBackend;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the runs.
 *
 * @param backend Selects the lock backend of a run whose request names none.
 * @param confirmTimeout Limits the time that a request waits for the broker to confirm the tasks of a run.
 */
@ConfigurationProperties("lockrace.lock")
record RunProperties(
        @DefaultValue("memcached") String backend,
        @DefaultValue("10s") Duration confirmTimeout) {

    RunProperties {
        if (RaceBackend.find(backend).isEmpty()) {
            throw new IllegalArgumentException(
                    "lockrace.lock.backend (LOCKRACE_LOCK_BACKEND) must be one of %s, was: %s"
                            .formatted(RaceBackend.ids(), backend));
        }
        if (confirmTimeout.isNegative() || confirmTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "lockrace.lock.confirm-timeout must be positive, was: " + confirmTimeout);
        }
    }
}
