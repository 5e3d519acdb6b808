package dev.lockrace.lab.load;

/** The SQL statements of {@link EventDatabase}. */
final class TaskSummarySql {

    /**
     * Each task with one outcome: an invoice takes precedence, otherwise the first outcome that ended the task. The tasks
     * of a run without a recorded confirmation count as unconfirmed.
     */
    private static final String TASKS = """
            with ending as (
                select distinct on (run_id, task_number) run_id, task_number, outcome from attempt
                where outcome in ('invoiced', 'contended', 'duplicate', 'fenced', 'dead-lettered')
                order by run_id, task_number, outcome <> 'invoiced', closed_at),
            task as (
                select run.id as run_id, number,
                       tasks_confirmed is not null and number <> all (unconfirmed_tasks) as confirmed
                from run cross join generate_series(1, tasks_requested) number),
            ended as (
                select confirmed, coalesce(outcome, 'pending') as outcome
                from task left join ending on ending.run_id = task.run_id and ending.task_number = number)
            """;

    static final String TASK_OUTCOMES =
            TASKS + "select outcome as name, count(*) as count from ended where confirmed group by outcome";

    static final String UNCONFIRMED = TASKS + "select count(*) as count from ended where not confirmed";

    static final String UNCONFIRMED_PROCESSED =
            TASKS + "select count(*) as count from ended where not confirmed and outcome <> 'pending'";

    static final String CONFIRMED = "select coalesce(sum(tasks_confirmed), 0) as count from run";

    static final String UNRECORDED_CONFIRMATIONS = """
            select count(*) as count from unnest(?::uuid[], ?::int[]) as reported (id, confirmed)
            left join run on run.id = reported.id
            where coalesce(run.tasks_confirmed, 0) < reported.confirmed
            """;

    static final String INVOICES = """
            select count(*) as count from invoice join run on run.id = run_id
            where tasks_confirmed is not null and task_number <> all (unconfirmed_tasks)
            """;

    static final String INVOICES_WITHOUT_ATTEMPT = """
            select count(*) as count from invoice
            where not exists (select from attempt where attempt.run_id = invoice.run_id
                              and attempt.task_number = invoice.task_number and outcome = 'invoiced')
            """;

    static final String DEAD_LETTERS_WITHOUT_REASON = """
            select count(*) as count from attempt
            where outcome = 'dead-lettered'
              and not exists (select from dead_letter where dead_letter.run_id = attempt.run_id
                              and dead_letter.task_number = attempt.task_number and dead_letter.reason <> '')
            """;

    static final String TASKS_DONE_TWICE = """
            select count(*) as count from (
                select from attempt where work_done group by run_id, task_number having count(*) > 1) twice
            """;

    static final String LOCK_NAMES_WITHOUT_INVOICE = """
            select count(distinct lock_name) as count from run
            where ended_at is not null and tasks_confirmed > 0
              and not exists (select from invoice where invoice.run_id = run.id)
              and not exists (select from run other join invoice on invoice.run_id = other.id
                              where other.backend = run.backend and other.lock_name = run.lock_name)
              and not exists (select from attempt where attempt.run_id = run.id and outcome = 'dead-lettered')
            """;

    static final String RUNS_WITH_TWO_HOLDERS =
            "select count(*) as count from run where peak_holders > 1 or verdict = 'broken'";

    static final String ATTEMPT_OUTCOMES =
            "select outcome as name, count(*) as count from attempt where outcome is not null group by outcome";

    static final String UNCLOSED_ATTEMPTS =
            "select worker as name, count(*) as count from attempt where outcome is null group by worker";

    private TaskSummarySql() {}
}
