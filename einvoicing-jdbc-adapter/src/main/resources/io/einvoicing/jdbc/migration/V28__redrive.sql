-- Commands to drive on many submissions, and how far they are. Whoever carries one out locks its row.

create table redrive_command (
    tenant_id       uuid not null,
    command_id      uuid not null,
    selection       jsonb not null,
    total           bigint not null,
    redriven        bigint not null,
    refused         jsonb not null,
    failed          bigint not null,
    -- The last submission that it came across; null = it has not begun.
    cursor_at       timestamptz,
    cursor_id       uuid,
    -- How many of the submissions that it names it came across.
    named           int not null,
    started_by      uuid not null,
    started_by_name text not null,
    started_at      timestamptz not null,
    seen_at         timestamptz not null,
    ended_at        timestamptz,
    primary key (tenant_id, command_id)
);

create index redrive_command_latest
    on redrive_command (tenant_id, started_at desc, command_id desc);
create index redrive_command_open
    on redrive_command (tenant_id, seen_at)
    where ended_at is null;
