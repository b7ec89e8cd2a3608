-- The queue of the flow: submissions are claimed in batches from their own table, in fair shares of lanes.

alter table submission add column lost_leases int not null default 0;

drop index submission_due;
drop index submission_executing;
-- The due work of each lane, the longest due first.
create index submission_waiting
    on submission (tenant_id, environment_id, due_at)
    where status in ('SCHEDULED', 'PENDING') and due_at is not null;
-- What workers have in hand, and what they may have left behind.
create index submission_executing
    on submission (tenant_id, environment_id)
    where status = 'EXECUTING';

-- Reminders are no longer stored.
drop table scheduled_tasks;
