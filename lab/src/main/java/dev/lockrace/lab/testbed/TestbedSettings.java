package dev.lockrace.lab.testbed;

import dev.lockrace.lab.testbed.server.Servers;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.servers.Endpoint;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a testbed.
 *
 * @param workers the number of worker processes
 * @param backends the backends whose lock servers the workers use
 * @param proxied whether each worker reaches the event database and the lock servers through its own networks, which a
 *     fault can partition
 * @param eventDatabase where the services reach the event database; null for its own endpoint
 * @param producerProperties Spring Boot properties of the producer, in addition to those that every producer has
 */
public record TestbedSettings(
        int workers,
        Set<RaceBackend> backends,
        boolean proxied,
        @Nullable Endpoint eventDatabase,
        Map<String, String> producerProperties) {

    /** Returns settings for workers that reach the servers directly. */
    public static TestbedSettings direct(int workers) {
        return new TestbedSettings(workers, EnumSet.allOf(RaceBackend.class), false, null, Map.of());
    }

    /** Returns settings for workers that reach the servers through their own networks. */
    public static TestbedSettings proxied(int workers) {
        return new TestbedSettings(workers, EnumSet.allOf(RaceBackend.class), true, null, Map.of());
    }

    /** Returns these settings with the lock server of that backend alone. */
    public TestbedSettings withBackend(RaceBackend backend) {
        return new TestbedSettings(workers, EnumSet.of(backend), proxied, eventDatabase, producerProperties);
    }

    /** Returns these settings with another endpoint of the event database. */
    public TestbedSettings withEventDatabase(Endpoint endpoint) {
        return new TestbedSettings(workers, backends, proxied, endpoint, producerProperties);
    }

    /** Returns these settings with the properties of the producer replaced. */
    public TestbedSettings withProducerProperties(Map<String, String> properties) {
        return new TestbedSettings(workers, backends, proxied, eventDatabase, properties);
    }

    Endpoint eventDatabase(Servers servers) {
        return eventDatabase == null ? servers.eventDatabase() : eventDatabase;
    }
}
