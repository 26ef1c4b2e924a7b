ALTER TABLE identifiers ADD COLUMN is_shared boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN identifiers.is_seen IS 'an event has spoken for it; false for what only an alias has named and for kinds that no event speaks for';
COMMENT ON COLUMN identifiers.is_shared IS 'linked with more identifiers of one kind than the rules allow: it joins nobody';
CREATE INDEX identifiers_shared ON identifiers (workspace_id) WHERE is_shared;

ALTER TABLE identity_assertions
  ADD COLUMN state text NOT NULL DEFAULT 'applied',
  ADD COLUMN first_message_id text COLLATE "C",
  ADD COLUMN first_event_id bigint,
  ADD COLUMN first_source_id uuid,
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decided_by text,
  ADD COLUMN undone_at timestamptz,
  ADD COLUMN undone_by text;
COMMENT ON COLUMN identity_assertions.state IS 'what became of it when people were last computed: applied, undone, apart, blocked, shared, shown, or limit:<kind>';
COMMENT ON COLUMN identity_assertions.first_message_id IS 'message of the first event that said so; null: a member of staff said so, or it came before this was kept';
COMMENT ON COLUMN identity_assertions.decided_by IS 'who said so, for the rule accepted';
COMMENT ON COLUMN identity_assertions.undone_at IS 'when somebody took it back; the same assertion coming again changes nothing';
CREATE INDEX identity_assertions_waiting ON identity_assertions (workspace_id, first_asserted_at DESC, a, b, rule) WHERE state LIKE 'limit:%';

CREATE TABLE identity_separations (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  decided_at timestamptz NOT NULL,
  decided_by text NOT NULL,
  PRIMARY KEY (workspace_id, a, b),
  CHECK (a < b)
);
CREATE INDEX identity_separations_b ON identity_separations (workspace_id, b);
COMMENT ON TABLE identity_separations IS 'Somebody said that two identifiers are not the same person; nothing but their own yes joins them';

CREATE TABLE identity_rules (
  workspace_id uuid PRIMARY KEY,
  version integer NOT NULL,
  rules jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);
COMMENT ON TABLE identity_rules IS 'How identifiers are treated; a workspace without a row has the defaults';

CREATE TABLE identity_work (
  workspace_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('rules', 'duplicates')),
  state text NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed')),
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  place jsonb,
  started_at timestamptz NOT NULL,
  ended_at timestamptz,
  problem text,
  PRIMARY KEY (workspace_id, kind)
);
COMMENT ON TABLE identity_work IS 'Long work over the people of a workspace: how far it is, so that a restart goes on there';

CREATE TABLE duplicate_pairs (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  score double precision NOT NULL,
  probability double precision NOT NULL,
  evidence jsonb NOT NULL,
  found_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, a, b)
);
CREATE INDEX duplicate_pairs_score ON duplicate_pairs (workspace_id, score DESC, a, b);
COMMENT ON TABLE duplicate_pairs IS 'Pairs of persons who are likely one; proposed, never joined without a yes';
COMMENT ON COLUMN duplicate_pairs.score IS 'log2 of how much likelier the agreement is for one person than for two';

CREATE TABLE computed_traits (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  definition jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  counted_at timestamptz,
  PRIMARY KEY (workspace_id, id),
  UNIQUE (workspace_id, name)
);
COMMENT ON COLUMN computed_traits.counted_at IS 'until when everything is counted in; null: never yet';

CREATE TABLE computed_values (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  traits jsonb NOT NULL,
  counted_at timestamptz NOT NULL,
  PRIMARY KEY (workspace_id, person_id)
) WITH (fillfactor = 80);
COMMENT ON COLUMN computed_values.traits IS 'name of the computed trait to its value';
CREATE TABLE computed_cursors (
  workspace_id uuid PRIMARY KEY,
  event_id numeric(20) NOT NULL,
  rolled_at timestamptz NOT NULL
);
COMMENT ON COLUMN computed_cursors.event_id IS 'events up to this one are counted in';
COMMENT ON COLUMN computed_cursors.rolled_at IS 'windows ended here when they were last moved on';
CREATE TABLE computed_waiting (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, person_id)
);
COMMENT ON TABLE computed_waiting IS 'Persons whose identifiers have changed, so that their computed traits are counted anew';

CREATE TABLE duplicate_keys (
  workspace_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  person_id uuid NOT NULL,
  PRIMARY KEY (workspace_id, key, person_id)
);
COMMENT ON TABLE duplicate_keys IS 'While likely duplicates are looked for: what people are compared by, such as a phone or how a surname sounds';
