-- How the vault and the container of each published environment were last.

create table vault_health (
    tenant_id      uuid not null,
    environment_id uuid not null,
    -- Null while the first look is claimed.
    checked_at     timestamptz,
    health         jsonb,
    -- A node looks at it until then.
    claimed_until  timestamptz,
    primary key (tenant_id, environment_id),
    foreign key (tenant_id, environment_id) references service_environment,
    check ((checked_at is null) = (health is null))
);
