package dev.lockrace.lab.load;

/**
 * The progress of all tasks.
 *
 * @param endedTasks the confirmed tasks of the runs that have ended
 * @param unfinishedRuns the runs with confirmed tasks that have not ended
 */
public record TaskProgress(int endedTasks, int unfinishedRuns) {

    /** The progress before the first task. */
    public static final TaskProgress NONE = new TaskProgress(0, 0);

    static final String SQL = """
            select coalesce(sum(tasks_confirmed) filter (where ended_at is not null), 0) as ended_tasks,
                   count(*) filter (where ended_at is null and tasks_confirmed is not null) as unfinished_runs
            from run
            """;
}
