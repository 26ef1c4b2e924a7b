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

CREATE TABLE account_links (
  token_hash bytea NOT NULL,
  kind text NOT NULL,
  user_id text NOT NULL,
  new_email text,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT account_links_pkey PRIMARY KEY (token_hash),
  CONSTRAINT account_links_kind_check CHECK ((kind = ANY (ARRAY['password-reset'::text, 'email-change'::text]))),
  CONSTRAINT account_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
);
CREATE INDEX account_links_user ON public.account_links USING btree (user_id, kind, created_at DESC);
COMMENT ON TABLE account_links IS 'Links that were mailed to prove that somebody reads the mail of an account; each works once';
COMMENT ON COLUMN account_links.token_hash IS 'SHA-256 of the token in the link; the token itself is not kept';

CREATE TABLE account_members (
  workspace_id uuid NOT NULL,
  account_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  CONSTRAINT account_members_pkey PRIMARY KEY (workspace_id, account_id, identity_id)
);
CREATE INDEX account_members_identity ON public.account_members USING btree (workspace_id, identity_id);

CREATE TABLE account_rewrites (
  workspace_id uuid NOT NULL,
  account_id uuid NOT NULL,
  asked bigint NOT NULL DEFAULT 1,
  begun bigint,
  place uuid,
  CONSTRAINT account_rewrites_pkey PRIMARY KEY (workspace_id, account_id)
);
COMMENT ON TABLE account_rewrites IS 'Accounts with many people of which something else is known now: their people are written anew, some at a time';
COMMENT ON COLUMN account_rewrites.asked IS 'grows with each change of the account';
COMMENT ON COLUMN account_rewrites.begun IS 'what asked was when this round began; null: none has. A change meanwhile asks for one more round';
COMMENT ON COLUMN account_rewrites.place IS 'the last identifier of the account that was done in this round';

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
  is_owner boolean NOT NULL DEFAULT false,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX api_keys_workspace ON public.api_keys USING btree (workspace_id);
COMMENT ON COLUMN api_keys.key_hash IS 'SHA-256 of the key; the key itself is shown once and not kept';
COMMENT ON COLUMN api_keys.is_owner IS 'made by an owner or the unattended set-up: may also give and take the role of owner';

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

CREATE TABLE changed_people (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  mark bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT changed_people_pkey PRIMARY KEY (workspace_id, person_id)
);
COMMENT ON COLUMN changed_people.mark IS 'a new one with every change, so that who has seen the last takes no newer off the list';

CREATE TABLE changed_people_watched (
  workspace_id uuid NOT NULL,
  CONSTRAINT changed_people_watched_pkey PRIMARY KEY (workspace_id)
);
COMMENT ON TABLE changed_people_watched IS 'workspaces in which somebody wants to know whose traits or identifiers change';

CREATE TABLE computed_cursors (
  workspace_id uuid NOT NULL,
  event_id numeric(20,0) NOT NULL,
  rolled_at timestamp with time zone NOT NULL,
  CONSTRAINT computed_cursors_pkey PRIMARY KEY (workspace_id)
);
COMMENT ON COLUMN computed_cursors.event_id IS 'events up to this one are counted in';
COMMENT ON COLUMN computed_cursors.rolled_at IS 'windows ended here when they were last moved on';

CREATE TABLE computed_traits (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  definition jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  counted_at timestamp with time zone,
  CONSTRAINT computed_traits_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT computed_traits_workspace_id_name_key UNIQUE (workspace_id, name)
);
COMMENT ON COLUMN computed_traits.counted_at IS 'until when everything is counted in; null: never yet';

CREATE TABLE computed_values (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  traits jsonb NOT NULL,
  counted_at timestamp with time zone NOT NULL,
  CONSTRAINT computed_values_pkey PRIMARY KEY (workspace_id, person_id)
);
COMMENT ON COLUMN computed_values.traits IS 'name of the computed trait to its value';

