CREATE TABLE source_hours (
  source_id uuid NOT NULL,
  hour timestamptz NOT NULL,
  accepted bigint NOT NULL DEFAULT 0,
  refused bigint NOT NULL DEFAULT 0,
  duplicate bigint NOT NULL DEFAULT 0,
  reasons jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (source_id, hour)
);
COMMENT ON TABLE source_hours IS 'What came of what arrived, by the hour; kept for 90 days, minutes only for two';
COMMENT ON COLUMN source_hours.refused IS 'those kept aside at arrival are among them';
COMMENT ON COLUMN source_hours.reasons IS 'count by reason; what was parked after acceptance counts here too, and not as refused';

WITH by_hour AS (
  SELECT source_id, date_trunc('hour', minute, 'UTC') AS hour, accepted, refused, duplicate, reasons FROM source_minutes
), counted AS (
  SELECT source_id, hour, each.reason, sum(each.n::bigint) AS n
  FROM by_hour, jsonb_each_text(reasons) AS each(reason, n) GROUP BY source_id, hour, each.reason
), told AS (
  SELECT source_id, hour, jsonb_object_agg(reason, n) AS reasons FROM counted GROUP BY source_id, hour
)
INSERT INTO source_hours (source_id, hour, accepted, refused, duplicate, reasons)
SELECT h.source_id, h.hour, sum(h.accepted), sum(h.refused), sum(h.duplicate), coalesce(t.reasons, '{}')
FROM by_hour h LEFT JOIN told t USING (source_id, hour) GROUP BY h.source_id, h.hour, t.reasons;

CREATE INDEX refusals_source_reason ON refusals (source_id, reason, id DESC);
CREATE INDEX dead_letters_source_reason ON dead_letters (source_id, reason, id DESC);
