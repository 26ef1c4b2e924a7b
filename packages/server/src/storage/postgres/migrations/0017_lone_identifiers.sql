-- Most identifiers are a cluster of their own, which their key finds.
DROP INDEX identifiers_cluster;
CREATE INDEX identifiers_cluster ON identifiers (workspace_id, cluster_id) WHERE cluster_id <> identity_id;
-- Times are widened in place where a page has room.
ALTER TABLE identifiers SET (fillfactor = 80);
