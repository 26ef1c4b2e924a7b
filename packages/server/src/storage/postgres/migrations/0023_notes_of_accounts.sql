ALTER TABLE person_notes
  ALTER COLUMN identity_id DROP NOT NULL,
  ADD COLUMN account_id uuid,
  ADD CONSTRAINT person_notes_about CHECK (num_nonnulls(identity_id, account_id) = 1);
CREATE INDEX person_notes_account ON person_notes (workspace_id, account_id) WHERE account_id IS NOT NULL;
COMMENT ON TABLE person_notes IS 'What staff wrote beside a person or an account';
COMMENT ON COLUMN person_notes.identity_id IS 'the identifier that named the person when it was written; the note follows it through joins and their undoing. null: it is about an account';
COMMENT ON COLUMN person_notes.account_id IS 'the account that it is about. null: it is about a person';
