CREATE TABLE account_rewrites (
  workspace_id uuid NOT NULL,
  account_id uuid NOT NULL,
  asked bigint NOT NULL DEFAULT 1,
  begun bigint,
  place uuid,
  PRIMARY KEY (workspace_id, account_id)
);
COMMENT ON TABLE account_rewrites IS 'Accounts with many people of which something else is known now: their people are written anew, some at a time';
COMMENT ON COLUMN account_rewrites.asked IS 'grows with each change of the account';
COMMENT ON COLUMN account_rewrites.begun IS 'what asked was when this round began; null: none has. A change meanwhile asks for one more round';
COMMENT ON COLUMN account_rewrites.place IS 'the last identifier of the account that was done in this round';