CREATE TABLE computed_waiting (
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  mark bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT computed_waiting_pkey PRIMARY KEY (workspace_id, person_id)
);
COMMENT ON TABLE computed_waiting IS 'Persons whose identifiers have changed, so that their computed traits are counted anew';
COMMENT ON COLUMN computed_waiting.mark IS 'new each time that somebody waits anew: who was counted before that waits on';

CREATE TABLE dead_letters (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  event_id bigint,
  failed_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL,
  faults jsonb NOT NULL DEFAULT '[]'::jsonb,
  client jsonb,
  CONSTRAINT dead_letters_pkey PRIMARY KEY (id),
  CONSTRAINT dead_letters_workspace_id_event_id_key UNIQUE (workspace_id, event_id)
);
CREATE INDEX dead_letters_source ON public.dead_letters USING btree (source_id, id DESC);
CREATE INDEX dead_letters_source_reason ON public.dead_letters USING btree (source_id, reason, id DESC);
COMMENT ON COLUMN dead_letters.event_id IS 'null: kept aside before it was given one';
COMMENT ON COLUMN dead_letters.faults IS 'what detail says, as codes and values; empty: it is said in words only';
COMMENT ON COLUMN dead_letters.client IS 'what the call told of a visitor''s browser, so that it can be taken again under the same rules; never an address. null: nothing';

CREATE TABLE duplicate_keys (
  workspace_id uuid NOT NULL,
  key text NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT duplicate_keys_pkey PRIMARY KEY (workspace_id, key, person_id)
);
COMMENT ON TABLE duplicate_keys IS 'While likely duplicates are looked for: what people are compared by, such as a phone or how a surname sounds';

CREATE TABLE duplicate_pairs (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  score double precision NOT NULL,
  probability double precision NOT NULL,
  evidence jsonb NOT NULL,
  found_at timestamp with time zone NOT NULL,
  CONSTRAINT duplicate_pairs_pkey PRIMARY KEY (workspace_id, a, b)
);
CREATE INDEX duplicate_pairs_score ON public.duplicate_pairs USING btree (workspace_id, score DESC, a, b);
COMMENT ON TABLE duplicate_pairs IS 'Pairs of persons who are likely one; proposed, never joined without a yes';
COMMENT ON COLUMN duplicate_pairs.score IS 'log2 of how much likelier the agreement is for one person than for two';

CREATE TABLE erased_identities (
  workspace_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  erasure_id uuid NOT NULL,
  CONSTRAINT erased_identities_pkey PRIMARY KEY (workspace_id, identity_id),
  CONSTRAINT erased_identities_erasure_id_fkey FOREIGN KEY (erasure_id) REFERENCES erasures(id)
);
COMMENT ON TABLE erased_identities IS 'Whose events are dropped when they come again, so that nobody who was erased comes back by a late event';

CREATE TABLE erasures (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  person_id uuid NOT NULL,
  state text NOT NULL,
  reason text NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  lifted_at timestamp with time zone,
  identity_ids uuid[] NOT NULL,
  receipts jsonb NOT NULL DEFAULT '[]'::jsonb,
  tries integer NOT NULL DEFAULT 0,
  waiting_for text,
  next_try_at timestamp with time zone,
  CONSTRAINT erasures_pkey PRIMARY KEY (id),
  CONSTRAINT erasures_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'lifted'::text]))),
  CONSTRAINT erasures_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX erasures_workspace ON public.erasures USING btree (workspace_id, requested_at DESC, id DESC);
