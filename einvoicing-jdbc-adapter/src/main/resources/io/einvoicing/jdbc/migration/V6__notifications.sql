-- Notifications: what happened, who subscribed to it, and the delivery to each subscription.

create table notification (
    tenant_id       uuid not null,
    notification_id uuid not null,
    type            text collate "C" not null,
    occurred_at     timestamptz not null,
    subject         text not null,
    body            text not null,
    data            jsonb not null,
    primary key (tenant_id, notification_id)
);
create index notification_log on notification (tenant_id, occurred_at desc, notification_id desc);

create trigger append_only before update or delete on notification
    for each row execute function refuse_change();

create table notification_subscription (
    tenant_id       uuid not null,
    subscription_id uuid not null,
    -- Patterns such as usage.*; compared with all patterns that match a notification's type.
    types           text[] collate "C" not null,
    channel         text not null check (channel in ('EMAIL', 'WEBHOOK')),
    address         text collate "C" not null,
    -- Where the key is with which messages are signed; never the key.
    secret_vault    text,
    secret_name     text,
    active          boolean not null,
    created_by      uuid not null,
    created_at      timestamptz not null,
    primary key (tenant_id, subscription_id),
    constraint notification_subscription_address unique (tenant_id, channel, address),
    check ((secret_vault is null) = (secret_name is null))
);

create table notification_delivery (
    tenant_id        uuid not null,
    notification_id  uuid not null,
    subscription_id  uuid not null,
    state            text not null check (state in ('DUE', 'DELIVERED', 'GIVEN_UP')),
    -- When it is due, or since when; null = not any more.
    due_at           timestamptz,
    -- Until when a worker holds it; null = nobody does.
    lease_end        timestamptz,
    -- How often it was claimed; a worker records its outcome only if it made the latest claim.
    attempts         int not null,
    -- From when on patience counts; null = not yet tried, or asked for again.
    first_attempt_at timestamptz,
    failure          text,
    created_at       timestamptz not null,
    ended_at         timestamptz,
    primary key (tenant_id, notification_id, subscription_id),
    foreign key (tenant_id, notification_id) references notification,
    foreign key (tenant_id, subscription_id) references notification_subscription on delete cascade,
    check ((state = 'DUE') = (due_at is not null)),
    check ((state = 'DUE') = (ended_at is null))
) with (autovacuum_vacuum_scale_factor = 0.05);

-- Over all tenants: which subscriptions have something due, and what of each is due for longest.
create index notification_delivery_due on notification_delivery (tenant_id, subscription_id, due_at)
    where state = 'DUE';
-- What goes with a subscription.
create index notification_delivery_subscription on notification_delivery (tenant_id, subscription_id);
-- What workers hold.
create index notification_delivery_leased on notification_delivery (tenant_id, subscription_id, lease_end)
    where lease_end is not null;
-- The log, the newest first; whole, and for one state.
create index notification_delivery_log
    on notification_delivery (tenant_id, created_at desc, notification_id desc, subscription_id desc);
create index notification_delivery_state
    on notification_delivery (tenant_id, state, created_at desc, notification_id desc, subscription_id desc)
    where state <> 'DELIVERED';
