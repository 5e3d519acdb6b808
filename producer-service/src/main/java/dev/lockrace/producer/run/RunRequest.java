package dev.lockrace.producer.run;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may say of a run, as text, so that every wrong value is answered with the value itself. All may be null.
 *
 * @param tasks how many
 * @param backend of the lock
 * @param hold how long the work takes, such as {@code 3s} or {@code PT3S}
 * @param timeToLive of the lease, likewise
 * @param lockName what the tasks contend for; the run's own when null
 * @param fencing {@code true} or {@code false}
 */
record RunRequest(
        @Nullable String tasks,
        @Nullable String backend,
        @Nullable String hold,
        @Nullable String timeToLive,
        @Nullable String lockName,
        @Nullable String fencing) {

    /** All defaults. */
    static final RunRequest NOTHING_SAID = new RunRequest(null, null, null, null, null, null);

    /** Nothing but a number of tasks. */
    static RunRequest ofTasks(@Nullable String tasks) {
        return new RunRequest(tasks, null, null, null, null, null);
    }

    /** Query parameters; one that is given twice is told with both its values. */
    static RunRequest of(Map<String, List<String>> parameters) {
        return new RunRequest(
                text(parameters, "tasks"),
                text(parameters, "backend"),
                text(parameters, "hold"),
                text(parameters, "timeToLive"),
                text(parameters, "lockName"),
                text(parameters, "fencing"));
    }

    private static @Nullable String text(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : String.join(",", values);
    }

    static final List<String> FIELDS = Arrays.stream(RunRequest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
}
