-- Each filter of the trail with the newest first; AuditIndexesTest asks for the plans.
create index audit_record_by_actor on audit_record (tenant_id, actor_id, audit_id);
create index audit_record_by_operation on audit_record (tenant_id, operation, audit_id);
-- Subjects are asked for by what they begin with, too.
create index audit_record_by_subject on audit_record (tenant_id, subject text_pattern_ops, audit_id);
create index audit_record_by_time on audit_record (tenant_id, recorded_at);
