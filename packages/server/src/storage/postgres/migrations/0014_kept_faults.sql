ALTER TABLE refusals ADD COLUMN faults jsonb NOT NULL DEFAULT '[]', ADD COLUMN client jsonb;
ALTER TABLE dead_letters ADD COLUMN faults jsonb NOT NULL DEFAULT '[]', ADD COLUMN client jsonb;
COMMENT ON COLUMN refusals.faults IS 'what detail says, as codes and values; empty: it is said in words only';
COMMENT ON COLUMN dead_letters.faults IS 'what detail says, as codes and values; empty: it is said in words only';
COMMENT ON COLUMN refusals.client IS 'what the call told of a visitor''s browser, so that it can be taken again under the same rules; never an address. null: nothing';
COMMENT ON COLUMN dead_letters.client IS 'what the call told of a visitor''s browser, so that it can be taken again under the same rules; never an address. null: nothing';
