package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import dev.lockrace.lock.Grant;
import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.LockBackend;
import dev.lockrace.lock.LockName;
import dev.lockrace.lock.LockStoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/** A backend that records all calls, including those that a client makes in the background. */
final class RecordingBackend implements LockBackend {

    private final LockBackend backend;
    private final CallLog log;
    private final LockNames names;

    /**
     * @param names from which the name of each unknown acquisition and renewal is retired
     */
    RecordingBackend(LockBackend backend, CallLog log, LockNames names) {
        this.backend = backend;
        this.log = log;
        this.names = names;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public Guarantees guarantees() {
        return backend.guarantees();
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return record(
                        new Operation(Call.ACQUIRE, name, owner, timeToLive),
                        () -> backend.tryAcquire(name, owner, timeToLive, timeout),
                        grant -> grant.isPresent() ? Outcome.DONE : Outcome.CONTENDED,
                        grant -> grant.map(Grant::token).orElse(OptionalLong.empty()))
                .map(grant -> new RecordingGrant(grant, name, owner));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return record(
                new Operation(Call.REVOKE, name, owner, Duration.ZERO),
                () -> backend.revoke(name, owner, timeout),
                RecordingBackend::outcome,
                done -> OptionalLong.empty());
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxDuration, Duration timeout, Runnable freed) {
        return backend.subscribe(name, maxDuration, timeout, freed);
    }

    @Override
    public void close() {
        backend.close();
    }

    private static Outcome outcome(boolean done) {
        return done ? Outcome.DONE : Outcome.ENDED;
    }

    /**
     * @param outcomeOf maps a result to an outcome; an exception determines the outcome by its type, and an unexpected
     *     one is unknown
     * @param tokenOf reads the token once there is a result
     */
    private <T> T record(
            Operation operation,
            Supplier<T> request,
            Function<T, Outcome> outcomeOf,
            Function<T, OptionalLong> tokenOf) {
        long number = log.started(
                operation.call(),
                operation.name().value(),
                operation.owner(),
                operation.timeToLive().toNanos(),
                System.nanoTime());
        long end = Event.NEVER;
        Outcome outcome = Outcome.UNKNOWN;
        OptionalLong token = OptionalLong.empty();
        try {
            T result = request.get();
            end = System.nanoTime();
            outcome = outcomeOf.apply(result);
            token = tokenOf.apply(result);
            return result;
        } catch (LockStoreException e) {
            outcome = Outcome.FAILED;
            throw e;
        } finally {
            log.ended(number, end == Event.NEVER ? System.nanoTime() : end, outcome, token);
            if (outcome == Outcome.UNKNOWN && operation.setsTimeToLive()) {
                names.retire(operation.name());
            }
        }
    }

    private record Operation(Call call, LockName name, String owner, Duration timeToLive) {

        boolean setsTimeToLive() {
            return call == Call.ACQUIRE || call == Call.RENEW;
        }
    }

    private final class RecordingGrant implements Grant {

        private final Grant grant;
        private final LockName name;
        private final String owner;

        private RecordingGrant(Grant grant, LockName name, String owner) {
            this.grant = grant;
            this.name = name;
            this.owner = owner;
        }

        @Override
        public OptionalLong token() {
            return grant.token();
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return record(Call.RENEW, timeToLive, () -> grant.renew(timeToLive, timeout));
        }

        @Override
        public boolean release(Duration timeout) {
            return record(Call.RELEASE, Duration.ZERO, () -> grant.release(timeout));
        }

        private boolean record(Call call, Duration timeToLive, Supplier<Boolean> request) {
            return RecordingBackend.this.record(
                    new Operation(call, name, owner, timeToLive),
                    request,
                    RecordingBackend::outcome,
                    done -> grant.token());
        }
    }
}
