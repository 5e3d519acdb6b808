-- What the producer and the workers record of a run, and what they create.

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
    -- Numbers of the tasks that the broker did not confirm: they may still arrive.
    unconfirmed_tasks integer[]   not null default '{}',
    created_at        timestamptz not null default clock_timestamp(),
    -- The verdict, once all confirmed tasks have ended.
    ended_at          timestamptz,
    peak_holders      integer,
    verdict           text
);

create index run_created_at on run (created_at);
create index run_lock_name on run (backend, lock_name);

-- One try of one worker at one task. No foreign key: it would take a lock on the run's row for every task.
create table attempt (
    id           bigint generated always as identity primary key,
    run_id       uuid        not null,
    task_number  integer     not null,
    worker       text        not null,
    -- The database's clock, read before the lock was asked for.
    requested_at timestamptz not null,
    -- The same clock, read after the grant.
    acquired_at  timestamptz,
    -- The same clock, read before the release.
    released_at  timestamptz,
    closed_at    timestamptz,
    -- Null while open.
    outcome      text check (outcome in
                     ('invoiced', 'contended', 'duplicate', 'fenced', 'dead', 'failed', 'unknown', 'lost', 'given-back')),
    token        bigint,
    -- Whether the work was done to its end, and its effect not refused.
    work_done    boolean     not null default false,
    reason       text
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

-- The guarded resource's memory: the greatest token that has written under a lock name.
create table fence (
    backend   text   not null,
    lock_name text   not null,
    token     bigint not null,
    primary key (backend, lock_name)
);
