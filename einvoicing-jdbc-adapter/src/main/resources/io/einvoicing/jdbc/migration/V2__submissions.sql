-- Submissions: one row holds the whole state, so that a claim, a checkpoint and a completion are one update each.

create table submission (
    tenant_id        uuid not null,
    submission_id    uuid not null,
    -- What was asked for; never changes.
    environment_id   uuid not null,
    erp_application  text collate "C" not null,
    legal_entity     text collate "C" not null,
    document_context text collate "C" not null,
    source_record    text collate "C" not null,
    kind             text not null,
    parent_id        uuid,
    feature_id       uuid not null,
    feature_version  int not null,
    setup            text not null,
    input            jsonb not null,
    context          jsonb not null,
    variables        jsonb not null,
    submitted_by     uuid not null,
    submitted_at     timestamptz not null,
    -- Where processing stands.
    status           text not null
        check (status in ('SCHEDULED', 'EXECUTING', 'PENDING', 'COMPLETED', 'FAILED', 'CANCELED')),
    pending_reason   text,
    -- When SCHEDULED or PENDING work is due; null = not by itself.
    due_at           timestamptz,
    -- When EXECUTING work is due: the end of the worker's lease. In no index, so that a checkpoint, which prolongs the lease,
    -- touches none.
    lease_end        timestamptz,
    attempt          int not null,
    sent             boolean not null,
    flow             jsonb not null,
    results          jsonb not null,
    invoice_status   text,
    failure          text not null,
    counting         text not null,
    ended_at         timestamptz,
    primary key (tenant_id, submission_id)
-- Room in each page lets a checkpoint stay in its page (HOT).
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.05);

-- A business document is submitted as ORIGINAL once.
create unique index submission_original
    on submission (tenant_id, environment_id, erp_application, legal_entity, document_context, source_record)
    where kind = 'ORIGINAL';

-- At most one submission of a business document is in process.
create unique index submission_in_process
    on submission (tenant_id, environment_id, erp_application, legal_entity, document_context, source_record)
    where status in ('SCHEDULED', 'EXECUTING', 'PENDING');

-- The submissions of a business document that neither key above finds: those sent again.
create index submission_again
    on submission (tenant_id, environment_id, erp_application, legal_entity, document_context, source_record)
    where kind <> 'ORIGINAL';

-- The sweep over all tenants: what is due, and what a worker may have left behind.
create index submission_due
    on submission (due_at)
    where status in ('SCHEDULED', 'PENDING');
create index submission_executing
    on submission (tenant_id, submission_id)
    where status = 'EXECUTING';

-- The log, the newest first; whole, for one parent, and for the statuses that need a person's eye.
create index submission_log
    on submission (tenant_id, submitted_at desc, submission_id desc);
create index submission_child
    on submission (tenant_id, parent_id, submitted_at desc, submission_id desc)
    where parent_id is not null;
create index submission_attention
    on submission (tenant_id, status, submitted_at desc, submission_id desc)
    where status in ('PENDING', 'FAILED', 'CANCELED');
