-- The sum of all migrations, written by "node scripts/schema.mjs". Do not edit: add a migration instead.

CREATE TABLE account (
  id text NOT NULL,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamp with time zone,
  "refreshTokenExpiresAt" timestamp with time zone,
  scope text,
  password text,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  "updatedAt" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE INDEX account_of_user ON public.account USING btree ("userId");

CREATE TABLE account_members (
  workspace_id uuid NOT NULL,
  account_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  CONSTRAINT account_members_pkey PRIMARY KEY (workspace_id, account_id, identity_id)
);
CREATE INDEX account_members_identity ON public.account_members USING btree (workspace_id, identity_id);

CREATE TABLE accounts (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  group_id text NOT NULL,
  name text NOT NULL,
  traits jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT accounts_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX accounts_name ON public.accounts USING btree (workspace_id, name, id);

CREATE TABLE api_keys (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  key_hash bytea NOT NULL,
  scopes text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX api_keys_workspace ON public.api_keys USING btree (workspace_id);
COMMENT ON COLUMN api_keys.key_hash IS 'SHA-256 of the key; the key itself is shown once and not kept';

CREATE TABLE audit_entries (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  "time" timestamp with time zone NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  before jsonb,
  after jsonb,
  CONSTRAINT audit_entries_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entries_workspace ON public.audit_entries USING btree (workspace_id, id DESC);

CREATE TABLE dead_letters (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  event_id bigint NOT NULL,
  failed_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL,
  CONSTRAINT dead_letters_pkey PRIMARY KEY (id),
  CONSTRAINT dead_letters_workspace_id_event_id_key UNIQUE (workspace_id, event_id)
);

CREATE TABLE idempotent_answers (
  workspace_id uuid NOT NULL,
  key text NOT NULL,
  route text NOT NULL,
  request_hash bytea NOT NULL,
  status integer,
  body jsonb,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotent_answers_pkey PRIMARY KEY (workspace_id, key, route)
);
COMMENT ON TABLE idempotent_answers IS 'Answers of creations that carried an Idempotency-Key, kept 24 hours; status is null while the first call runs';

CREATE TABLE identifiers (
  workspace_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  is_seen boolean NOT NULL,
  cluster_id uuid NOT NULL,
  person_id uuid NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  traits jsonb NOT NULL DEFAULT '{}'::jsonb,
  consents jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT identifiers_pkey PRIMARY KEY (workspace_id, identity_id)
);
CREATE INDEX identifiers_cluster ON public.identifiers USING btree (workspace_id, cluster_id);
CREATE INDEX identifiers_person ON public.identifiers USING btree (workspace_id, person_id);
COMMENT ON COLUMN identifiers.identity_id IS 'hash of workspace, kind and value';
COMMENT ON COLUMN identifiers.is_seen IS 'false: only an alias has named it, no event has come from it';
COMMENT ON COLUMN identifiers.cluster_id IS 'all identifiers that any assertion connects, applied or not; the unit of recomputation';
COMMENT ON COLUMN identifiers.traits IS 'name to [value, time in ms, tie-break]; the latest wins, whatever the order of arrival';

CREATE TABLE identity_assertions (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  rule text NOT NULL,
  first_asserted_at timestamp with time zone NOT NULL,
  CONSTRAINT identity_assertions_pkey PRIMARY KEY (workspace_id, a, b, rule)
);
CREATE INDEX identity_assertions_b ON public.identity_assertions USING btree (workspace_id, b);
COMMENT ON TABLE identity_assertions IS 'Append-only: somebody said a and b are one person. People are computed from the set, so order does not matter.';

CREATE TABLE identity_outbox (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  CONSTRAINT identity_outbox_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE identity_outbox IS 'Rows on their way to ClickHouse: written with the change they tell of, removed once stored there';

CREATE TABLE invitation (
  id text NOT NULL,
  "organizationId" text NOT NULL,
  email text NOT NULL,
  role text NOT NULL,
  status text NOT NULL DEFAULT 'pending'::text,
  "expiresAt" timestamp with time zone NOT NULL,
  "inviterId" text NOT NULL,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  token_hash text,
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT "invitation_inviterId_fkey" FOREIGN KEY ("inviterId") REFERENCES "user"(id) ON DELETE CASCADE,
  CONSTRAINT "invitation_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES organization(id) ON DELETE CASCADE,
  CONSTRAINT invitation_token_hash_key UNIQUE (token_hash)
);
COMMENT ON COLUMN invitation.token_hash IS 'SHA-256 of the token in the invitation link; the token itself is not kept';

CREATE TABLE member (
  id text NOT NULL,
  "organizationId" text NOT NULL,
  "userId" text NOT NULL,
  role text NOT NULL,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT member_pkey PRIMARY KEY (id),
  CONSTRAINT "member_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES organization(id) ON DELETE CASCADE,
  CONSTRAINT "member_organizationId_userId_key" UNIQUE ("organizationId", "userId"),
  CONSTRAINT "member_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE INDEX member_of_user ON public.member USING btree ("userId");

CREATE TABLE organization (
  id text NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  logo text,
  metadata text,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT organization_pkey PRIMARY KEY (id),
  CONSTRAINT organization_slug_key UNIQUE (slug)
);

CREATE TABLE people (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  is_known boolean NOT NULL,
  email text,
  city text,
  search text NOT NULL,
  first_seen_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  CONSTRAINT people_pkey PRIMARY KEY (workspace_id, id)
);
CREATE INDEX people_first_seen ON public.people USING btree (workspace_id, first_seen_at DESC, id);
CREATE INDEX people_last_seen ON public.people USING btree (workspace_id, last_seen_at DESC, id);
CREATE INDEX people_name ON public.people USING btree (workspace_id, name, id);
COMMENT ON COLUMN people.search IS 'lower-case, without accents: name, e-mail, identifiers';

CREATE TABLE refusals (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL,
  CONSTRAINT refusals_pkey PRIMARY KEY (id)
);
CREATE INDEX refusals_source ON public.refusals USING btree (source_id, id DESC);

CREATE TABLE schema_migrations (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE schema_migrations IS 'Which migration files were applied; one row per file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'Digest of the file when it was applied; a file never changes afterwards.';

CREATE TABLE session (
  id text NOT NULL,
  "expiresAt" timestamp with time zone NOT NULL,
  token text NOT NULL,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  "updatedAt" timestamp with time zone NOT NULL DEFAULT now(),
  "ipAddress" text,
  "userAgent" text,
  "userId" text NOT NULL,
  "activeOrganizationId" text,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_token_key UNIQUE (token),
  CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE INDEX session_of_user ON public.session USING btree ("userId");

CREATE TABLE source_minutes (
  source_id uuid NOT NULL,
  minute timestamp with time zone NOT NULL,
  accepted integer NOT NULL DEFAULT 0,
  refused integer NOT NULL DEFAULT 0,
  duplicate integer NOT NULL DEFAULT 0,
  reasons jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT source_minutes_pkey PRIMARY KEY (source_id, minute)
);

CREATE TABLE sources (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  write_key text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamp with time zone NOT NULL,
  deleted_at timestamp with time zone,
  CONSTRAINT sources_pkey PRIMARY KEY (id),
  CONSTRAINT sources_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  CONSTRAINT sources_write_key_key UNIQUE (write_key)
);
CREATE INDEX sources_workspace ON public.sources USING btree (workspace_id);

CREATE TABLE "user" (
  id text NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  "emailVerified" boolean NOT NULL DEFAULT false,
  image text,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  "updatedAt" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT user_pkey PRIMARY KEY (id),
  CONSTRAINT user_email_key UNIQUE (email)
);

CREATE TABLE verification (
  id text NOT NULL,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamp with time zone NOT NULL,
  "createdAt" timestamp with time zone NOT NULL DEFAULT now(),
  "updatedAt" timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT verification_pkey PRIMARY KEY (id)
);
CREATE INDEX verification_identifier ON public.verification USING btree (identifier);

CREATE TABLE workspaces (
  id uuid NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  time_zone text NOT NULL,
  language text NOT NULL,
  currency text NOT NULL,
  session_timeout_minutes integer NOT NULL DEFAULT 30,
  is_demo boolean NOT NULL DEFAULT false,
  demo_filled_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT workspaces_pkey PRIMARY KEY (id),
  CONSTRAINT workspaces_slug_key UNIQUE (slug)
);
COMMENT ON TABLE workspaces IS 'One tenant; its id is also the id of an organization. Nothing crosses it.';
COMMENT ON COLUMN workspaces.session_timeout_minutes IS 'minutes without an interaction that end a session';