COMMENT ON TABLE erasures IS 'People who were erased, with a receipt for each store';
COMMENT ON COLUMN erasures.identity_ids IS 'hashes of all identifiers of the person; nobody can go back from them to the values';
COMMENT ON COLUMN erasures.tries IS 'how often a step has failed since the last one that was done';
COMMENT ON COLUMN erasures.waiting_for IS 'the store whose step has failed and is tried again at next_try_at; null: none has';

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
  is_shared boolean NOT NULL DEFAULT false,
  CONSTRAINT identifiers_pkey PRIMARY KEY (workspace_id, identity_id)
);
CREATE INDEX identifiers_cluster ON public.identifiers USING btree (workspace_id, cluster_id) WHERE (cluster_id <> identity_id);
CREATE INDEX identifiers_person ON public.identifiers USING btree (workspace_id, person_id);
CREATE INDEX identifiers_shared ON public.identifiers USING btree (workspace_id) WHERE is_shared;
COMMENT ON COLUMN identifiers.identity_id IS 'hash of workspace, kind and value';
COMMENT ON COLUMN identifiers.is_seen IS 'an event has spoken for it; false for what only an alias has named and for kinds that no event speaks for';
COMMENT ON COLUMN identifiers.cluster_id IS 'all identifiers that any assertion connects, applied or not; the unit of recomputation';
COMMENT ON COLUMN identifiers.traits IS 'name to [value, time in ms, tie-break]; the latest wins, whatever the order of arrival';
COMMENT ON COLUMN identifiers.is_shared IS 'linked with more identifiers of one kind than the rules allow: it joins nobody';

CREATE TABLE identity_assertions (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  rule text NOT NULL,
  first_asserted_at timestamp with time zone NOT NULL,
  state text NOT NULL DEFAULT 'applied'::text,
  first_message_id text,
  first_event_id bigint,
  first_source_id uuid,
  decided_at timestamp with time zone,
  decided_by text,
  undone_at timestamp with time zone,
  undone_by text,
  read_by integer NOT NULL DEFAULT 0,
  doubted_by integer,
  CONSTRAINT identity_assertions_pkey PRIMARY KEY (workspace_id, a, b, rule)
);
CREATE INDEX identity_assertions_b ON public.identity_assertions USING btree (workspace_id, b);
CREATE INDEX identity_assertions_doubted ON public.identity_assertions USING btree (workspace_id, a, b, rule) WHERE (doubted_by IS NOT NULL);
CREATE INDEX identity_assertions_waiting ON public.identity_assertions USING btree (workspace_id, first_asserted_at DESC, a, b, rule) WHERE (state ~~ 'limit:%'::text);
COMMENT ON TABLE identity_assertions IS 'Append-only: somebody said a and b are one person. People are computed from the set, so order does not matter.';
COMMENT ON COLUMN identity_assertions.state IS 'what became of it when people were last computed: applied, undone, apart, blocked, shared, shown, or limit:<kind>';
COMMENT ON COLUMN identity_assertions.first_message_id IS 'message of the first event that said so; null: a member of staff said so, or it came before this was kept';
COMMENT ON COLUMN identity_assertions.decided_by IS 'who said so, for the rule accepted';
COMMENT ON COLUMN identity_assertions.undone_at IS 'when somebody took it back; the same assertion coming again changes nothing';
COMMENT ON COLUMN identity_assertions.read_by IS 'the newest reading of values (identity_rules.readings) by which an event said so';
COMMENT ON COLUMN identity_assertions.doubted_by IS 'while events are read again: the reading by which an event that said so says so no more';

CREATE TABLE identity_outbox (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  CONSTRAINT identity_outbox_pkey PRIMARY KEY (id)
);
COMMENT ON TABLE identity_outbox IS 'Rows on their way to ClickHouse: written with the change they tell of, removed once stored there';

CREATE TABLE identity_rules (
  workspace_id uuid NOT NULL,
  version integer NOT NULL,
  rules jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  reading integer NOT NULL DEFAULT 0,
  readings jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT identity_rules_pkey PRIMARY KEY (workspace_id)
);
COMMENT ON TABLE identity_rules IS 'How identifiers are treated; a workspace without a row has the defaults';
COMMENT ON COLUMN identity_rules.reading IS 'counts changes of how values are read';
COMMENT ON COLUMN identity_rules.readings IS 'by kind of identifier: the reading since which its values are read as now; none where they always were';

CREATE TABLE identity_separations (
  workspace_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  decided_at timestamp with time zone NOT NULL,
  decided_by text NOT NULL,
  CONSTRAINT identity_separations_pkey PRIMARY KEY (workspace_id, a, b),
  CONSTRAINT identity_separations_check CHECK ((a < b))
);
CREATE INDEX identity_separations_b ON public.identity_separations USING btree (workspace_id, b);
COMMENT ON TABLE identity_separations IS 'Somebody said that two identifiers are not the same person; nothing but their own yes joins them';

