package dev.lockrace.producer.run;

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

/** Checks what a caller said of a run, and fills in the rest. */
@Component
class RunPlanner {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+");

    private final RunProperties defaults;

    RunPlanner(RunProperties defaults) {
        this.defaults = defaults;
    }

    /**
     * The plan of a new run.
     *
     * @throws BadRunRequestException if a value is wrong; the message names it and what is allowed
     */
    RunPlan plan(RunRequest request) {
        UUID id = UUID.randomUUID();
        RaceBackend backend = backend(request.backend());
        return new RunPlan(
                id,
                1,
                tasks(request.tasks()),
                backend,
                duration("hold", request.hold(), RaceDefaults.HOLD, Duration.ZERO, TaskMessage.MAX_HOLD),
                duration(
                        "timeToLive",
                        request.timeToLive(),
                        RaceDefaults.TIME_TO_LIVE,
                        TaskMessage.MIN_TIME_TO_LIVE,
                        TaskMessage.MAX_TIME_TO_LIVE),
                lockName(request.lockName(), "run:" + id),
                fencing(request.fencing(), backend));
    }

    /**
     * The plan of more tasks for a run, like those that it has.
     *
     * @throws BadRunRequestException if something else is asked for than a number of tasks
     */
    RunPlan extension(EventLog.Run run, RunRequest request) {
        if (!request.equals(RunRequest.ofTasks(request.tasks()))) {
            throw new BadRunRequestException(
                    "More tasks of a run are like its others: only their number may be given, as tasks");
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
            // Answered below, with the value.
        }
        throw new BadRunRequestException(
                "tasks must be a whole number from 1 to %d, was: %s".formatted(RaceDefaults.MAX_TASKS, text));
    }

    private RaceBackend backend(@Nullable String text) {
        String name = text == null ? defaults.backend() : text;
        return RaceBackend.find(name)
                .orElseThrow(() -> new BadRunRequestException(
                        "backend must be one of %s, was: %s".formatted(RaceBackend.ids(), name)));
    }

    private static Duration duration(
            String field, @Nullable String text, Duration otherwise, Duration least, Duration longest) {
        if (text == null) {
            return otherwise;
        }
        return parse(text)
                .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(longest) <= 0)
                .orElseThrow(() -> new BadRunRequestException(
                        "%s must be a duration from %dms to %dm, such as 3s, 500ms or PT3S, was: %s"
                                .formatted(field, least.toMillis(), longest.toMinutes(), text)));
    }

    /** A number without a unit is nothing: milliseconds would surprise who means seconds. */
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

    private static String lockName(@Nullable String text, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        boolean unicode = StandardCharsets.UTF_8.newEncoder().canEncode(text);
        if (bytes < 1 || bytes > TaskMessage.MAX_LOCK_NAME_BYTES || text.indexOf('\0') >= 0 || !unicode) {
            throw new BadRunRequestException(
                    "lockName must have 1 to %d bytes of valid UTF-8 without NUL, was one of %d bytes"
                            .formatted(TaskMessage.MAX_LOCK_NAME_BYTES, bytes));
        }
        return text;
    }

    private static boolean fencing(@Nullable String text, RaceBackend backend) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (!text.equals("true")) {
            throw new BadRunRequestException("fencing must be true or false, was: " + text);
        }
        if (!backend.offersFencing()) {
            throw new BadRunRequestException(
                    "fencing must be false on backend %s, which offers no fencing token, was: true"
                            .formatted(backend.id()));
        }
        return true;
    }
}
