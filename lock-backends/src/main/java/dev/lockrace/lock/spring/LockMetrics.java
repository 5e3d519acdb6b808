package dev.lockrace.lock.spring;

import dev.lockrace.lock.LockObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Metrics of the lock clients. Every combination of labels is registered at start-up: Prometheus' {@code increase()}
 * misses the first increment of a counter that appears with the value 1.
 */
final class LockMetrics implements LockObserver {

    private final Map<String, Meters> byBackend = new HashMap<>();

    LockMetrics(MeterRegistry registry, Collection<String> backends) {
        backends.forEach(backend -> byBackend.put(backend, new Meters(registry, backend)));
    }

    @Override
    public void acquireCompleted(String backend, Outcome outcome, Duration took) {
        Meters meters = of(backend);
        counterOf(meters.acquisitions, outcome).increment();
        meters.acquire.record(took);
    }

    @Override
    public void released(String backend, Duration held) {
        of(backend).hold.record(held);
    }

    @Override
    public void renewalCompleted(String backend, boolean renewed) {
        Meters meters = of(backend);
        (renewed ? meters.renewed : meters.notRenewed).increment();
    }

    @Override
    public void lost(String backend) {
        of(backend).losses.increment();
    }

    private Meters of(String backend) {
        Meters meters = byBackend.get(backend);
        if (meters == null) {
            throw new IllegalArgumentException("No metrics are registered for lock backend '%s'".formatted(backend));
        }
        return meters;
    }

    private static Counter counterOf(Map<Outcome, Counter> counters, Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter == null) {
            throw new IllegalStateException("No counter is registered for outcome " + outcome);
        }
        return counter;
    }

    /** The meters of one backend. */
    private static final class Meters {

        private final Map<Outcome, Counter> acquisitions = new EnumMap<>(Outcome.class);
        private final Timer acquire;
        private final Timer hold;
        private final Counter renewed;
        private final Counter notRenewed;
        private final Counter losses;

        private Meters(MeterRegistry registry, String backend) {
            for (Outcome outcome : Outcome.values()) {
                acquisitions.put(
                        outcome,
                        Counter.builder("lock.acquisitions")
                                .description("Calls to acquire a lock, by outcome")
                                .tags(
                                        "backend",
                                        backend,
                                        "outcome",
                                        outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
            acquire = Timer.builder("lock.acquire")
                    .description("Duration of calls to acquire a lock, including waits")
                    .tags("backend", backend)
                    .register(registry);
            hold = Timer.builder("lock.hold")
                    .description("Time from the grant to the release, by the holder's clock")
                    .tags("backend", backend)
                    .register(registry);
            renewed = renewals(registry, backend, "renewed");
            notRenewed = renewals(registry, backend, "failed");
            losses = Counter.builder("lock.losses")
                    .description("Leases that ended before their holder released them")
                    .tags("backend", backend)
                    .register(registry);
        }

        private static Counter renewals(MeterRegistry registry, String backend, String outcome) {
            return Counter.builder("lock.renewals")
                    .description("Attempts to renew a lease, by outcome")
                    .tags("backend", backend, "outcome", outcome)
                    .register(registry);
        }
    }
}