CREATE TABLE identity_work (
  workspace_id uuid NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  done bigint NOT NULL DEFAULT 0,
  total bigint,
  place jsonb,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  problem text,
  CONSTRAINT identity_work_pkey PRIMARY KEY (workspace_id, kind),
  CONSTRAINT identity_work_kind_check CHECK ((kind = ANY (ARRAY['rules'::text, 'duplicates'::text, 'reading'::text]))),
  CONSTRAINT identity_work_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
);
COMMENT ON TABLE identity_work IS 'Long work over the people of a workspace: how far it is, so that a restart goes on there';

CREATE TABLE import_lines (
  import_id uuid NOT NULL,
  n bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  file text NOT NULL,
  line bigint NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  CONSTRAINT import_lines_pkey PRIMARY KEY (import_id, n),
  CONSTRAINT import_lines_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
);
COMMENT ON TABLE import_lines IS 'Rows that became no events: they wait until all events of their import are in, then become touchpoints, notes and so on, and leave';
COMMENT ON COLUMN import_lines.body IS 'the line of an export that the row became, as JSON';

CREATE TABLE import_mappings (
  workspace_id uuid NOT NULL,
  name text NOT NULL,
  mapping jsonb NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT import_mappings_pkey PRIMARY KEY (workspace_id, name)
);
COMMENT ON TABLE import_mappings IS 'Mappings kept under a name, to be used again';

CREATE TABLE import_rejects (
  import_id uuid NOT NULL,
  n bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  file text NOT NULL,
  line bigint NOT NULL,
  reason text,
  raw text NOT NULL,
  faults jsonb,
  CONSTRAINT import_rejects_pkey PRIMARY KEY (import_id, n),
  CONSTRAINT import_rejects_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE
);
COMMENT ON TABLE import_rejects IS 'Rows that did not get in; written with the checkpoint that counts them';
COMMENT ON COLUMN import_rejects.reason IS 'why, in words, of rows that were rejected before faults were kept';
COMMENT ON COLUMN import_rejects.raw IS 'the row as it came, at most 4,000 characters';
COMMENT ON COLUMN import_rejects.faults IS 'why, as codes and values; null: rejected before these were kept, and said by reason';

CREATE TABLE imports (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  source_id uuid,
  state text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  files jsonb NOT NULL DEFAULT '[]'::jsonb,
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
  problem text,
  started_by jsonb,
  faults jsonb NOT NULL DEFAULT '[]'::jsonb,
  CONSTRAINT imports_pkey PRIMARY KEY (id),
  CONSTRAINT imports_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'draft'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);
