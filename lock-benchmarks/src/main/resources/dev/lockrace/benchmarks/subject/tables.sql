-- ShedLock
create table if not exists shedlock (
    name       varchar(64)  not null primary key,
    lock_until timestamp    not null,
    locked_at  timestamp    not null,
    locked_by  varchar(255) not null
);

-- Spring Integration
create table if not exists int_lock (
    lock_key      char(36)     not null,
    region        varchar(100) not null,
    client_id     char(36),
    created_date  timestamp    not null,
    expired_after timestamp    not null,
    constraint int_lock_pk primary key (lock_key, region)
);

-- The bare driver. The fill factor leaves room for in-place updates, as in lockrace's table.
create table if not exists bare_lock (
    name    text collate "C" primary key,
    owner   text        not null,
    ends_at timestamptz not null
) with (fillfactor = 70);
