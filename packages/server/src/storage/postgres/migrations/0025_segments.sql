CREATE TABLE changed_people_watched (
  workspace_id uuid PRIMARY KEY
);
COMMENT ON TABLE changed_people_watched IS 'workspaces in which somebody wants to know whose traits or identifiers change';
CREATE TABLE changed_people (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  mark bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (workspace_id, person_id)
);
COMMENT ON COLUMN changed_people.mark IS 'a new one with every change, so that who has seen the last takes no newer off the list';

CREATE TABLE segments (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('live', 'list')),
  rule jsonb,
  version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('counting', 'live', 'failed')),
  fault jsonb,
  members bigint NOT NULL DEFAULT 0,
  people bigint NOT NULL DEFAULT 0,
  counted_at timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (workspace_id, id),
  CHECK ((kind = 'live') = (rule IS NOT NULL))
);
CREATE UNIQUE INDEX segments_name ON segments (workspace_id, lower(name));
COMMENT ON COLUMN segments.rule IS 'asks for other segments by their ids';
CREATE TABLE segment_versions (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  rule jsonb,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (workspace_id, segment_id, version)
);
CREATE TABLE segment_listed (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  added_at timestamptz NOT NULL,
  added_by text NOT NULL,
  PRIMARY KEY (workspace_id, segment_id, identity_id)
);
COMMENT ON COLUMN segment_listed.identity_id IS 'the id that the person had when they were put on the list, which is that of one of their identifiers';
CREATE INDEX segment_listed_identity ON segment_listed (workspace_id, identity_id);
CREATE TABLE segment_rounds (
  workspace_id uuid PRIMARY KEY,
  event_id numeric(20, 0) NOT NULL,
  round bigint NOT NULL,
  catalogue_version integer NOT NULL
);
COMMENT ON COLUMN segment_rounds.event_id IS 'up to which event memberships follow';
CREATE TABLE segment_moves (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  day date NOT NULL,
  entered integer NOT NULL,
  departed integer NOT NULL,
  PRIMARY KEY (workspace_id, segment_id, day)
);
COMMENT ON TABLE segment_moves IS 'how many came in and left by what happened, a day in UTC each';