CREATE INDEX imports_fingerprint ON public.imports USING btree (workspace_id, fingerprint) WHERE (state = 'done'::text);
CREATE INDEX imports_workspace ON public.imports USING btree (workspace_id, created_at DESC, id);
COMMENT ON COLUMN imports.files IS 'what was uploaded: id in the file store, name, bytes, SHA-256, and what was detected';
COMMENT ON COLUMN imports.fingerprint IS 'SHA-256 over the digests of the files and the mapping: the same again adds nothing';
COMMENT ON COLUMN imports.events IS 'messages that the accepted rows became';
COMMENT ON COLUMN imports.place IS 'how far the rows are in: file, table and row; saved with the counts, so that a restart goes on there';
COMMENT ON COLUMN imports.problem IS 'the same in words, of imports that ended before faults were kept';
COMMENT ON COLUMN imports.started_by IS 'who started it, with the rights that they had; null: before this was kept, or by the server itself';
COMMENT ON COLUMN imports.faults IS 'why it failed, or what else to know, as codes and values; empty: nothing, or said by problem';

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
  written_at timestamp with time zone NOT NULL,
  resolved_at timestamp with time zone,
  CONSTRAINT map_comments_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT map_comments_workspace_id_map_id_fkey FOREIGN KEY (workspace_id, map_id) REFERENCES maps(workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX map_comments_map ON public.map_comments USING btree (workspace_id, map_id, written_at);
COMMENT ON COLUMN map_comments.part IS 'the stage, step or card that it is about; null: the whole map';
COMMENT ON COLUMN map_comments.mentions IS 'members of staff, as they were called then';

CREATE TABLE map_images (
  workspace_id uuid NOT NULL,
  map_id uuid NOT NULL,
  id text NOT NULL,
  type text NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT map_images_pkey PRIMARY KEY (workspace_id, map_id, id),
  CONSTRAINT map_images_workspace_id_map_id_fkey FOREIGN KEY (workspace_id, map_id) REFERENCES maps(workspace_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN map_images.id IS 'by its content, so that the same image is there once';

CREATE TABLE map_versions (
  workspace_id uuid NOT NULL,
  map_id uuid NOT NULL,
  revision integer NOT NULL,
  document jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  CONSTRAINT map_versions_pkey PRIMARY KEY (workspace_id, map_id, revision),
  CONSTRAINT map_versions_workspace_id_map_id_fkey FOREIGN KEY (workspace_id, map_id) REFERENCES maps(workspace_id, id) ON DELETE CASCADE
);

CREATE TABLE maps (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  document jsonb NOT NULL,
  revision integer NOT NULL,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  CONSTRAINT maps_pkey PRIMARY KEY (workspace_id, id)
);

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

CREATE TABLE outgoing_emails (
  id uuid NOT NULL,
  workspace_id uuid,
  kind text NOT NULL,
  about_id text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_error text,
  created_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT outgoing_emails_pkey PRIMARY KEY (id),
  CONSTRAINT outgoing_emails_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);
CREATE INDEX outgoing_emails_about ON public.outgoing_emails USING btree (about_id, created_at DESC);
CREATE INDEX outgoing_emails_due ON public.outgoing_emails USING btree (next_attempt_at) WHERE (state = 'waiting'::text);
COMMENT ON TABLE outgoing_emails IS 'Letters of the product to its staff, from the moment they are written until 30 days after they were sent or given up';
COMMENT ON COLUMN outgoing_emails.workspace_id IS 'null: about an account, which belongs to no single workspace';
COMMENT ON COLUMN outgoing_emails.about_id IS 'the invitation or the user that the letter is about';
COMMENT ON COLUMN outgoing_emails.body_text IS 'holds a link with its token, so both bodies are emptied when the letter was sent or given up';
COMMENT ON COLUMN outgoing_emails.next_attempt_at IS 'while a server is sending: when another may take the letter over';
COMMENT ON COLUMN outgoing_emails.last_error IS 'the words of the mail server, or why it could not be reached; safe to show to whoever may see the letter';

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

CREATE TABLE person_notes (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  identity_id uuid,
  kind text NOT NULL,
  text text NOT NULL,
  due_at timestamp with time zone,
  assignee_id text,
  done_at timestamp with time zone,
  done_by text,
  written_by text NOT NULL,
  written_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone,
  is_brought_in boolean NOT NULL DEFAULT false,
  stated_author text,
  account_id uuid,
  CONSTRAINT person_notes_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT person_notes_about CHECK ((num_nonnulls(identity_id, account_id) = 1)),
  CONSTRAINT person_notes_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'task'::text]))),
  CONSTRAINT person_notes_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX person_notes_account ON public.person_notes USING btree (workspace_id, account_id) WHERE (account_id IS NOT NULL);
CREATE INDEX person_notes_identity ON public.person_notes USING btree (workspace_id, identity_id);
CREATE INDEX person_notes_tasks ON public.person_notes USING btree (workspace_id, due_at, id) WHERE (kind = 'task'::text);
COMMENT ON TABLE person_notes IS 'What staff wrote beside a person or an account';
COMMENT ON COLUMN person_notes.identity_id IS 'the identifier that named the person when it was written; the note follows it through joins and their undoing. null: it is about an account';
COMMENT ON COLUMN person_notes.is_brought_in IS 'an import brought it in, and written_by is who started that: nobody here vouches for the author';
COMMENT ON COLUMN person_notes.stated_author IS 'of a note that was brought in: the e-mail of the author as the file says it; null: it says none';
COMMENT ON COLUMN person_notes.account_id IS 'the account that it is about. null: it is about a person';

