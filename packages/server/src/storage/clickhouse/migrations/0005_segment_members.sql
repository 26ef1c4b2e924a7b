CREATE TABLE segment_members
(
    workspace_id UUID,
    segment_id UUID,
    person_id UUID,
    version UInt64 COMMENT 'the round that found it; the newest row wins',
    is_in UInt8,
    since DateTime64(3, 'UTC') COMMENT 'when they came in, or left',
    due_at Int64 COMMENT 'milliseconds since 1970: from then on time alone may change it',
    INDEX by_person person_id TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace_id, segment_id, person_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
