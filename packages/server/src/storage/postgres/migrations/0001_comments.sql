-- The table of applied migrations is made by the runner itself; here it only gets its description.
COMMENT ON TABLE schema_migrations IS 'Which migration files were applied; one row per file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'Digest of the file when it was applied; a file never changes afterwards.';
