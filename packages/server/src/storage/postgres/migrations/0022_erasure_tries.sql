ALTER TABLE erasures
  ADD COLUMN tries integer NOT NULL DEFAULT 0,
  ADD COLUMN waiting_for text,
  ADD COLUMN next_try_at timestamptz;
COMMENT ON COLUMN erasures.tries IS 'how often a step has failed since the last one that was done';
COMMENT ON COLUMN erasures.waiting_for IS 'the store whose step has failed and is tried again at next_try_at; null: none has';
