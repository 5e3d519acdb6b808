package dev.lockrace.producer.broker;

import dev.lockrace.race.RaceDefaults;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the backlog, beyond which new runs are rejected with status 503.
 *
 * @param maxPending The maximum number of tasks that wait for a worker.
 * @param maxUnconfirmed The maximum number of tasks that are being published at the same time. Each takes about a
 *     kilobyte of memory until the broker has confirmed it.
 */
@ConfigurationProperties("lockrace.backlog")
record BacklogProperties(
        @DefaultValue("1000000") long maxPending,
        @DefaultValue("20000") int maxUnconfirmed) {

    BacklogProperties {
        check("max-pending", maxPending);
        check("max-unconfirmed", maxUnconfirmed);
    }

    private static void check(String name, long value) {
        if (value < RaceDefaults.MAX_TASKS) {
            throw new IllegalArgumentException(
                    "lockrace.backlog.%s must be at least %d, the maximum number of tasks of a run, was: %d"
                            .formatted(name, RaceDefaults.MAX_TASKS, value));
        }
    }
}
