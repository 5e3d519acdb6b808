package dev.lockrace.worker.event;

/** The statements of {@link AttemptLog}. */
final class AttemptSql {

    private static final String ASYNC_COMMIT = "set_config('synchronous_commit', 'off', true)";

    /**
     * An earlier attempt may still hold a lease if it is in progress, if the lock server did not answer, or if it
     * released the lease: an attempt is closed before its release.
     */
    static final String START = """
            with mine as (
                insert into attempt (run_id, task_number, worker, requested_at)
                select id, :task, :worker, clock_timestamp() from run where id = :run
                returning id, requested_at),
            earlier as (
                select max(requested_at) filter (where outcome is null or outcome = 'unknown'
                                                 or (outcome in ('lost', 'requeued') and acquired_at is not null))
                           as open_since,
                       coalesce(bool_or(outcome in ('invoiced', 'contended', 'duplicate', 'fenced')), false) as ended
                from attempt where run_id = :run and task_number = :task)
            select mine.id, mine.requested_at,
                   extract(epoch from clock_timestamp() - earlier.open_since) * 1000 as open_age_ms,
                   earlier.ended or exists (select from invoice where run_id = :run and task_number = :task) as ended
            from mine cross join earlier
            """;

    static final String REQUESTED_AGAIN =
            "update attempt set requested_at = clock_timestamp() where id = :id returning " + ASYNC_COMMIT;

    /** Only attempts in progress may renew a lease. */
    static final String PREDECESSOR_LAST_REQUEST = """
            select extract(epoch from clock_timestamp() - max(coalesce(last_requested_at, requested_at))) * 1000
                   as age_ms
            from attempt where run_id = :run and task_number = :task and id < :id and outcome is null
            """;

    /** A closed attempt stays unchanged, since its events may already have been judged. */
    static final String RENEWED = """
            update attempt set last_requested_at = greatest(requested_at, last_requested_at, :lastRequest)
            where id = :id and closed_at is null returning
            """ + " " + ASYNC_COMMIT;

    static final String ACQUIRED = """
            update attempt set acquired_at = clock_timestamp(), token = :token where id = :id
            returning exists (select from invoice where run_id = :run and task_number = :task) as invoiced,
            """ + ASYNC_COMMIT;

    static final String CLOSE = """
            update attempt
            set outcome = :outcome, reason = :reason, closed_at = clock_timestamp(),
                released_at = case when acquired_at is not null then clock_timestamp() end
            where id = :id returning case when not :endsTask then
            """ + " " + ASYNC_COMMIT + " end";

    /** Only for attempts of this worker: no other worker knows whether they continue. */
    static final String CLOSE_INTERRUPTED = """
            update attempt set outcome = 'unknown', reason = :reason, closed_at = clock_timestamp()
            where run_id = :run and task_number = :task and worker = :worker and outcome is null
            """;

    /**
     * The row lock on the fence orders the invoices of a lock name, so that their ids follow the order of their commits.
     * With fencing off, a smaller token is accepted and proves that the lock is broken. If the attempt no longer exists,
     * the run was cleared and nothing is written.
     */
    static final String WRITE_INVOICE = """
            with passed as (
                insert into fence (backend, lock_name, token)
                select :backend, :lockName, :token from attempt where id = :id and :token is not null
                on conflict (backend, lock_name) do update set token = greatest(fence.token, excluded.token)
                where fence.token <= excluded.token or not :fencing
                returning token),
            written as (
                insert into invoice (run_id, task_number, backend, lock_name, title, worker, token)
                select :run, :task, :backend, :lockName, :title, :worker, :token from attempt
                where id = :id and (:token is null or exists (select from passed))
                on conflict (run_id, task_number) do nothing
                returning id),
            ended as (
                select case when exists (select from written) then 'invoiced'
                            when :token is null or exists (select from passed) then 'duplicate'
                            else 'fenced' end as outcome)
            update attempt
            set outcome = ended.outcome, work_done = ended.outcome <> 'fenced',
                last_requested_at = greatest(requested_at, last_requested_at, :lastRequest),
                released_at = clock_timestamp(), closed_at = clock_timestamp()
            from ended where attempt.id = :id
            returning attempt.outcome
            """;

    private AttemptSql() {}
}
