-- The sum of all migrations, written by "node scripts/schema.mjs". Do not edit: add a migration instead.

CREATE TABLE events
(
    `workspace_id` UUID,
    `time` DateTime64(3, 'UTC') COMMENT 'when it happened, corrected for clock skew',
    `event_id` UInt64 COMMENT 'position in the event log: record << 12 | place in the record; also the order of equal times',
    `person_id` UUID COMMENT 'the person known when the row was last folded; identity_overrides wins',
    `identity_id` UUID COMMENT 'hash of the event\'s own strongest identifier; never changes',
    `device_id` UUID COMMENT 'hash of the anonymous id; zero for events of a server',
    `type` Enum8('track' = 1, 'page' = 2, 'screen' = 3, 'identify' = 4, 'group' = 5, 'alias' = 6, 'signal' = 7),
    `name` LowCardinality(String),
    `touchpoint` LowCardinality(String) COMMENT 'empty: no matcher fits',
    `channel` LowCardinality(String),
    `said` LowCardinality(String) DEFAULT multiIf((toString(context.channel) IN ('web', 'app', 'e-mail', 'social', 'messaging', 'phone', 'store', 'marketplace', 'ad', 'chat', 'in-product', 'other')), toString(context.channel), (type = 'screen') OR (JSONLength(toJSONString(context), 'app') > 0), 'app', match(JSONExtractString(raw, 'context', 'library', 'name'), '(?i)ios|android|swift|kotlin|flutter|react-native'), 'app', (type = 'page') OR (JSONLength(toJSONString(context), 'page') > 0), 'web', '') COMMENT 'the channel that the event itself tells; empty: it tells none',
    `entry` LowCardinality(String) COMMENT 'how a visit beginning with this event came: campaign, referrer or direct',
    `source_id` UUID,
    `message_id` String CODEC(ZSTD(1)),
    `properties` JSON(max_dynamic_paths = 256),
    `context` JSON(max_dynamic_paths = 64) COMMENT 'the parts of the context that are asked about; raw has all of it',
    `raw` String COMMENT 'the message as it was accepted' CODEC(ZSTD(1)),
    `received_at` DateTime64(3, 'UTC'),
    INDEX by_person person_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_identity identity_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX by_event_id event_id TYPE minmax GRANULARITY 1
)
ENGINE = MergeTree
PARTITION BY toYear(time)
ORDER BY (workspace_id, toDate(time), identity_id, time)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, non_replicated_deduplication_window = 10000, min_bytes_for_wide_part = 536870912, min_rows_for_wide_part = 5000000, index_granularity = 8192, enable_block_number_column = 1, enable_block_offset_column = 1;

CREATE TABLE identity_fold
(
    `identity_key` String COMMENT 'identity_id as text: look-up tables take no UUID as key',
    `identity_id` UUID,
    `person_id` UUID,
    `version` UInt64
)
ENGINE = Join(ANY, LEFT, identity_key)
COMMENT 'the overrides that are being written into events; emptied at the start of each round';

CREATE TABLE identity_overrides
(
    `workspace_id` UUID,
    `identity_id` UUID,
    `person_id` UUID COMMENT 'whom events of this identity belong to, until folded into events',
    `version` UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, identity_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

CREATE TABLE people
(
    `workspace_id` UUID,
    `person_id` UUID,
    `version` UInt64 COMMENT 'grows with each change; the newest row wins',
    `is_gone` UInt8 COMMENT '1: the person was joined into another one',
    `is_known` UInt8 COMMENT '1: has a user id',
    `first_seen_at` DateTime64(3, 'UTC'),
    `traits` JSON(max_dynamic_paths = 256)
)
ENGINE = ReplacingMergeTree(version, is_gone)
ORDER BY (workspace_id, person_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;

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

CREATE TABLE segment_members
(
    `workspace_id` UUID,
    `segment_id` UUID,
    `person_id` UUID,
    `version` UInt64 COMMENT 'the round that found it; the newest row wins',
    `is_in` UInt8,
    `since` DateTime64(3, 'UTC') COMMENT 'when they came in, or left',
    `due_at` Int64 COMMENT 'milliseconds since 1970: from then on time alone may change it',
    INDEX by_person person_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, segment_id, person_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 8192;
