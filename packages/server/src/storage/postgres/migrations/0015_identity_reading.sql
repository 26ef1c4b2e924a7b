ALTER TABLE identity_rules ADD COLUMN reading integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN identity_rules.reading IS 'counts changes of how values are read';
ALTER TABLE identity_assertions ADD COLUMN read_by integer NOT NULL DEFAULT 0, ADD COLUMN doubted_by integer;
COMMENT ON COLUMN identity_assertions.read_by IS 'the newest reading of values (identity_rules.reading) by which an event said so';
COMMENT ON COLUMN identity_assertions.doubted_by IS 'while events are read again: the reading by which an event that said so says so no more';
CREATE INDEX identity_assertions_doubted ON identity_assertions (workspace_id, a, b, rule) WHERE doubted_by IS NOT NULL;
ALTER TABLE identity_work DROP CONSTRAINT identity_work_kind_check;
ALTER TABLE identity_work ADD CONSTRAINT identity_work_kind_check CHECK (kind IN ('rules', 'duplicates', 'reading'));
