-- The sum of all migrations, written by "node scripts/schema.mjs". Do not edit: add a migration instead.

CREATE TABLE schema_migrations (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);
COMMENT ON TABLE schema_migrations IS 'Which migration files were applied; one row per file.';
COMMENT ON COLUMN schema_migrations.sha256 IS 'Digest of the file when it was applied; a file never changes afterwards.';
