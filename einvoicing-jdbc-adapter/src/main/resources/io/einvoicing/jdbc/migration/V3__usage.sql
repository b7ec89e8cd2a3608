-- Usage: the append-only ledger of counted documents, and the purchases.

-- One entry for each document that was counted. The key is what is counted once, over all history; hence the partitions are
-- by tenant and never by time.
create table usage_entry (
    tenant_id        uuid not null,
    environment_id   uuid not null,
    direction        text collate "C" not null check (direction in ('EXPORT', 'IMPORT')),
    erp_application  text collate "C" not null,
    legal_entity     text collate "C" not null,
    document_context text collate "C" not null,
    source_record    text collate "C" not null,
    feature_id       uuid not null,
    submission_id    uuid not null,
    counted_at       timestamptz not null,
    -- Day in the tenant's billing zone at the instant of counting; never changes, whatever becomes of the zone.
    billing_day      date not null,
    primary key (
        tenant_id, environment_id, direction, erp_application, legal_entity, document_context, source_record)
) partition by hash (tenant_id);

do $$
begin
    for remainder in 0..15 loop
        execute format(
            'create table usage_entry_%s partition of usage_entry for values with (modulus 16, remainder %s)',
            to_char(remainder, 'FM00'), remainder);
    end loop;
end $$;

create index usage_entry_day on usage_entry (tenant_id, direction, billing_day);

create trigger append_only before update or delete on usage_entry
    for each row execute function refuse_change();

create table purchase (
    tenant_id   uuid not null,
    purchase_id uuid not null,
    acquired_on date not null,
    packages    bigint not null,
    recorded_by uuid not null,
    recorded_at timestamptz not null,
    primary key (tenant_id, purchase_id)
);
create index purchase_day on purchase (tenant_id, acquired_on, recorded_at);

create trigger append_only before update or delete on purchase
    for each row execute function refuse_change();
