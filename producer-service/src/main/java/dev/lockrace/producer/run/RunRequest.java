package dev.lockrace.producer.run;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request for a run. Each value is text, so that the response to an invalid value can quote it. Each may be null for
 * its default.
 *
 * @param tasks the number of tasks
 * @param backend the lock backend
 * @param hold the duration of the work, such as {@code 3s} or {@code PT3S}
 * @param timeToLive the time to live of the lease, in the same format
 * @param lockName the name of the lock; by default, a name that only this run uses
 * @param fencing {@code true} or {@code false}
 */
record RunRequest(
        @Nullable String tasks,
        @Nullable String backend,
        @Nullable String hold,
        @Nullable String timeToLive,
        @Nullable String lockName,
        @Nullable String fencing) {

    /** A request for the defaults. */
    static final RunRequest DEFAULTS = new RunRequest(null, null, null, null, null, null);

    /** Returns a request for a number of tasks, with defaults for everything else. */
    static RunRequest ofTasks(@Nullable String tasks) {
        return new RunRequest(tasks, null, null, null, null, null);
    }

    /** Returns the request of these query parameters. The values of a repeated parameter are joined. */
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

    /** The names of all fields. */
    static final List<String> FIELDS = Arrays.stream(RunRequest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
}
