-- Counted at every readiness check, hence beside the whole; a row from before has it from its next look on.
alter table vault_health add column status text check (status in ('HEALTHY', 'WARNING', 'FAILED'));
