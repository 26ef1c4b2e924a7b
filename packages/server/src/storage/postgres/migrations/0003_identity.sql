CREATE TABLE identifiers (
  workspace_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  is_seen boolean NOT NULL,
  cluster_id uuid NOT NULL,
  person_id uuid NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  traits jsonb NOT NULL DEFAULT '{}',
  consents jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, identity_id)
) WITH (fillfactor = 80);
COMMENT ON COLUMN identifiers.identity_id IS 'hash of workspace, kind and value';
COMMENT ON COLUMN identifiers.is_seen IS 'false: only an alias has named it, no event has come from it';
COMMENT ON COLUMN identifiers.cluster_id IS 'all identifiers that any assertion connects, applied or not; the unit of recomputation';
COMMENT ON COLUMN identifiers.traits IS 'name to [value, time in ms, tie-break]; the latest wins, whatever the order of arrival';
CREATE INDEX identifiers_person ON identifiers (workspace_id, person_id);
CREATE INDEX identifiers_cluster ON identifiers (workspace_id, cluster_id);

CREATE TABLE identity_assertions (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  rule text NOT NULL,
  first_asserted_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, a, b, rule)
);
COMMENT ON TABLE identity_assertions IS 'Append-only: somebody said a and b are one person. People are computed from the set, so order does not matter.';
CREATE INDEX identity_assertions_b ON identity_assertions (workspace_id, b);

CREATE TABLE people (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  is_known boolean NOT NULL,
  email text,
  city text,
  search text NOT NULL,
  first_seen_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, id)
) WITH (fillfactor = 80);
CREATE INDEX people_last_seen ON people (workspace_id, last_seen_at DESC, id);
CREATE INDEX people_first_seen ON people (workspace_id, first_seen_at DESC, id);
CREATE INDEX people_name ON people (workspace_id, name, id);
COMMENT ON COLUMN people.search IS 'lower-case, without accents: name, e-mail, identifiers';

CREATE TABLE accounts (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  group_id text NOT NULL,
  name text NOT NULL,
  traits jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX accounts_name ON accounts (workspace_id, name, id);
CREATE TABLE account_members (
  workspace_id uuid NOT NULL,
  account_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, account_id, identity_id)
);
CREATE INDEX account_members_identity ON account_members (workspace_id, identity_id);

CREATE TABLE identity_outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  payload jsonb NOT NULL
);
COMMENT ON TABLE identity_outbox IS 'Rows on their way to ClickHouse: written with the change they tell of, removed once stored there';

CREATE TABLE source_minutes (
  source_id uuid NOT NULL,
  minute timestamptz NOT NULL,
  accepted integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  duplicate integer NOT NULL DEFAULT 0,
  reasons jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (source_id, minute)
);
CREATE TABLE refusals (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL
);
CREATE INDEX refusals_source ON refusals (source_id, id DESC);

CREATE TABLE dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  event_id bigint NOT NULL,
  failed_at timestamptz NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL,
  UNIQUE (workspace_id, event_id)
);
