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
 * A lock with its clients in simulated time: requests arrive late or never, and so do answers; and it can be broken.
 * Times are in nanoseconds.
 */
final class SimulatedLock {

    private static final int MILLI = 1_000_000;
    private static final int MIN_TIME_TO_LIVE = 50;
    private static final int MAX_TIME_TO_LIVE = 150;
    private static final long TIMEOUT = 30 * MILLI;
    private static final int CLIENTS = 4;

    /** What is broken. */
    enum Defect {
        NONE,
        FREES_ANOTHERS_LEASE,
        RENEWS_ANOTHERS_LEASE,
        REVIVES_AN_ENDED_LEASE,
        ENDS_EARLY,
        NEVER_ENDS,
        GRANTS_WHAT_IS_HELD,
        TOKEN_COMPUTED_BEFORE_THE_WAIT,
        FAILURE_SAID_TO_BE_CONTENDED,
        DONE_SAID_TO_BE_FAILED
    }

    /**
     * @param timeToLive as asked for; 0 for a release
     * @param arrives when the lock gets it
     * @param end when its client has the answer, or gives up
     * @param counter the last token when it was sent
     */
    private record Request(
            int client, Call call, String owner, long timeToLive, long start, long arrives, long end, long counter) {

        boolean timesOut() {
            return end < arrives || end - start >= TIMEOUT;
        }

        Request withoutAnswer() {
            return new Request(client, call, owner, timeToLive, start, arrives, arrives - 1, counter);
        }
    }

    private record Held(String owner, long endsAt, long token) {}

    private final Defect defect;
    private final String name;
    private final Random random;
    private final PriorityQueue<Request> underWay = new PriorityQueue<>(Comparator.comparingLong(Request::arrives));
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

    /** What the clients saw in about that many requests. */
    static List<Event> history(Defect defect, String name, long seed, int requests) {
        SimulatedLock lock = new SimulatedLock(defect, name, seed);
        for (int client = 0; client < CLIENTS; client++) {
            lock.leases.add(null);
            lock.send(client, 0);
        }
        while (lock.history.size() < requests) {
            lock.handle(lock.underWay.remove());
        }
        return lock.history;
    }

    /** A client's next request, after a pause; it goes wrong now and then. */
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
            underWay.add(request);
            answer(request, Outcome.UNKNOWN);
        } else {
            underWay.add(request);
        }
    }

    private long timeToLive(Call call) {
        long spread = upTo(MAX_TIME_TO_LIVE - MIN_TIME_TO_LIVE);
        return call == Call.RELEASE ? 0 : (long) MIN_TIME_TO_LIVE * MILLI + spread;
    }

    private void fail(Request request) {
        if (defect == Defect.DONE_SAID_TO_BE_FAILED) {
            underWay.add(request.withoutAnswer());
        }
        boolean lies = defect == Defect.FAILURE_SAID_TO_BE_CONTENDED && request.call() == Call.ACQUIRE;
        answer(request, lies ? Outcome.CONTENDED : Outcome.FAILED);
    }

    private void handle(Request request) {
        Outcome outcome = done(request);
        if (!request.timesOut()) {
            answer(request, outcome);
        }
    }

    private Outcome done(Request request) {
        Held held = holder;
        boolean free = held == null || held.endsAt() <= request.arrives();
        boolean own = held != null && held.owner().equals(request.owner());
        return switch (request.call()) {
            case ACQUIRE -> acquire(request, free);
            case RENEW -> change(request, lasts(own, free) || (!free && defect == Defect.RENEWS_ANOTHERS_LEASE));
            case RELEASE, REVOKE ->
                change(request, lasts(own, free) || (!free && defect == Defect.FREES_ANOTHERS_LEASE));
        };
    }

    private boolean lasts(boolean own, boolean free) {
        return own && (!free || defect == Defect.REVIVES_AN_ENDED_LEASE);
    }

    private Outcome acquire(Request request, boolean free) {
        if (!free && defect != Defect.GRANTS_WHAT_IS_HELD) {
            return Outcome.CONTENDED;
        }
        counter++;
        boolean old = defect == Defect.TOKEN_COMPUTED_BEFORE_THE_WAIT;
        holder = new Held(request.owner(), endOf(request), old ? request.counter() : counter);
        return Outcome.DONE;
    }

    private Outcome change(Request request, boolean may) {
        Held held = holder;
        if (!may || held == null) {
            return Outcome.ENDED;
        }
        holder = request.call() == Call.RENEW ? new Held(held.owner(), endOf(request), held.token()) : null;
        return Outcome.DONE;
    }

    private long endOf(Request request) {
        return switch (defect) {
            case ENDS_EARLY -> request.arrives() + request.timeToLive() * 7 / 10;
            case NEVER_ENDS -> Event.NEVER;
            default -> request.arrives() + request.timeToLive();
        };
    }

    /** Records what the client saw; then it goes on. */
    private void answer(Request request, Outcome outcome) {
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
        boolean over = outcome == Outcome.ENDED || request.call() == Call.RELEASE;
        boolean forgets = over ? !chance(4) : chance(20);
        leases.set(request.client(), forgets ? null : granted);
        send(request.client(), request.end());
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private long upTo(int millis) {
        return random.nextInt(millis * MILLI);
    }
}
