CREATE TABLE saved_views (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id),
  list text NOT NULL CHECK (list IN ('people', 'accounts', 'touchpoints')),
  name text NOT NULL,
  search jsonb NOT NULL,
  is_shared boolean NOT NULL,
  owner_id text NOT NULL,
  owner text NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX saved_views_workspace ON saved_views (workspace_id, list, name);
COMMENT ON TABLE saved_views IS 'Lists as they were looked at, under a name';
COMMENT ON COLUMN saved_views.search IS 'the address of the list as an object: filters, order, columns';
COMMENT ON COLUMN saved_views.owner_id IS 'the user, or the key with a prefix, that may change it';
