-- Usage management: a ledger of at most 200 bytes per entry, and roll-ups from which every indicator is answered whatever the
-- length of history. All of it leads with tenant_id, as before.

-- Days and months are computed by the application, from a calendar that can change its zone from a month on.
alter table tenant add column billing jsonb;
update tenant set billing = jsonb_build_array(jsonb_build_object('zone', billing_zone));
alter table tenant alter column billing set not null, drop column billing_zone, drop column sql_zone;

-- What many entries have in common is stored once and named by a number. A number is committed before the first entry uses it and
-- stands for ever.
create table usage_series (
    tenant_id        uuid not null,
    series_no        int not null,
    environment_id   uuid not null,
    direction        text collate "C" not null check (direction in ('EXPORT', 'IMPORT')),
    erp_application  text collate "C" not null,
    legal_entity     text collate "C" not null,
    document_context text collate "C" not null,
    primary key (tenant_id, series_no),
    constraint usage_series_key
        unique (tenant_id, environment_id, direction, erp_application, legal_entity, document_context)
);

create table usage_feature (
    tenant_id  uuid not null,
    feature_no int not null,
    feature_id uuid not null,
    primary key (tenant_id, feature_no),
    constraint usage_feature_key unique (tenant_id, feature_id)
);

create temporary table usage_entry_before on commit drop as select * from usage_entry;
drop table usage_entry;

insert into usage_series
select tenant_id,
    row_number() over (
        partition by tenant_id
        order by environment_id, direction, erp_application, legal_entity, document_context),
    environment_id, direction, erp_application, legal_entity, document_context
from (
    select distinct tenant_id, environment_id, direction, erp_application, legal_entity, document_context
    from usage_entry_before) as series;

insert into usage_feature
select tenant_id, row_number() over (partition by tenant_id order by feature_id), feature_id
from (select distinct tenant_id, feature_id from usage_entry_before) as feature;

-- One entry for each document that was counted. The key is what is counted once, over all history; hence the partitions are
-- by tenant and never by time. The columns stand in an order that needs no padding. Foreign keys to series and feature would cost
-- two look-ups per entry and guard against nothing: neither table is ever deleted from.
create table usage_entry (
    occurred_at   timestamptz not null,
    series_no     int not null,
    feature_no    int not null,
    -- Day in the tenant's billing zone on which it counts; never changes, whatever becomes of the zone.
    billing_day   date not null,
    tenant_id     uuid not null,
    -- Whose flow completed; null for a document that another system counted.
    submission_id uuid,
    -- Whether its month had closed when it was recorded.
    late          boolean not null,
    source_record text collate "C" not null,
    -- Records are numbered upwards as a rule, whatever series they belong to: the key then grows at its end and its pages stay full.
    primary key (tenant_id, source_record, series_no)
) partition by hash (tenant_id);

-- Autovacuum marks pages early as visible to all: the index below then answers alone, without the table.
do $$
begin
    for remainder in 0..15 loop
        execute format(
            'create table usage_entry_%s partition of usage_entry for values with (modulus 16, remainder %s)'
                ' with (autovacuum_vacuum_insert_scale_factor = 0.05)',
            to_char(remainder, 'FM00'), remainder);
    end loop;
end $$;

insert into usage_entry
select e.counted_at, s.series_no, f.feature_no, e.billing_day, e.tenant_id, e.submission_id, false, e.source_record
from usage_entry_before e
join usage_series s using (tenant_id, environment_id, direction, erp_application, legal_entity, document_context)
join usage_feature f using (tenant_id, feature_id);

-- For drill-down and reset. Few values repeat in many entries, which a B-tree stores once each: about 7 bytes per entry.
create index usage_entry_day on usage_entry (tenant_id, billing_day, series_no, feature_no);

create trigger append_only before update or delete on usage_entry
    for each row execute function refuse_change();

-- What was recorded and is not in the roll-ups yet; written by the statement that inserts the entries.
create table usage_delta (
    tenant_id      uuid not null,
    delta_id       bigint generated always as identity,
    billing_day    date not null,
    environment_id uuid not null,
    feature_id     uuid not null,
    direction      text collate "C" not null,
    quantity       bigint not null,
    primary key (tenant_id, delta_id)
-- Every row lives briefly: vacuum early.
) with (autovacuum_vacuum_scale_factor = 0.02);

-- The roll-ups: entries by day, and by month. Room in each page lets an addition stay in its page (HOT).
create table usage_day (
    tenant_id      uuid not null,
    direction      text collate "C" not null,
    billing_day    date not null,
    environment_id uuid not null,
    feature_id     uuid not null,
    quantity       bigint not null,
    primary key (tenant_id, direction, billing_day, environment_id, feature_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create table usage_month (
    tenant_id      uuid not null,
    direction      text collate "C" not null,
    -- Its first day.
    month          date not null,
    environment_id uuid not null,
    feature_id     uuid not null,
    quantity       bigint not null,
    primary key (tenant_id, direction, month, environment_id, feature_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

insert into usage_day
select tenant_id, direction, billing_day, environment_id, feature_id, count(*)
from usage_entry_before
group by tenant_id, direction, billing_day, environment_id, feature_id;

insert into usage_month
select tenant_id, direction, date_trunc('month', billing_day::timestamp)::date, environment_id, feature_id, sum(quantity)
from usage_day
group by 1, 2, 3, 4, 5;

-- For reconciliation: what completed in a period.
create index submission_completed on submission (tenant_id, ended_at) where status = 'COMPLETED';

alter table purchase add column recorded_by_name text, add column reverses uuid;
alter table purchase disable trigger append_only;
update purchase p
set recorded_by_name = coalesce(
    (select a.actor_name from audit_record a
        where a.tenant_id = p.tenant_id and a.actor_id = p.recorded_by order by a.audit_id desc limit 1),
    p.recorded_by::text);
alter table purchase enable trigger append_only;
alter table purchase alter column recorded_by_name set not null;
create unique index purchase_reversal on purchase (tenant_id, reverses) where reverses is not null;

create table usage_policy (
    tenant_id    uuid not null,
    change_no    bigint generated always as identity,
    -- First day of the first month in which it holds.
    from_month   date not null,
    free_volume  bigint not null,
    package_size bigint not null,
    set_at       timestamptz not null,
    primary key (tenant_id, change_no)
);
create trigger append_only before update or delete on usage_policy
    for each row execute function refuse_change();

create table usage_reservation (
    tenant_id      uuid not null,
    reservation_id uuid not null,
    month          date not null,
    documents      bigint not null,
    used           bigint not null,
    reserved_by    uuid not null,
    reserved_at    timestamptz not null,
    expires_at     timestamptz not null,
    released_at    timestamptz,
    primary key (tenant_id, reservation_id)
) with (fillfactor = 70);
create index usage_reservation_open on usage_reservation (tenant_id, expires_at) where released_at is null;

create table usage_command (
    tenant_id       uuid not null,
    command_id      uuid not null,
    kind            text not null,
    state           text not null,
    done            bigint not null,
    total           bigint not null,
    started_by      uuid not null,
    started_by_name text not null,
    started_at      timestamptz not null,
    seen_at         timestamptz not null,
    ended_at        timestamptz,
    failure         text not null,
    primary key (tenant_id, command_id)
) with (fillfactor = 70);
create unique index usage_command_running on usage_command (tenant_id) where state = 'RUNNING';
create index usage_command_latest on usage_command (tenant_id, started_at desc, command_id desc);
