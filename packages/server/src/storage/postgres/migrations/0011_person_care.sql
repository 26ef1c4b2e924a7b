CREATE TABLE person_notes (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id),
  identity_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('note', 'task')),
  text text NOT NULL,
  due_at timestamptz,
  assignee_id text,
  done_at timestamptz,
  done_by text,
  written_by text NOT NULL,
  written_at timestamptz NOT NULL,
  changed_at timestamptz
);
CREATE INDEX person_notes_identity ON person_notes (workspace_id, identity_id);
CREATE INDEX person_notes_tasks ON person_notes (workspace_id, due_at, id) WHERE kind = 'task';
COMMENT ON TABLE person_notes IS 'What staff wrote beside a person';
COMMENT ON COLUMN person_notes.identity_id IS 'the identifier that named the person when it was written; the note follows it through joins and their undoing';

CREATE TABLE erasures (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id),
  person_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('running', 'done', 'lifted')),
  reason text NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  ended_at timestamptz,
  lifted_at timestamptz,
  identity_ids uuid[] NOT NULL,
  receipts jsonb NOT NULL DEFAULT '[]'
);
CREATE INDEX erasures_workspace ON erasures (workspace_id, requested_at DESC, id DESC);
COMMENT ON TABLE erasures IS 'People who were erased, with a receipt for each store';
COMMENT ON COLUMN erasures.identity_ids IS 'hashes of all identifiers of the person; nobody can go back from them to the values';

CREATE TABLE erased_identities (
  workspace_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  erasure_id uuid NOT NULL REFERENCES erasures (id),
  PRIMARY KEY (workspace_id, identity_id)
);
COMMENT ON TABLE erased_identities IS 'Whose events are dropped when they come again, so that nobody who was erased comes back by a late event';