CREATE TABLE plan_events (
  source_id uuid NOT NULL,
  event text NOT NULL,
  version integer NOT NULL,
  schema jsonb,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT plan_events_pkey PRIMARY KEY (source_id, event, version),
  CONSTRAINT plan_events_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id)
);
COMMENT ON TABLE plan_events IS 'What the events of a source should look like; the highest version of each event counts';
COMMENT ON COLUMN plan_events.schema IS 'JSON Schema of the properties (of the traits for identify and group); null: the event was taken out of the plan';

CREATE TABLE privacy_requests (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  message_id text NOT NULL,
  kind text NOT NULL,
  subject jsonb NOT NULL,
  state text NOT NULL DEFAULT 'received'::text,
  received_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  CONSTRAINT privacy_requests_pkey PRIMARY KEY (id),
  CONSTRAINT privacy_requests_kind_check CHECK ((kind = ANY (ARRAY['access'::text, 'erase'::text, 'erase_all'::text]))),
  CONSTRAINT privacy_requests_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id),
  CONSTRAINT privacy_requests_source_id_message_id_key UNIQUE (source_id, message_id),
  CONSTRAINT privacy_requests_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX privacy_requests_workspace ON public.privacy_requests USING btree (workspace_id, received_at DESC, id DESC);
COMMENT ON TABLE privacy_requests IS 'What customers ask through a provider: to see or to erase what is known of them';
COMMENT ON COLUMN privacy_requests.message_id IS 'what the provider calls the request; a repetition adds nothing';

CREATE TABLE refusals (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  workspace_id uuid NOT NULL,
  source_id uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  detail text NOT NULL,
  body jsonb NOT NULL,
  faults jsonb NOT NULL DEFAULT '[]'::jsonb,
  client jsonb,
  delivery jsonb,
  CONSTRAINT refusals_pkey PRIMARY KEY (id)
);
CREATE INDEX refusals_source ON public.refusals USING btree (source_id, id DESC);
CREATE INDEX refusals_source_reason ON public.refusals USING btree (source_id, reason, id DESC);
COMMENT ON COLUMN refusals.faults IS 'what detail says, as codes and values; empty: it is said in words only';
COMMENT ON COLUMN refusals.client IS 'what the call told of a visitor''s browser, so that it can be taken again under the same rules; never an address. null: nothing';
COMMENT ON COLUMN refusals.delivery IS 'of a delivery of a webhook: its id and the headers that a mapping may read, so that it can be read again by another mapping; never a signature or a secret. null: the body is no delivery, or not whole';

