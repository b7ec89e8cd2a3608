-- What waits for nothing that comes by itself: a person, or the documents before it in its chain. Rare, and cheap to count.

create index submission_stopped
    on submission (tenant_id, status)
    where status in ('SCHEDULED', 'PENDING') and due_at is null;
