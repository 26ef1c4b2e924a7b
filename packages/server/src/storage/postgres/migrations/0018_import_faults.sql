ALTER TABLE import_rejects ADD COLUMN faults jsonb, ALTER COLUMN reason DROP NOT NULL;
ALTER TABLE imports ADD COLUMN faults jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN import_rejects.faults IS 'why, as codes and values; null: rejected before these were kept, and said by reason';
COMMENT ON COLUMN import_rejects.reason IS 'why, in words, of rows that were rejected before faults were kept';
COMMENT ON COLUMN imports.faults IS 'why it failed, or what else to know, as codes and values; empty: nothing, or said by problem';
COMMENT ON COLUMN imports.problem IS 'the same in words, of imports that ended before faults were kept';
