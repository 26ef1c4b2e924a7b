CREATE TABLE outgoing_emails (
  id uuid PRIMARY KEY,
  workspace_id uuid,
  kind text NOT NULL,
  about_id text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  body_text text NOT NULL,
  body_html text NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_error text,
  created_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX outgoing_emails_due ON outgoing_emails (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX outgoing_emails_about ON outgoing_emails (about_id, created_at DESC);
COMMENT ON TABLE outgoing_emails IS 'Letters of the product to its staff, from the moment they are written until 30 days after they were sent or given up';
COMMENT ON COLUMN outgoing_emails.workspace_id IS 'null: about an account, which belongs to no single workspace';
COMMENT ON COLUMN outgoing_emails.about_id IS 'the invitation or the user that the letter is about';
COMMENT ON COLUMN outgoing_emails.body_text IS 'holds a link with its token, so both bodies are emptied when the letter was sent or given up';
COMMENT ON COLUMN outgoing_emails.next_attempt_at IS 'while a server is sending: when another may take the letter over';
COMMENT ON COLUMN outgoing_emails.last_error IS 'the words of the mail server, or why it could not be reached; safe to show to whoever may see the letter';

CREATE TABLE account_links (
  token_hash bytea PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('password-reset', 'email-change')),
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  new_email text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX account_links_user ON account_links (user_id, kind, created_at DESC);
COMMENT ON TABLE account_links IS 'Links that were mailed to prove that somebody reads the mail of an account; each works once';
COMMENT ON COLUMN account_links.token_hash IS 'SHA-256 of the token in the link; the token itself is not kept';

ALTER TABLE api_keys ADD COLUMN is_owner boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN api_keys.is_owner IS 'made by an owner or the unattended set-up: may also give and take the role of owner';
UPDATE api_keys SET is_owner = true WHERE created_by = 'system';
