-- The table of the lock backend "database", PostgreSQL 12 or later. Safe to run again.
-- The token sequence keeps no cache, so that tokens grow in the order of the grants.
create sequence if not exists lockrace_lease_token cache 1;

-- A row is free when ends_at has passed. A release marks it free and does not delete it: the row is what
-- concurrent tries queue up on. Rows are updated in place, so pages keep room for that; an index on ends_at would
-- forbid it. A release notifies the channel lockrace_lease_freed only while somebody waits (awaited_until).
create table if not exists lockrace_lease (
    name          text collate "C" primary key,
    owner         text        not null,
    token         bigint      not null,
    ends_at       timestamptz not null,
    awaited_until timestamptz not null default '-infinity'
) with (fillfactor = 70);