CREATE TABLE saved_views (
  id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  list text NOT NULL,
  name text NOT NULL,
  search jsonb NOT NULL,
  is_shared boolean NOT NULL,
  owner_id text NOT NULL,
  owner text NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  CONSTRAINT saved_views_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT saved_views_list_check CHECK ((list = ANY (ARRAY['people'::text, 'accounts'::text, 'touchpoints'::text]))),
  CONSTRAINT saved_views_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
CREATE INDEX saved_views_workspace ON public.saved_views USING btree (workspace_id, list, name);
COMMENT ON TABLE saved_views IS 'Lists as they were looked at, under a name';
COMMENT ON COLUMN saved_views.search IS 'the address of the list as an object: filters, order, columns';
COMMENT ON COLUMN saved_views.owner_id IS 'the user, or the key with a prefix, that may change it';

CREATE TABLE schema_migrations (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE schema_migrations IS 'Which migration files were applied; one row per file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'Digest of the file when it was applied; a file never changes afterwards.';

CREATE TABLE segment_listed (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  identity_id uuid NOT NULL,
  added_at timestamp with time zone NOT NULL,
  added_by text NOT NULL,
  CONSTRAINT segment_listed_pkey PRIMARY KEY (workspace_id, segment_id, identity_id)
);
CREATE INDEX segment_listed_identity ON public.segment_listed USING btree (workspace_id, identity_id);
COMMENT ON COLUMN segment_listed.identity_id IS 'the id that the person had when they were put on the list, which is that of one of their identifiers';

CREATE TABLE segment_moves (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  day date NOT NULL,
  entered integer NOT NULL,
  departed integer NOT NULL,
  CONSTRAINT segment_moves_pkey PRIMARY KEY (workspace_id, segment_id, day)
);
COMMENT ON TABLE segment_moves IS 'how many came in and left by what happened, a day in UTC each';

CREATE TABLE segment_rounds (
  workspace_id uuid NOT NULL,
  event_id numeric(20,0) NOT NULL,
  round bigint NOT NULL,
  catalogue_version integer NOT NULL,
  CONSTRAINT segment_rounds_pkey PRIMARY KEY (workspace_id)
);
COMMENT ON COLUMN segment_rounds.event_id IS 'up to which event memberships follow';

CREATE TABLE segment_versions (
  workspace_id uuid NOT NULL,
  segment_id uuid NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  rule jsonb,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  CONSTRAINT segment_versions_pkey PRIMARY KEY (workspace_id, segment_id, version)
);

CREATE TABLE segments (
  workspace_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  description text NOT NULL,
  kind text NOT NULL,
  rule jsonb,
  version integer NOT NULL,
  state text NOT NULL,
  fault jsonb,
  members bigint NOT NULL DEFAULT 0,
  people bigint NOT NULL DEFAULT 0,
  counted_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  created_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  parts integer NOT NULL DEFAULT 1,
  parts_done integer NOT NULL DEFAULT 0,
  count_ms bigint NOT NULL DEFAULT 0,
  CONSTRAINT segments_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT segments_check CHECK (((kind = 'live'::text) = (rule IS NOT NULL))),
  CONSTRAINT segments_check1 CHECK (((parts_done >= 0) AND (parts_done <= parts))),
  CONSTRAINT segments_kind_check CHECK ((kind = ANY (ARRAY['live'::text, 'list'::text]))),
  CONSTRAINT segments_parts_check CHECK ((parts >= 1)),
  CONSTRAINT segments_state_check CHECK ((state = ANY (ARRAY['counting'::text, 'live'::text, 'failed'::text])))
);
CREATE UNIQUE INDEX segments_name ON public.segments USING btree (workspace_id, lower(name));
COMMENT ON COLUMN segments.rule IS 'asks for other segments by their ids';
COMMENT ON COLUMN segments.parts IS 'while everybody is being gone through: in how many parts, by the first digits of the person''s id';
COMMENT ON COLUMN segments.parts_done IS 'how many of them, from the first, are gone through by the rule as it is; 0 when not counting';
COMMENT ON COLUMN segments.count_ms IS 'milliseconds that those parts have taken';

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

CREATE TABLE source_hours (
  source_id uuid NOT NULL,
  hour timestamp with time zone NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  reasons jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT source_hours_pkey PRIMARY KEY (source_id, hour)
);
COMMENT ON TABLE source_hours IS 'What came of what arrived, by the hour; kept for 90 days, minutes only for two';
COMMENT ON COLUMN source_hours.refused IS 'those kept aside at arrival are among them';
COMMENT ON COLUMN source_hours.reasons IS 'count by reason; what was parked after acceptance counts here too, and not as refused';

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
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT sources_pkey PRIMARY KEY (id),
  CONSTRAINT sources_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id),
  CONSTRAINT sources_write_key_key UNIQUE (write_key)
);
CREATE INDEX sources_workspace ON public.sources USING btree (workspace_id);
COMMENT ON COLUMN sources.settings IS 'what is kept of a visitor; what is not said is at its default';

