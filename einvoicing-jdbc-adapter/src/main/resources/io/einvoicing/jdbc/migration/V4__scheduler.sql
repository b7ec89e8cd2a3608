-- The table of db-scheduler 16, as its documentation gives it. It holds hints only: a lost row delays a submission until the
-- next sweep and loses nothing.

create table scheduled_tasks (
    task_name            text not null,
    task_instance        text not null,
    task_data            bytea,
    execution_time       timestamptz not null,
    picked               boolean not null,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures int,
    last_heartbeat       timestamptz,
    version              bigint not null,
    priority             smallint,
    primary key (task_name, task_instance)
-- Every row lives briefly: vacuum early.
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);
