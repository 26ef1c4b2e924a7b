CREATE TABLE import_lines (
  import_id uuid NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
  n bigint GENERATED ALWAYS AS IDENTITY,
  file text NOT NULL,
  line bigint NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (import_id, n)
);
COMMENT ON TABLE import_lines IS 'Rows that became no events: they wait until all events of their import are in, then become touchpoints, notes and so on, and leave';
COMMENT ON COLUMN import_lines.body IS 'the line of an export that the row became, as JSON';

ALTER TABLE imports ADD COLUMN started_by jsonb;
COMMENT ON COLUMN imports.started_by IS 'who started it, with the rights that they had; null: before this was kept, or by the server itself';