CREATE TABLE spend (
  workspace_id uuid NOT NULL,
  named_by text NOT NULL,
  day date NOT NULL,
  channel text NOT NULL,
  amount numeric(20,6) NOT NULL,
  currency text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  CONSTRAINT spend_pkey PRIMARY KEY (workspace_id, named_by, day, channel),
  CONSTRAINT spend_amount_check CHECK ((amount >= (0)::numeric))
);
COMMENT ON TABLE spend IS 'what was spent on a channel on one day of the workspace; 0 is known, a missing day is not';
COMMENT ON COLUMN spend.named_by IS 'what channels are called after: entry, touchpoint, channel or a property';
COMMENT ON COLUMN spend.channel IS 'of touchpoints the id, which stays when the name is changed';
COMMENT ON COLUMN spend.amount IS 'in whole units of the currency';

CREATE TABLE touchpoint_catalogues (
  workspace_id uuid NOT NULL,
  version integer NOT NULL,
  pending text[] NOT NULL DEFAULT '{}'::text[],
  pending_since timestamp with time zone,
  CONSTRAINT touchpoint_catalogues_pkey PRIMARY KEY (workspace_id),
  CONSTRAINT touchpoint_catalogues_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
COMMENT ON TABLE touchpoint_catalogues IS 'The state of each catalogue; a workspace without a row has the starter catalogue';
COMMENT ON COLUMN touchpoint_catalogues.version IS 'grows with each change; the pipeline looks at it before each block';
COMMENT ON COLUMN touchpoint_catalogues.pending IS 'names of events whose stored places may be those of an earlier version; questions place them anew until they are rewritten';

CREATE TABLE touchpoint_versions (
  workspace_id uuid NOT NULL,
  touchpoint_id text NOT NULL,
  revision integer NOT NULL,
  definition jsonb,
  changed_by text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT touchpoint_versions_pkey PRIMARY KEY (workspace_id, touchpoint_id, revision),
  CONSTRAINT touchpoint_versions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES touchpoint_catalogues(workspace_id)
);
COMMENT ON COLUMN touchpoint_versions.definition IS 'null: removed';

CREATE TABLE touchpoints (
  workspace_id uuid NOT NULL,
  id text NOT NULL,
  place integer NOT NULL,
  revision integer NOT NULL,
  definition jsonb NOT NULL,
  CONSTRAINT touchpoints_pkey PRIMARY KEY (workspace_id, id),
  CONSTRAINT touchpoints_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES touchpoint_catalogues(workspace_id)
);
CREATE UNIQUE INDEX touchpoints_name ON public.touchpoints USING btree (workspace_id, lower((definition ->> 'name'::text)));
COMMENT ON COLUMN touchpoints.id IS 'the name in plain letters when it was made; it stays when the name is changed';
COMMENT ON COLUMN touchpoints.place IS 'the order of precedence, from 0: of those that fit an event the first wins';

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

CREATE TABLE webhook_secrets (
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  sealed text NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT webhook_secrets_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_secrets_source_id_fkey FOREIGN KEY (source_id) REFERENCES webhooks(source_id)
);
CREATE INDEX webhook_secrets_source ON public.webhook_secrets USING btree (source_id);
COMMENT ON COLUMN webhook_secrets.sealed IS 'encrypted with a key derived from the secret of the data folder';

CREATE TABLE webhooks (
  source_id uuid NOT NULL,
  workspace_id uuid NOT NULL,
  address text NOT NULL,
  verify_token text NOT NULL,
  signature jsonb NOT NULL,
  mapping jsonb,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT webhooks_pkey PRIMARY KEY (source_id),
  CONSTRAINT webhooks_address_key UNIQUE (address),
  CONSTRAINT webhooks_source_id_fkey FOREIGN KEY (source_id) REFERENCES sources(id),
  CONSTRAINT webhooks_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id)
);
COMMENT ON TABLE webhooks IS 'Where a source of a provider is called, how deliveries are checked and what they become';
COMMENT ON COLUMN webhooks.address IS 'the unguessable part of the address, 32 random bytes';
COMMENT ON COLUMN webhooks.mapping IS 'null: the mapping that comes with Teia for this provider';

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
