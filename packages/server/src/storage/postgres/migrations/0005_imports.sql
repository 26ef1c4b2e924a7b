CREATE TABLE imports (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL,
  source_id uuid,
  state text NOT NULL CHECK (state IN ('uploading', 'draft', 'running', 'done', 'failed', 'cancelled')),
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz,
  files jsonb NOT NULL DEFAULT '[]',
  mapping jsonb,
  fingerprint text,
  rows bigint NOT NULL DEFAULT 0,
  accepted bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  duplicates bigint NOT NULL DEFAULT 0,
  events bigint NOT NULL DEFAULT 0,
  bytes_read bigint NOT NULL DEFAULT 0,
  bytes_total bigint NOT NULL DEFAULT 0,
  place jsonb,
  problem text
);
CREATE INDEX imports_workspace ON imports (workspace_id, created_at DESC, id);
CREATE INDEX imports_fingerprint ON imports (workspace_id, fingerprint) WHERE state = 'done';
COMMENT ON COLUMN imports.files IS 'what was uploaded: id in the file store, name, bytes, SHA-256, and what was detected';
COMMENT ON COLUMN imports.fingerprint IS 'SHA-256 over the digests of the files and the mapping: the same again adds nothing';
COMMENT ON COLUMN imports.events IS 'messages that the accepted rows became';
COMMENT ON COLUMN imports.place IS 'how far the rows are in: file, table and row; saved with the counts, so that a restart goes on there';

CREATE TABLE import_rejects (
  import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  n bigint GENERATED ALWAYS AS IDENTITY,
  file text NOT NULL,
  line bigint NOT NULL,
  reason text NOT NULL,
  raw text NOT NULL,
  PRIMARY KEY (import_id, n)
);
COMMENT ON TABLE import_rejects IS 'Rows that did not get in; written with the checkpoint that counts them';
COMMENT ON COLUMN import_rejects.raw IS 'the row as it came, at most 4,000 characters';

CREATE TABLE import_mappings (
  workspace_id uuid NOT NULL,
  name text NOT NULL,
  mapping jsonb NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, name)
);
COMMENT ON TABLE import_mappings IS 'Mappings kept under a name, to be used again';
