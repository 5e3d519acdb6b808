package dev.lockrace.lab.load;

/**
 * How far it is.
 *
 * @param endedTasks the tasks of the runs that have ended
 * @param waitingRuns those whose tasks are confirmed, and have not all ended
 */
public record Standing(int endedTasks, int waitingRuns) {

    public static final Standing BEGIN = new Standing(0, 0);

    static final String SQL = """
            select coalesce(sum(tasks_confirmed) filter (where ended_at is not null), 0) as ended_tasks,
                   count(*) filter (where ended_at is null and tasks_confirmed is not null) as waiting_runs
            from run
            """;
}
