package dev.lockrace.producer.broker;

import dev.lockrace.race.RaceDefaults;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of the backlog, beyond which new runs are rejected with status 503.
 *
 * @param maxPending Limits the number of tasks that wait for a worker. The producer rejects runs beyond this limit with
 *     status 503. The minimum is 10000.
 * @param maxUnconfirmed Limits the number of tasks that are being published at the same time. Each task takes about a
 *     kilobyte of memory until the broker has confirmed it. The minimum is 10000.
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
