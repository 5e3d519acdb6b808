package dev.lockrace.lab.faults.fault;

import dev.lockrace.race.RaceBackend;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What a fault must lead to on each backend that it can meet. */
final class Expectations {

    private static final String NO_SHARED_LOCK = "each worker has a lock of its own: nobody excludes anybody";

    private final Map<RaceBackend, Expectation> byBackend;

    private Expectations(Map<RaceBackend, Expectation> byBackend) {
        this.byBackend = byBackend;
    }

    /** On nothing yet. */
    static Expectations none() {
        return new Expectations(Map.of());
    }

    /** On the backend without a server, whose locks are none across processes. */
    static Expectations onLocal() {
        return none().on(RaceBackend.LOCAL, Result.BROKEN, NO_SHARED_LOCK);
    }

    /** On all that have a server. */
    Expectations onShared(Result result, String reason) {
        return on(RaceBackend.DATABASE, result, reason)
                .on(RaceBackend.MEMCACHED, result, reason)
                .on(RaceBackend.REDIS, result, reason);
    }

    Expectations on(RaceBackend backend, Result result, String reason) {
        Map<RaceBackend, Expectation> more = new EnumMap<>(RaceBackend.class);
        more.putAll(byBackend);
        more.put(backend, new Expectation(result, reason));
        return new Expectations(more);
    }

    Optional<Expectation> of(RaceBackend backend) {
        return Optional.ofNullable(byBackend.get(backend));
    }
}
