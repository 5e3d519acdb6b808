package dev.lockrace.lab.faults.experiment;

import dev.lockrace.lab.faults.result.Result;
import dev.lockrace.race.RaceBackend;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The expectations of a fault on each backend that it can affect. */
public final class Expectations {

    private static final String NO_SHARED_LOCK =
            "each worker has its own lock, so there is no mutual exclusion between workers";

    private final Map<RaceBackend, Expectation> byBackend;

    private Expectations(Map<RaceBackend, Expectation> byBackend) {
        this.byBackend = byBackend;
    }

    /** Returns expectations for no backend. */
    public static Expectations none() {
        return new Expectations(Map.of());
    }

    /** Returns an expectation for the backend without a server, whose locks do not work across processes. */
    public static Expectations onLocal() {
        return none().on(RaceBackend.LOCAL, Result.BROKEN, NO_SHARED_LOCK);
    }

    /** Adds an expectation for all backends with a server. */
    public Expectations onShared(Result result, String reason) {
        return on(RaceBackend.DATABASE, result, reason)
                .on(RaceBackend.MEMCACHED, result, reason)
                .on(RaceBackend.REDIS, result, reason);
    }

    /** Adds an expectation for one backend. */
    public Expectations on(RaceBackend backend, Result result, String reason) {
        Map<RaceBackend, Expectation> more = new EnumMap<>(RaceBackend.class);
        more.putAll(byBackend);
        more.put(backend, new Expectation(result, reason));
        return new Expectations(more);
    }

    Optional<Expectation> of(RaceBackend backend) {
        return Optional.ofNullable(byBackend.get(backend));
    }
}
