package dev.lockrace.conformance;

import dev.lockrace.lock.Guarantees;
import dev.lockrace.lock.LockBackend;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What backends promise, as a Markdown table: written from the same data that the tests hold them to. */
public final class GuaranteeTable {

    private static final Map<String, Function<Guarantees, String>> ROWS = rows();

    private GuaranteeTable() {}

    /** A column for each backend, a row for each guarantee; lines end with a line feed. */
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
        rows.put("excludes (L1)", GuaranteeTable::scope);
        rows.put("a lease ends by the clock of (L2)", Guarantees::clock);
        rows.put("time to live (L9)", it -> span(it.minTimeToLive()) + " to " + span(it.maxTimeToLive()));
        rows.put("rounded up to (L9)", it -> span(it.granularity()));
        rows.put("ends late by up to (L2)", it -> span(it.overrun()));
        rows.put("fencing token (L4)", it -> it.fencing() ? "yes" : "refused");
        rows.put("leases survive the store's restart (L12)", it -> yesOrNo(it.survivesRestart()));
        rows.put("leases survive a failover to a lagging replica", it -> yesOrNo(it.survivesFailover()));
        rows.put("a waiter learns of a release (L10)", GuaranteeTable::waiting);
        rows.put("round trips to acquire", it -> Integer.toString(it.acquireRoundTrips()));
        rows.put("round trips to release", it -> Integer.toString(it.releaseRoundTrips()));
        return rows;
    }

    private static String scope(Guarantees guarantees) {
        return switch (guarantees.scope()) {
            case PROCESS -> "threads of one process";
            case SHARED -> "all clients of the store";
        };
    }

    private static String waiting(Guarantees guarantees) {
        return switch (guarantees.waiting()) {
            case POLL -> "by asking again";
            case NOTIFIED -> "from the store; it asks again as the net";
        };
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

    /** A duration that is no whole number of units is told with what it lacks to the next. */
    private static String whole(Duration duration, Duration unit, String name) {
        long units = duration.dividedBy(unit);
        Duration rest = duration.minus(unit.multipliedBy(units));
        return rest.isZero() ? units + " " + name : "%d %s less %s".formatted(units + 1, name, span(unit.minus(rest)));
    }
}
