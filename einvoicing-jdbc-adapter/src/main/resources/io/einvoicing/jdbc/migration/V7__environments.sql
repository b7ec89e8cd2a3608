-- Service environments: deletion, and one container for each.

-- A deleted environment keeps its row: its name stays taken, and reports keep it.
alter table service_environment add column deleted_at timestamptz;

-- Address, without token, of the container to which what is published leads; null before the first publication and after deletion.
alter table service_environment add column container text collate "C";
create unique index service_environment_container on service_environment (tenant_id, container);

-- Who published, for people. Former snapshots have it from the audit record of their publication.
alter table published_environment add column published_by_name text;
alter table published_environment disable trigger append_only;
update published_environment p
set published_by_name = coalesce(
    (
        select a.actor_name from audit_record a
        where a.tenant_id = p.tenant_id and a.subject = 'environment/' || p.environment_id
            and a.operation = 'environment.publish' and a.recorded_at = p.published_at
        limit 1),
    p.published_by::text);
alter table published_environment enable trigger append_only;
alter table published_environment alter column published_by_name set not null;
