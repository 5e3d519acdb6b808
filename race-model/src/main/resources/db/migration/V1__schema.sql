-- The events of runs that the producer and the workers record, and what they create.

create table run (
    id                uuid primary key,
    lock_name         text        not null,
    backend           text        not null,
    fencing           boolean     not null,
    hold_ms           bigint      not null,
    time_to_live_ms   bigint      not null,
    tasks_requested   integer     not null,
    -- Null while the tasks are being published.
    tasks_confirmed   integer,
    -- Numbers of the tasks that the broker did not confirm. They may still arrive.
    unconfirmed_tasks integer[]   not null default '{}',
    created_at        timestamptz not null default clock_timestamp(),
    -- The verdict, set when all confirmed tasks have ended.
    ended_at          timestamptz,
    peak_holders      integer,
    verdict           text
);

create index run_created_at on run (created_at);
create index run_lock_name on run (backend, lock_name);

-- One try of one worker at one task. No foreign key: it would lock the run's row for every task.
create table attempt (
    id                bigint generated always as identity primary key,
    run_id            uuid        not null,
    task_number       integer     not null,
    worker            text        not null,
    -- The database's clock, read before the lock was requested.
    requested_at      timestamptz not null,
    -- The database's clock, read no later than the last request, a renewal or the first, after which the lease is known
    -- to be held. Null when that is requested_at.
    last_requested_at timestamptz,
    -- The database's clock, read after the grant.
    acquired_at       timestamptz,
    -- The database's clock, read before the release.
    released_at       timestamptz,
    closed_at         timestamptz,
    -- Null while the attempt is in progress. A task that was sent again after it was dead-lettered is 'retried'.
    outcome           text check (outcome in
                          ('invoiced', 'contended', 'duplicate', 'fenced', 'dead-lettered', 'retried', 'failed',
                           'unknown', 'lost', 'requeued')),
    token             bigint,
    -- Whether the work was done to its end and its effect was not rejected.
    work_done         boolean     not null default false,
    reason            text
);

create index attempt_task on attempt (run_id, task_number);

create table invoice (
    id          bigint generated always as identity primary key,
    run_id      uuid         not null,
    task_number integer      not null,
    backend     text         not null,
    lock_name   text         not null,
    title       varchar(100) not null,
    worker      text         not null,
    token       bigint,
    created_at  timestamptz  not null default clock_timestamp(),
    unique (run_id, task_number)
);

-- The protected resource's memory: the greatest token that has written under a lock name.
create table fence (
    backend   text   not null,
    lock_name text   not null,
    token     bigint not null,
    primary key (backend, lock_name)
);

-- Dead letters that the producer has moved here from the dead-letter queue, until they are sent again or deleted.
create table dead_letter (
    id               bigint generated always as identity primary key,
    -- Set by the worker that dead-lettered the task, since the broker may deliver a message twice. Null if the broker did.
    dead_letter_id   uuid unique,
    dead_lettered_at timestamptz not null default clock_timestamp(),
    reason           text        not null,
    -- Null if the broker dead-lettered the task.
    worker           text,
    -- Null if the message can't be read.
    run_id           uuid,
    task_number      integer,
    body             bytea       not null,
    -- Set while it is being sent again.
    retrying_since   timestamptz
);
