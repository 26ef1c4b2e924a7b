-- The sum of all migrations, written by "node scripts/schema.mjs". Do not edit: add a migration instead.

CREATE TABLE schema_migrations
(
    `name` String,
    `sha256` String COMMENT 'Digest of the file when it was applied; a file never changes afterwards.',
    `applied_at` DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
ORDER BY name
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192
COMMENT 'Which migration files were applied; one row per file.';
