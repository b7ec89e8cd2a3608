-- Number sequences and every value that was drawn from them: gap-free, each value for one submission.

create table number_sequence (
    tenant_id      uuid not null,
    sequence_id    uuid not null,
    environment_id uuid not null,
    -- The only feature that draws from it; null = all features.
    feature_id     uuid,
    name           text collate "C" not null,
    description    text not null,
    in_use         boolean not null,
    first_value    bigint not null check (first_value >= 0),
    -- The values first_value to first_value + drawn - 1 are in number_value; the row's lock makes draws one by one.
    drawn          bigint not null check (drawn >= 0),
    revision       bigint not null,
    primary key (tenant_id, sequence_id)
) with (fillfactor = 70);
create unique index number_sequence_name on number_sequence
    (tenant_id, environment_id, name, coalesce(feature_id, '00000000-0000-0000-0000-000000000000'));

create table number_value (
    tenant_id     uuid not null,
    submission_id uuid not null,
    action        text collate "C" not null,
    sequence_id   uuid not null,
    value         bigint not null,
    drawn_at      timestamptz not null,
    primary key (tenant_id, submission_id, action),
    constraint number_value_once unique (tenant_id, sequence_id, value),
    foreign key (tenant_id, sequence_id) references number_sequence
);
create trigger append_only before update or delete on number_value
    for each row execute function refuse_change();
