-- Export channels: documents that are generated and stored wait for a run of their channel, which sends them together.

-- The run that has the document; a run is a submission too.
alter table submission add column channel_run uuid;

-- What waits in each channel and is in no run, the longest submitted first.
create index submission_channel
    on submission (tenant_id, environment_id, feature_id, setup, submitted_at, submission_id)
    where status = 'PENDING' and pending_reason = 'WAITING_FOR_CHANNEL' and channel_run is null;
-- The documents of a run.
create index submission_channel_run
    on submission (tenant_id, channel_run)
    where channel_run is not null;
