-- Where dead tasks live: the producer takes them out of the dead queue, lists them, and sends them again.

create table dead_task (
    id             bigint generated always as identity primary key,
    -- Given by the worker that gave up, since the broker may deliver a message twice; null where none did.
    dead_id        uuid unique,
    died_at        timestamptz not null default clock_timestamp(),
    reason         text        not null,
    -- Null where no worker gave up, but the broker.
    worker         text,
    -- Null where the message can't be read.
    run_id         uuid,
    task_number    integer,
    body           bytea       not null,
    -- While it is being sent again.
    retrying_since timestamptz
);

-- A dead task that was sent again has not ended.
alter table attempt drop constraint attempt_outcome_check;
alter table attempt add constraint attempt_outcome_check check (outcome in
    ('invoiced', 'contended', 'duplicate', 'fenced', 'dead', 'failed', 'unknown', 'lost', 'given-back', 'retried'));
