CREATE TABLE maps (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  document jsonb NOT NULL,
  revision integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE TABLE map_versions (
  workspace_id uuid NOT NULL,
  map_id uuid NOT NULL,
  revision integer NOT NULL,
  document jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (workspace_id, map_id, revision),
  FOREIGN KEY (workspace_id, map_id) REFERENCES maps (workspace_id, id) ON DELETE CASCADE
);
CREATE TABLE map_comments (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  map_id uuid NOT NULL,
  part text,
  answers uuid,
  text text NOT NULL,
  mentions jsonb NOT NULL,
  written_by text NOT NULL,
  writer_id text,
  written_at timestamptz NOT NULL,
  resolved_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  FOREIGN KEY (workspace_id, map_id) REFERENCES maps (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN map_comments.part IS 'the stage, step or card that it is about; null: the whole map';
COMMENT ON COLUMN map_comments.mentions IS 'members of staff, as they were called then';
CREATE INDEX map_comments_map ON map_comments (workspace_id, map_id, written_at);
CREATE TABLE map_images (
  workspace_id uuid NOT NULL,
  map_id uuid NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (workspace_id, map_id, id),
  FOREIGN KEY (workspace_id, map_id) REFERENCES maps (workspace_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN map_images.id IS 'by its content, so that the same image is there once';
