-- Features: configuration providers, derived features, sharing, and deletion that leaves accepted submissions what they need.

create table configuration_provider (
    tenant_id        uuid not null,
    provider_id      uuid not null,
    name             text collate "C" not null,
    internet_address text,
    active           boolean not null,
    revision         bigint not null,
    primary key (tenant_id, provider_id),
    constraint configuration_provider_name unique (tenant_id, name)
);
create unique index configuration_provider_active on configuration_provider (tenant_id) where active;

-- The provider with which a tenant starts has the tenant's own id.
insert into configuration_provider (tenant_id, provider_id, name, active, revision)
select tenant_id, tenant_id, coalesce(tenant.name, tenant_id::text), true, 1
from (select distinct tenant_id from feature) owner left join tenant using (tenant_id);

alter table feature
    add column provider_id     uuid,
    -- The base may belong to another tenant, hence no foreign key; its name is that of the day of derivation.
    add column base_tenant_id  uuid,
    add column base_feature_id uuid,
    add column base_name       text,
    add column deleted_at      timestamptz,
    add constraint feature_not_derived_from_itself check (base_feature_id <> feature_id);
update feature set provider_id = tenant_id;
alter table feature alter column provider_id set not null;

-- The name of a deleted feature is free again.
alter table feature drop constraint feature_name;
create unique index feature_name on feature (tenant_id, name) where deleted_at is null;
create index feature_base on feature (tenant_id, base_feature_id) where base_feature_id is not null;

-- Version of the base feature on which the version stands.
alter table feature_version add column base_version int;

create index deployment_feature on deployment (tenant_id, feature_id);

create table feature_share (
    tenant_id  uuid not null,
    feature_id uuid not null,
    domain     text collate "C" not null,
    shared_at  timestamptz not null,
    shared_by  uuid not null,
    primary key (tenant_id, feature_id, domain),
    foreign key (tenant_id, feature_id) references feature
);
-- Asked by the organization that is shared with, which does not know the owners.
create index feature_share_domain on feature_share (domain);
