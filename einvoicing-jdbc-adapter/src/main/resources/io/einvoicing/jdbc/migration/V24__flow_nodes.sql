-- The nodes that are at work, so that each takes its share of what one host bears. Belongs to no tenant.

create table flow_node (
    node_id       uuid primary key,
    present_until timestamptz not null
);
