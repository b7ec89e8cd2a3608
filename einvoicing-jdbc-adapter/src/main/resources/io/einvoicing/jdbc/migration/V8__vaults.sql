-- Customers' vaults and containers: every access to a vault.

create table vault_access (
    tenant_id        uuid not null,
    access_id        uuid not null,
    accessed_at      timestamptz not null,
    environment_id   uuid,
    -- Its name at the time of the access.
    environment_name text,
    vault            text collate "C" not null,
    -- Null for the list of all.
    object           text collate "C",
    operation        text not null check (operation in ('GET_SECRET', 'GET_CERTIFICATE', 'LIST', 'SIGN')),
    user_kind        text not null check (user_kind in ('SUBMISSION', 'USER', 'APPLICATION', 'SERVICE')),
    user_id          uuid,
    user_name        text not null,
    outcome          text not null check (outcome in ('OK', 'NOT_FOUND', 'DENIED', 'UNAVAILABLE')),
    latency_millis   bigint not null,
    primary key (tenant_id, access_id),
    check ((environment_id is null) = (environment_name is null)),
    check ((user_id is null) = (user_kind = 'SERVICE'))
);
create index vault_access_log on vault_access (tenant_id, accessed_at desc, access_id desc);
-- What a submission, a user or an application did.
create index vault_access_user on vault_access (tenant_id, user_id, accessed_at desc, access_id desc)
    where user_id is not null;
-- What did not work is rare among what did.
create index vault_access_failed on vault_access (tenant_id, outcome, accessed_at desc, access_id desc)
    where outcome <> 'OK';

create trigger append_only before update or delete on vault_access
    for each row execute function refuse_change();
