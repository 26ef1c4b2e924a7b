ALTER TABLE identity_rules ADD COLUMN readings jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN identity_rules.readings IS 'by kind of identifier: the reading since which its values are read as now; none where they always were';
UPDATE identity_rules SET readings = (
  SELECT jsonb_object_agg(kind, reading)
  FROM (VALUES ('email'), ('phone')) AS plain (kind)
  FULL JOIN (SELECT 'external:' || jsonb_object_keys(rules -> 'externalTypes') AS kind) AS external USING (kind))
WHERE reading > 0;
UPDATE identity_assertions a SET read_by = 0
FROM identity_rules r
WHERE r.workspace_id = a.workspace_id AND a.read_by > 0 AND NOT r.readings ? a.rule;
COMMENT ON COLUMN identity_assertions.read_by IS 'the newest reading of values (identity_rules.readings) by which an event said so';
