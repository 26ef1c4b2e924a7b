-- The table of applied migrations is made by the runner itself; here it only gets its description.
ALTER TABLE schema_migrations MODIFY COMMENT 'Which migration files were applied; one row per file.';
ALTER TABLE schema_migrations COMMENT COLUMN sha256 'Digest of the file when it was applied; a file never changes afterwards.';
