-- What a flow remembers is written with each checkpoint, read only as a whole and never searched: as text, nothing has to be parsed.
alter table submission
    alter column flow type text using flow::text,
    alter column results type text using results::text;
