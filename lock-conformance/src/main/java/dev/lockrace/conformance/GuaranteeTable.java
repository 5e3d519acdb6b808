package dev.lockrace.conformance;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.Guarantees.Waiting;
import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The guarantees of backends as a Markdown table, generated from the data that the tests verify. */
public final class GuaranteeTable {

    private static final Map<String, Function<Guarantees, String>> ROWS = rows();

    private GuaranteeTable() {}

    /** Returns a table with a column per backend and a row per guarantee. Lines end with a line feed. */
    public static String markdown(List<? extends LockBackend> backends) {
        StringBuilder table = new StringBuilder();
        line(table, "guarantee", backends, backend -> "`" + backend.name() + "`");
        line(table, "---", backends, backend -> "---");
        ROWS.forEach((guarantee, text) -> line(table, guarantee, backends, it -> text.apply(it.guarantees())));
        return table.toString();
    }

    private static void line(
            StringBuilder table,
            String head,
            List<? extends LockBackend> backends,
            Function<LockBackend, String> cell) {
        String cells = backends.stream().map(cell).collect(Collectors.joining(" | "));
        table.append("| ").append(head).append(" | ").append(cells).append(" |\n");
    }

    private static Map<String, Function<Guarantees, String>> rows() {
        Map<String, Function<Guarantees, String>> rows = new LinkedHashMap<>();
        rows.put("scope of exclusion (L1)", GuaranteeTable::scope);
        rows.put("clock that determines expiry (L2)", Guarantees::clock);
        rows.put("a step of that clock", GuaranteeTable::clockStep);
        rows.put("time to live (L9)", it -> span(it.minTimeToLive()) + " to " + span(it.maxTimeToLive()));
        rows.put("time to live is rounded up to (L9)", it -> span(it.granularity()));
        rows.put("maximum delay of expiry (L2) and of the end of a minimum hold (L13)", it -> span(it.maxOverrun()));
        rows.put("fencing token (L4)", it -> it.fencing() ? "yes" : "rejected");
        rows.put("leases survive a restart of the store (L12)", it -> yesOrNo(it.survivesRestart()));
        rows.put("a failover to an asynchronous replica can lose", GuaranteeTable::failover);
        rows.put("a full store evicts leases", GuaranteeTable::eviction);
        rows.put("a release is detected by (L10)", GuaranteeTable::waiting);
        rows.put("an expired lease is detected by (L10)", it -> "polling, " + pause(it.waiting()));
        rows.put("order of waiting clients (L10)", it -> "none; threads of one client in the order of their calls");
        rows.put("round trips to acquire", it -> Integer.toString(it.acquireRoundTrips()));
        rows.put("round trips to release", it -> Integer.toString(it.releaseRoundTrips()));
        rows.put("permissions that the client's user needs", GuaranteeTable::permissions);
        return rows;
    }

    private static String permissions(Guarantees guarantees) {
        return guarantees.permissions().isEmpty()
                ? "none"
                : guarantees.permissions().stream().map(it -> "`" + it + "`").collect(Collectors.joining("; "));
    }

    private static String scope(Guarantees guarantees) {
        return switch (guarantees.scope()) {
            case PROCESS -> "threads of one process";
            case SHARED -> "all clients of the store";
        };
    }

    private static String clockStep(Guarantees guarantees) {
        return switch (guarantees.clockStep()) {
            case NO_EFFECT -> "has no effect: it is monotonic";
            case SHIFTS_EXPIRY ->
                "forward: leases may end earlier by the step, and two clients may hold the lock; back: a lease that is not"
                        + " renewed lasts longer by the step; tokens keep growing";
        };
    }

    private static String failover(Guarantees guarantees) {
        return switch (guarantees.failover()) {
            case NOT_APPLICABLE -> "not applicable";
            case LATEST_WRITES -> "the latest grants, renewals, releases and tokens";
            case ALL_LEASES -> "all leases: there are no replicas";
        };
    }

    private static String eviction(Guarantees guarantees) {
        return switch (guarantees.eviction()) {
            case NEVER -> "no";
            case IF_CONFIGURED -> "if it is configured so; the client logs a warning";
            case WHEN_FULL -> "yes, and two clients may hold the lock";
        };
    }

    private static String waiting(Guarantees guarantees) {
        return switch (guarantees.waiting()) {
            case POLL -> "polling, " + pause(Waiting.POLL);
            case NOTIFIED -> "notification, with polling as a fallback, " + pause(Waiting.NOTIFIED);
        };
    }

    private static String pause(Waiting waiting) {
        return "with pauses of up to " + span(waiting.maxPause());
    }

    private static String yesOrNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    private static String span(Duration duration) {
        if (duration.isZero()) {
            return "0";
        }
        if (duration.toDays() > 0) {
            return whole(duration, Duration.ofDays(1), "days");
        }
        if (duration.toSeconds() > 0) {
            return whole(duration, Duration.ofSeconds(1), "s");
        }
        return duration.toMillis() > 0
                ? whole(duration, Duration.ofMillis(1), "ms")
                : duration.toNanos() % 1_000 == 0 ? duration.toNanos() / 1_000 + " µs" : duration.toNanos() + " ns";
    }

    /** Formats a duration that is not a whole number of units as the next whole number less the difference. */
    private static String whole(Duration duration, Duration unit, String name) {
        long units = duration.dividedBy(unit);
        Duration rest = duration.minus(unit.multipliedBy(units));
        return rest.isZero() ? units + " " + name : "%d %s less %s".formatted(units + 1, name, span(unit.minus(rest)));
    }
}
