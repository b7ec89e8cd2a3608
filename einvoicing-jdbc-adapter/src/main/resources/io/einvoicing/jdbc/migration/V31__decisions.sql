-- What a command decides about calls whose outcome is unknown; null = it drives on.

alter table redrive_command add column decision text check (decision in ('REPEAT', 'GIVE_UP'));
