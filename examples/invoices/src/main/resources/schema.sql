create table if not exists invoice (
    number   bigint generated always as identity primary key,
    order_id bigint not null
);

create table if not exists account (
    id      bigint primary key,
    balance bigint not null default 0,
    fence   bigint not null default 0
);

insert into account (id) values (1) on conflict do nothing;

create table if not exists rate_update (
    updated_at timestamptz not null default now(),
    updated_by text        not null
);
