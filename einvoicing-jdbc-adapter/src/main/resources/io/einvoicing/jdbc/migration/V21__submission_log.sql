-- The submission log by what people look for.

-- The record first: the keys serve as the index by which a document is found, and cost no more.
drop index submission_original;
create unique index submission_original
    on submission (tenant_id, source_record, environment_id, erp_application, legal_entity, document_context)
    where kind = 'ORIGINAL';
drop index submission_again;
create index submission_again
    on submission (tenant_id, source_record, environment_id, erp_application, legal_entity, document_context)
    where kind <> 'ORIGINAL';

-- The newest first; what is never changed stands behind, so that a filter by it passes over rows without reading them.
drop index submission_log;
create index submission_log
    on submission (tenant_id, submitted_at desc, submission_id desc, environment_id, feature_id, legal_entity, document_context);

-- What waits for what, and what is rare: these indexes have no entry of a document that goes through without trouble.
create index submission_pending
    on submission (tenant_id, pending_reason, submitted_at desc, submission_id desc)
    where status = 'PENDING';
create index submission_verdict
    on submission (tenant_id, invoice_status, submitted_at desc, submission_id desc)
    where invoice_status is not null and invoice_status <> 'ACCEPTED';
create index submission_kind
    on submission (tenant_id, kind, submitted_at desc, submission_id desc)
    where kind <> 'ORIGINAL';
create index submission_not_counted
    on submission (tenant_id, counting, submitted_at desc, submission_id desc)
    where counting in ('ALREADY_COUNTED', 'RELATED');
