package dev.lockrace.producer.run;

import dev.lockrace.producer.problem.BadRequestException;
import dev.lockrace.race.DurationRange;
import dev.lockrace.race.RaceBackend;
import dev.lockrace.race.RaceDefaults;
import dev.lockrace.race.event.EventLog;
import dev.lockrace.race.task.TaskMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;

/** The validation of a run request, which fills in the defaults. */
@Component
class RunPlanner {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

    private final RunProperties defaults;

    RunPlanner(RunProperties defaults) {
        this.defaults = defaults;
    }

    /**
     * Plans a new run.
     *
     * @throws BadRequestException if a value is invalid
     */
    RunPlan plan(RunRequest request) {
        UUID id = UUID.randomUUID();
        RaceBackend backend = backend(request.backend());
        return new RunPlan(
                id,
                1,
                tasks(request.tasks()),
                backend,
                duration("hold", request.hold(), RaceDefaults.HOLD, TaskMessage.HOLD_RANGE),
                duration("timeToLive", request.timeToLive(), RaceDefaults.TIME_TO_LIVE, TaskMessage.TIME_TO_LIVE_RANGE),
                lockName(request.lockName(), "run:" + id),
                fencing(request.fencing(), backend));
    }

    /**
     * Plans more tasks for a run, with the values of its other tasks.
     *
     * @throws BadRequestException if the number of tasks is invalid, or any other value is given
     */
    RunPlan extension(EventLog.Run run, RunRequest request) {
        if (!request.equals(RunRequest.ofTasks(request.tasks()))) {
            throw new BadRequestException(
                    "Only the field tasks may be given: additional tasks have the other values of the run");
        }
        return new RunPlan(
                run.id(),
                run.tasksRequested() + 1,
                request.tasks() == null ? 1 : tasks(request.tasks()),
                backend(run.backend()),
                run.hold(),
                run.timeToLive(),
                run.lockName(),
                run.fencing());
    }

    private static int tasks(@Nullable String text) {
        if (text == null) {
            return RaceDefaults.TASKS;
        }
        try {
            int tasks = Integer.parseInt(text);
            if (tasks >= 1 && tasks <= RaceDefaults.MAX_TASKS) {
                return tasks;
            }
        } catch (NumberFormatException e) {
            // Rejected below, with the value.
        }
        throw new BadRequestException(
                "tasks must be a whole number from 1 to %d, was: %s".formatted(RaceDefaults.MAX_TASKS, text));
    }

    private RaceBackend backend(@Nullable String text) {
        String name = text == null ? defaults.backend() : text;
        return RaceBackend.find(name)
                .orElseThrow(() -> new BadRequestException(
                        "backend must be one of %s, was: %s".formatted(RaceBackend.ids(), name)));
    }

    private static Duration duration(String field, @Nullable String text, Duration defaultValue, DurationRange range) {
        if (text == null) {
            return defaultValue;
        }
        return parse(text)
                .filter(range::contains)
                .orElseThrow(() -> new BadRequestException(
                        "%s must be a duration from %dms to %dm, such as 3s, 500ms or PT3S, was: %s"
                                .formatted(
                                        field,
                                        range.min().toMillis(),
                                        range.max().toMinutes(),
                                        text)));
    }

    /**
     * Rejects a number without a unit, since Spring's default of milliseconds would surprise a caller who means
     * seconds.
     */
    private static Optional<Duration> parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DurationStyle.detectAndParse(text));
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String lockName(@Nullable String text, String defaultValue) {
        if (text == null) {
            return defaultValue;
        }
        if (!TaskMessage.isLockName(text)) {
            throw new BadRequestException("lockName must have 1 to %d bytes of valid UTF-8 without NUL, had %d"
                    .formatted(TaskMessage.MAX_LOCK_NAME_BYTES, text.getBytes(StandardCharsets.UTF_8).length));
        }
        return text;
    }

    private static boolean fencing(@Nullable String text, RaceBackend backend) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw new BadRequestException("fencing must be true or false, was: " + text);
        }
        if (!backend.offersFencing()) {
            throw new BadRequestException(
                    "fencing must be false for backend %s, which offers no fencing token, was: true"
                            .formatted(backend.id()));
        }
        return true;
    }
}
