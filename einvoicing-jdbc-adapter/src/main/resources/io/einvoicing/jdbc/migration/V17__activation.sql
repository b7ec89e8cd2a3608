-- Domains and first configurators of tenants, and which service each tenant configures.

alter table tenant
    add column domain text collate "C",
    add column configurator jsonb;

-- A domain belongs to one tenant of all: the only key that does not lead with tenant_id. Where the schema is distributed by tenant,
-- the table tenant is reference data, a copy of which is on every node.
create unique index tenant_domain on tenant (domain);

create table service_parameters (
    tenant_id uuid not null,
    geography text not null,
    endpoint  text not null,
    revision  bigint not null,
    primary key (tenant_id)
);
