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

/** A backend whose calls are recorded, those included that a client makes in the background. */
final class RecordingBackend implements LockBackend {

    private final LockBackend backend;
    private final CallLog log;

    RecordingBackend(LockBackend backend, CallLog log) {
        this.backend = backend;
        this.log = log;
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
                        new Question(Call.ACQUIRE, name, owner, timeToLive),
                        () -> backend.tryAcquire(name, owner, timeToLive, timeout),
                        grant -> grant.isPresent() ? Outcome.DONE : Outcome.CONTENDED,
                        grant -> grant.map(Grant::token).orElse(OptionalLong.empty()))
                .map(grant -> new RecordingGrant(grant, name, owner));
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return record(
                new Question(Call.REVOKE, name, owner, Duration.ZERO),
                () -> backend.revoke(name, owner, timeout),
                RecordingBackend::outcome,
                done -> OptionalLong.empty());
    }

    @Override
    public Subscription subscribe(LockName name, Duration longest, Duration timeout, Runnable freed) {
        return backend.subscribe(name, longest, timeout, freed);
    }

    @Override
    public void close() {
        backend.close();
    }

    private static Outcome outcome(boolean done) {
        return done ? Outcome.DONE : Outcome.ENDED;
    }

    /**
     * @param meaning of an answer; an exception says it by its kind, one that no backend should throw is unknown
     * @param token read once the answer is there
     */
    private <T> T record(
            Question question, Supplier<T> request, Function<T, Outcome> meaning, Function<T, OptionalLong> token) {
        long number = log.asked(
                question.call(),
                question.name().value(),
                question.owner(),
                question.timeToLive().toNanos(),
                System.nanoTime());
        long end = Event.NEVER;
        Outcome outcome = Outcome.UNKNOWN;
        OptionalLong shown = OptionalLong.empty();
        try {
            T answer = request.get();
            end = System.nanoTime();
            outcome = meaning.apply(answer);
            shown = token.apply(answer);
            return answer;
        } catch (LockStoreException e) {
            outcome = Outcome.FAILED;
            throw e;
        } finally {
            log.answered(number, end == Event.NEVER ? System.nanoTime() : end, outcome, shown);
        }
    }

    private record Question(Call call, LockName name, String owner, Duration timeToLive) {}

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
                    new Question(call, name, owner, timeToLive),
                    request,
                    RecordingBackend::outcome,
                    done -> grant.token());
        }
    }
}
