CREATE TABLE touchpoint_catalogues (
  workspace_id uuid PRIMARY KEY REFERENCES workspaces (id),
  version integer NOT NULL,
  pending text[] NOT NULL DEFAULT '{}',
  pending_since timestamptz
);
COMMENT ON TABLE touchpoint_catalogues IS 'The state of each catalogue; a workspace without a row has the starter catalogue';
COMMENT ON COLUMN touchpoint_catalogues.version IS 'grows with each change; the pipeline looks at it before each block';
COMMENT ON COLUMN touchpoint_catalogues.pending IS 'names of events whose stored places may be those of an earlier version; questions place them anew until they are rewritten';

CREATE TABLE touchpoints (
  workspace_id uuid NOT NULL REFERENCES touchpoint_catalogues (workspace_id),
  id text NOT NULL,
  place integer NOT NULL,
  revision integer NOT NULL,
  definition jsonb NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX touchpoints_name ON touchpoints (workspace_id, lower(definition ->> 'name'));
COMMENT ON COLUMN touchpoints.id IS 'the name in plain letters when it was made; it stays when the name is changed';
COMMENT ON COLUMN touchpoints.place IS 'the order of precedence, from 0: of those that fit an event the first wins';

CREATE TABLE touchpoint_versions (
  workspace_id uuid NOT NULL REFERENCES touchpoint_catalogues (workspace_id),
  touchpoint_id text NOT NULL,
  revision integer NOT NULL,
  definition jsonb,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, touchpoint_id, revision)
);
COMMENT ON COLUMN touchpoint_versions.definition IS 'null: removed';
