ALTER TABLE sources ADD COLUMN settings jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN sources.settings IS 'what is kept of a visitor; what is not said is at its default';

ALTER TABLE dead_letters ALTER COLUMN event_id DROP NOT NULL;
COMMENT ON COLUMN dead_letters.event_id IS 'null: kept aside before it was given one';
CREATE INDEX dead_letters_source ON dead_letters (source_id, id DESC);

CREATE TABLE webhooks (
  source_id uuid PRIMARY KEY REFERENCES sources (id),
  workspace_id uuid NOT NULL REFERENCES workspaces (id),
  address text NOT NULL UNIQUE,
  verify_token text NOT NULL,
  signature jsonb NOT NULL,
  mapping jsonb,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE webhooks IS 'Where a source of a provider is called, how deliveries are checked and what they become';
COMMENT ON COLUMN webhooks.address IS 'the unguessable part of the address, 32 random bytes';
COMMENT ON COLUMN webhooks.mapping IS 'null: the mapping that comes with Teia for this provider';

CREATE TABLE webhook_secrets (
  id uuid PRIMARY KEY,
  source_id uuid NOT NULL REFERENCES webhooks (source_id),
  sealed text NOT NULL,
  hint text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX webhook_secrets_source ON webhook_secrets (source_id);
COMMENT ON COLUMN webhook_secrets.sealed IS 'encrypted with a key derived from the secret of the data folder';

CREATE TABLE privacy_requests (
  id uuid PRIMARY KEY,
  workspace_id uuid NOT NULL REFERENCES workspaces (id),
  source_id uuid NOT NULL REFERENCES sources (id),
  message_id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('access', 'erase', 'erase_all')),
  subject jsonb NOT NULL,
  state text NOT NULL DEFAULT 'received',
  received_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  UNIQUE (source_id, message_id)
);
CREATE INDEX privacy_requests_workspace ON privacy_requests (workspace_id, received_at DESC, id DESC);
COMMENT ON TABLE privacy_requests IS 'What customers ask through a provider: to see or to erase what is known of them';
COMMENT ON COLUMN privacy_requests.message_id IS 'what the provider calls the request; a repetition adds nothing';

CREATE TABLE plan_events (
  source_id uuid NOT NULL REFERENCES sources (id),
  event text NOT NULL,
  version integer NOT NULL,
  schema jsonb,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (source_id, event, version)
);
COMMENT ON TABLE plan_events IS 'What the events of a source should look like; the highest version of each event counts';
COMMENT ON COLUMN plan_events.schema IS 'JSON Schema of the properties (of the traits for identify and group); null: the event was taken out of the plan';
