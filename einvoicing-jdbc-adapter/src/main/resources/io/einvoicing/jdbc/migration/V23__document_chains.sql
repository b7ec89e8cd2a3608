-- Documents of one chain run one after the other: only the first that has not ended is due.

alter table submission add column chain text collate "C";
-- Place among those of the chain that have not ended.
alter table submission add column chain_place bigint;

create index submission_chain
    on submission (tenant_id, environment_id, feature_id, chain, chain_place)
    where chain is not null and status in ('SCHEDULED', 'EXECUTING', 'PENDING');
