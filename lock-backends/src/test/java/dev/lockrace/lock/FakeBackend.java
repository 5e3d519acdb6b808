package dev.lockrace.lock;

import dev.lockrace.lock.Guarantees.ClockStep;
import dev.lockrace.lock.Guarantees.Eviction;
import dev.lockrace.lock.Guarantees.Failover;
import dev.lockrace.lock.Guarantees.Scope;
import dev.lockrace.lock.Guarantees.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** A backend that grants every request unless a test overrides its answers, and records all requests. */
public final class FakeBackend implements LockBackend {

    static final Duration MIN_TIME_TO_LIVE = Duration.ofMillis(1);
    static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(1);

    /**
     * @param timeToLive of the lease; zero for requests that end it
     * @param interrupted whether the interrupt status of the calling thread was set
     */
    record Request(
            String action, LockName name, String owner, Duration timeToLive, Duration timeout, boolean interrupted) {}

    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile Function<Request, Boolean> onAcquire = request -> true;
    volatile Function<Request, Boolean> onRenew = request -> true;
    volatile Function<Request, Boolean> onRelease = request -> true;
    volatile Function<Request, Boolean> onRevoke = request -> true;
    volatile Supplier<Subscription> onSubscribe = () -> Subscription.NONE;
    volatile OptionalLong token = OptionalLong.empty();
    private final String backendName;
    private volatile boolean closed;

    FakeBackend() {
        this("fake");
    }

    public FakeBackend(String name) {
        this.backendName = name;
    }

    @Override
    public String name() {
        return backendName;
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(
                Scope.PROCESS,
                "the test's",
                ClockStep.NO_EFFECT,
                Duration.ofNanos(1),
                Duration.ZERO,
                MIN_TIME_TO_LIVE,
                MAX_TIME_TO_LIVE,
                token.isPresent(),
                false,
                Failover.NOT_APPLICABLE,
                Eviction.NEVER,
                Waiting.POLL,
                0,
                0,
                List.of());
    }

    @Override
    public Optional<Grant> tryAcquire(LockName name, String owner, Duration timeToLive, Duration timeout) {
        return request("acquire", name, owner, timeToLive, timeout, onAcquire)
                ? Optional.of(new FakeGrant(name, owner))
                : Optional.empty();
    }

    @Override
    public boolean revoke(LockName name, String owner, Duration timeout) {
        return request("revoke", name, owner, Duration.ZERO, timeout, onRevoke);
    }

    @Override
    public Subscription subscribe(LockName name, Duration maxWait, Duration timeout, Runnable onRelease) {
        return onSubscribe.get();
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }

    List<Request> requests(String action) {
        return requests.stream()
                .filter(request -> request.action().equals(action))
                .toList();
    }

    private boolean request(
            String action,
            LockName name,
            String owner,
            Duration timeToLive,
            Duration timeout,
            Function<Request, Boolean> answer) {
        Request request = new Request(
                action, name, owner, timeToLive, timeout, Thread.currentThread().isInterrupted());
        requests.add(request);
        return answer.apply(request);
    }

    private final class FakeGrant implements Grant {

        private final LockName name;
        private final String owner;

        private FakeGrant(LockName name, String owner) {
            this.name = name;
            this.owner = owner;
        }

        @Override
        public OptionalLong token() {
            return token;
        }

        @Override
        public boolean renew(Duration timeToLive, Duration timeout) {
            return request("renew", name, owner, timeToLive, timeout, onRenew);
        }

        @Override
        public boolean release(Duration timeout) {
            return request("release", name, owner, Duration.ZERO, timeout, onRelease);
        }
    }
}
