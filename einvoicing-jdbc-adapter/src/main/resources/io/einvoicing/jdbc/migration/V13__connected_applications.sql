-- Connected applications, and what was deployed to them.

create table connected_application (
    tenant_id       uuid not null,
    application_id  uuid not null,
    name            text collate "C" not null,
    type            text not null,
    application_url text collate "C" not null,
    -- The directory that gives the token: a tenant id or a domain name.
    directory       text collate "C" not null,
    client_id       text collate "C" not null,
    -- Where the client's secret is; never the secret.
    secret_vault    text collate "C" not null,
    secret_name     text collate "C" not null,
    environments    uuid[] not null,
    revision        bigint not null,
    primary key (tenant_id, application_id),
    constraint connected_application_name unique (tenant_id, name)
);

-- Stays when its application is deleted.
create table setup_deployment (
    tenant_id      uuid not null,
    application_id uuid not null,
    deployment_id  uuid not null,
    feature_id     uuid not null,
    version        int not null,
    deployed_at    timestamptz not null,
    deployed_by    uuid not null,
    by_name        text not null,
    settings       jsonb not null,
    primary key (tenant_id, application_id, deployment_id)
);
create index setup_deployment_history on setup_deployment
    (tenant_id, application_id, deployed_at desc, deployment_id desc);
create trigger append_only before update or delete on setup_deployment
    for each row execute function refuse_change();
