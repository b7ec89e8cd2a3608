-- Tenants, service environments, features and the audit trail: the configuration side.
--
-- Every primary key leads with tenant_id, and so does every foreign key: the schema can be distributed by tenant as it is.
-- Names and keys compare exactly and sort by code point (collate "C"), whatever the locale of the server.

-- Other encodings lose what people write.
do $$
begin
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'the database must have the encoding UTF8, has %', current_setting('server_encoding');
    end if;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % is refused', tg_table_name, tg_op;
end $$;

create table tenant (
    tenant_id    uuid not null,
    name         text not null,
    geography    text not null,
    billing_zone text not null,
    -- The same zone in PostgreSQL's own words: a fixed offset such as +02:00 would be read with the opposite sign.
    sql_zone     text not null,
    activations  jsonb not null,
    revision     bigint not null,
    primary key (tenant_id)
);

create table service_environment (
    tenant_id        uuid not null,
    environment_id   uuid not null,
    name             text collate "C" not null,
    draft            jsonb not null,
    -- Number of the latest snapshot; null before the first publication.
    published_number int,
    created_by       uuid not null,
    revision         bigint not null,
    primary key (tenant_id, environment_id),
    constraint service_environment_name unique (tenant_id, name)
);

-- Every snapshot that was ever published; the run side reads the latest.
create table published_environment (
    tenant_id      uuid not null,
    environment_id uuid not null,
    number         int not null,
    name           text not null,
    published_at   timestamptz not null,
    published_by   uuid not null,
    settings       jsonb not null,
    primary key (tenant_id, environment_id, number),
    foreign key (tenant_id, environment_id) references service_environment
);
create trigger append_only before update or delete on published_environment
    for each row execute function refuse_change();

create table feature (
    tenant_id  uuid not null,
    feature_id uuid not null,
    name       text collate "C" not null,
    revision   bigint not null,
    primary key (tenant_id, feature_id),
    constraint feature_name unique (tenant_id, name)
);

create table feature_version (
    tenant_id      uuid not null,
    feature_id     uuid not null,
    number         int not null,
    status         text not null check (status in ('DRAFT', 'COMPLETED', 'PUBLISHED')),
    effective_from timestamptz not null,
    content        jsonb not null,
    revision       bigint not null,
    primary key (tenant_id, feature_id, number),
    foreign key (tenant_id, feature_id) references feature
);

-- Read whole for one environment at every submission, hence the order of the key.
create table deployment (
    tenant_id      uuid not null,
    environment_id uuid not null,
    deployment_id  uuid not null,
    feature_id     uuid not null,
    version        int not null,
    effective_from timestamptz not null,
    deployed_at    timestamptz not null,
    deployed_by    uuid not null,
    canceled_at    timestamptz,
    primary key (tenant_id, environment_id, deployment_id),
    foreign key (tenant_id, feature_id, version) references feature_version
);

-- One record for every administrative change, written in the transaction of the change.
create table audit_record (
    tenant_id    uuid not null,
    audit_id     bigint generated always as identity,
    recorded_at  timestamptz not null,
    actor_id     uuid not null,
    actor_name   text not null,
    operation    text not null,
    subject      text not null,
    state_before jsonb,
    state_after  jsonb,
    primary key (tenant_id, audit_id)
);
create trigger append_only before update or delete on audit_record
    for each row execute function refuse_change();
