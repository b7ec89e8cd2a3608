-- Which vault and which container belongs to which tenant.

create table address_claim (
    tenant_id  uuid not null,
    address    text collate "C" not null,
    claimed_at timestamptz not null,
    primary key (tenant_id, address)
);
-- An address belongs to one tenant of all. Where the schema is distributed by tenant, the table is reference data, as tenant is.
create unique index address_claim_address on address_claim (address);

-- What is in use already belongs to whom it served first.
insert into address_claim (tenant_id, address, claimed_at)
select distinct on (address) tenant_id, address, accessed_at
from (
    select
        tenant_id,
        accessed_at,
        -- As CanonicalAddress writes it.
        case
            when vault ~* '^[a-z]+://[^/]' then regexp_replace(lower(substring(vault from '^[^:]+://[^/]+')), '[.]*(:443)?$', '') || '/'
            else rtrim(vault, '/')
        end as address
    from vault_access
    where outcome = 'OK') used
order by address, accessed_at
on conflict do nothing;

update service_environment set container = rtrim(container, '/') where container is not null;
insert into address_claim (tenant_id, address, claimed_at)
select distinct on (e.container) e.tenant_id, e.container, p.published_at
from service_environment e
join published_environment p
    on p.tenant_id = e.tenant_id and p.environment_id = e.environment_id and p.number = e.published_number
where e.container is not null
order by e.container, p.published_at
on conflict do nothing;
