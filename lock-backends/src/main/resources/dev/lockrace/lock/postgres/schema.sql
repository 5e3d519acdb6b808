-- The schema of the lock backend "database", for PostgreSQL 12 or later. Safe to run repeatedly.
-- The sequence holds the greatest token of all locks, in microseconds since the epoch.
create sequence if not exists lockrace_lease_token cache 1;

-- A lock is free if its ends_at has passed. A release sets ends_at to -infinity and keeps the row, on which concurrent
-- attempts to acquire queue up. Rows of which ends_at and awaited_until have passed for a minute are deleted. Rows are updated in place (HOT), so pages keep free space; an index on ends_at would prevent that.
-- A release notifies the channel lockrace_lease_released only while a client waits (awaited_until).
create table if not exists lockrace_lease (
    name          text collate "C" primary key,
    owner         text        not null,
    token         bigint      not null,
    ends_at       timestamptz not null,
    awaited_until timestamptz not null default '-infinity'
) with (fillfactor = 70);
