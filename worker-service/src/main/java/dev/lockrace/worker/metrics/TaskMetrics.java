package dev.lockrace.worker.metrics;

import dev.lockrace.lock.spring.LockClients;
import dev.lockrace.race.event.AttemptOutcome;
import dev.lockrace.race.task.TaskMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Counters of tasks by outcome and of invoices by backend. Every combination is registered at 0. */
@Component
public class TaskMetrics {

    /** The name of the counter of written invoices. */
    static final String INVOICES_CREATED = "invoices.created";

    private final Map<AttemptOutcome, Counter> tasks;
    private final Map<String, Counter> invoices;
    private final Map<String, Counter> fenced;

    TaskMetrics(MeterRegistry registry, LockClients locks) {
        tasks = Arrays.stream(AttemptOutcome.values())
                .filter(AttemptOutcome::endsTask)
                .collect(Collectors.toMap(
                        Function.identity(),
                        outcome -> Counter.builder("tasks")
                                .description("Ended tasks, by outcome")
                                .tags("outcome", outcome.id())
                                .register(registry)));
        invoices = perBackend(registry, locks.backends(), INVOICES_CREATED, "Invoices written");
        fenced = perBackend(
                registry, locks.backends(), "invoices.fenced", "Invoices rejected because of their fencing token");
    }

    private static Map<String, Counter> perBackend(
            MeterRegistry registry, Collection<String> backends, String name, String description) {
        return backends.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        backend -> Counter.builder(name)
                                .description(description)
                                .tags("backend", backend)
                                .register(registry)));
    }

    /** Counts the end of a task whose backend is known. */
    public void ended(TaskMessage task, AttemptOutcome outcome) {
        increment(tasks, outcome);
        if (outcome == AttemptOutcome.INVOICED) {
            increment(invoices, task.backend());
        } else if (outcome == AttemptOutcome.FENCED) {
            increment(fenced, task.backend());
        }
    }

    /** Counts a dead-lettered message. */
    public void deadLettered() {
        increment(tasks, AttemptOutcome.DEAD_LETTERED);
    }

    private static <K> void increment(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            throw new IllegalArgumentException("No counter for " + key);
        }
        counter.increment();
    }
}
