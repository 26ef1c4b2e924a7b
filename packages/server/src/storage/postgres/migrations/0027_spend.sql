CREATE TABLE spend (
  workspace_id uuid NOT NULL,
  named_by text NOT NULL,
  day date NOT NULL,
  channel text NOT NULL,
  amount numeric(20, 6) NOT NULL CHECK (amount >= 0),
  currency text NOT NULL,
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL,
  PRIMARY KEY (workspace_id, named_by, day, channel)
);
COMMENT ON TABLE spend IS 'what was spent on a channel on one day of the workspace; 0 is known, a missing day is not';
COMMENT ON COLUMN spend.named_by IS 'what channels are called after: entry, touchpoint, channel or a property';
COMMENT ON COLUMN spend.channel IS 'of touchpoints the id, which stays when the name is changed';
COMMENT ON COLUMN spend.amount IS 'in whole units of the currency';
