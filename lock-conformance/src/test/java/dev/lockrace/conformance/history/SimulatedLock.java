package dev.lockrace.conformance.history;

import dev.lockrace.conformance.history.Event.Call;
import dev.lockrace.conformance.history.Event.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A simulation of a lock and its clients. Requests and responses are delayed or lost, and the lock can have a defect.
 * Times are in nanoseconds of simulated time.
 */
final class SimulatedLock {

    private static final int MILLI = 1_000_000;
    private static final int MIN_TIME_TO_LIVE = 50;
    private static final int MAX_TIME_TO_LIVE = 150;
    private static final long TIMEOUT = 30 * MILLI;
    private static final int CLIENTS = 4;

    /** The defect of the lock. */
    enum Defect {
        NONE,
        RELEASE_WITHOUT_OWNER_CHECK,
        RENEWAL_WITHOUT_OWNER_CHECK,
        REVIVED_LEASE,
        EARLY_EXPIRY,
        NO_EXPIRY,
        NO_EXCLUSION,
        TOKEN_CREATED_BEFORE_GRANT,
        FAILURE_AS_CONTENDED,
        SUCCESS_AS_FAILURE
    }

    /**
     * @param timeToLive the requested time to live; 0 for a release
     * @param arrives the time at which the lock receives it
     * @param end the time at which its client receives the response or times out
     * @param counter the last token when it was sent
     */
    private record Request(
            int client, Call call, String owner, long timeToLive, long start, long arrives, long end, long counter) {

        boolean timesOut() {
            return end < arrives || end - start >= TIMEOUT;
        }

        Request withoutResponse() {
            return new Request(client, call, owner, timeToLive, start, arrives, arrives - 1, counter);
        }
    }

    private record Held(String owner, long endsAt, long token) {}

    private final Defect defect;
    private final String name;
    private final Random random;
    private final PriorityQueue<Request> inFlight = new PriorityQueue<>(Comparator.comparingLong(Request::arrives));
    private final List<Event> history = new ArrayList<>();
    private final List<@Nullable Held> leases = new ArrayList<>();
    private @Nullable Held holder;
    private int acquisitions;
    private long counter;

    private SimulatedLock(Defect defect, String name, long seed) {
        this.defect = defect;
        this.name = name;
        this.random = new Random(seed);
    }

    /** Returns the history of about the given number of requests, as the clients observe it. */
    static List<Event> history(Defect defect, String name, long seed, int requests) {
        SimulatedLock lock = new SimulatedLock(defect, name, seed);
        for (int client = 0; client < CLIENTS; client++) {
            lock.leases.add(null);
            lock.send(client, 0);
        }
        while (lock.history.size() < requests) {
            lock.handle(lock.inFlight.remove());
        }
        return lock.history;
    }

    /** Sends the next request of a client after a random pause. Some requests fail. */
    private void send(int client, long after) {
        Held lease = leases.get(client);
        long start = after + upTo(chance(4) ? 250 : 20);
        long arrives = start + upTo(chance(40) ? 300 : chance(6) ? 25 : 3);
        long end = chance(40) ? start + TIMEOUT : Math.min(arrives + upTo(3), start + TIMEOUT);
        Call call = lease == null ? Call.ACQUIRE : chance(2) ? Call.RENEW : Call.RELEASE;
        String owner = lease == null ? name + " owner " + ++acquisitions : lease.owner();
        Request request = new Request(client, call, owner, timeToLive(call), start, arrives, end, counter);
        if (chance(12)) {
            fail(request);
        } else if (request.timesOut()) {
            inFlight.add(request);
            complete(request, Outcome.UNKNOWN);
        } else {
            inFlight.add(request);
        }
    }

    private long timeToLive(Call call) {
        long spread = upTo(MAX_TIME_TO_LIVE - MIN_TIME_TO_LIVE);
        return call == Call.RELEASE ? 0 : (long) MIN_TIME_TO_LIVE * MILLI + spread;
    }

    private void fail(Request request) {
        if (defect == Defect.SUCCESS_AS_FAILURE) {
            inFlight.add(request.withoutResponse());
        }
        boolean asContended = defect == Defect.FAILURE_AS_CONTENDED && request.call() == Call.ACQUIRE;
        complete(request, asContended ? Outcome.CONTENDED : Outcome.FAILED);
    }

    private void handle(Request request) {
        Outcome outcome = apply(request);
        if (!request.timesOut()) {
            complete(request, outcome);
        }
    }

    private Outcome apply(Request request) {
        Held held = holder;
        boolean free = held == null || held.endsAt() <= request.arrives();
        boolean own = held != null && held.owner().equals(request.owner());
        return switch (request.call()) {
            case ACQUIRE -> acquire(request, free);
            case RENEW ->
                change(request, isValid(own, free) || (!free && defect == Defect.RENEWAL_WITHOUT_OWNER_CHECK));
            case RELEASE, REVOKE ->
                change(request, isValid(own, free) || (!free && defect == Defect.RELEASE_WITHOUT_OWNER_CHECK));
        };
    }

    private boolean isValid(boolean own, boolean free) {
        return own && (!free || defect == Defect.REVIVED_LEASE);
    }

    private Outcome acquire(Request request, boolean free) {
        if (!free && defect != Defect.NO_EXCLUSION) {
            return Outcome.CONTENDED;
        }
        counter++;
        boolean premature = defect == Defect.TOKEN_CREATED_BEFORE_GRANT;
        holder = new Held(request.owner(), endOf(request), premature ? request.counter() : counter);
        return Outcome.DONE;
    }

    private Outcome change(Request request, boolean allowed) {
        Held held = holder;
        if (!allowed || held == null) {
            return Outcome.ENDED;
        }
        holder = request.call() == Call.RENEW ? new Held(held.owner(), endOf(request), held.token()) : null;
        return Outcome.DONE;
    }

    private long endOf(Request request) {
        return switch (defect) {
            case EARLY_EXPIRY -> request.arrives() + request.timeToLive() * 7 / 10;
            case NO_EXPIRY -> Event.NEVER;
            default -> request.arrives() + request.timeToLive();
        };
    }

    /** Records what the client observes, and sends its next request. */
    private void complete(Request request, Outcome outcome) {
        Held granted =
                request.call() == Call.ACQUIRE && outcome == Outcome.DONE ? holder : leases.get(request.client());
        history.add(new Event(
                "client " + request.client(),
                request.call(),
                name,
                request.owner(),
                request.timeToLive(),
                request.start(),
                request.end(),
                outcome,
                granted == null ? OptionalLong.empty() : OptionalLong.of(granted.token())));
        boolean ended = outcome == Outcome.ENDED || request.call() == Call.RELEASE;
        boolean abandons = ended ? !chance(4) : chance(20);
        leases.set(request.client(), abandons ? null : granted);
        send(request.client(), request.end());
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private long upTo(int millis) {
        return random.nextInt(millis * MILLI);
    }
}
