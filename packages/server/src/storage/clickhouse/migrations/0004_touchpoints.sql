-- Rows from before have no such column: for them it is read off the event when it is asked for.
ALTER TABLE events ADD COLUMN IF NOT EXISTS said LowCardinality(String) DEFAULT multiIf(
    toString(context.channel) IN ('web', 'app', 'e-mail', 'social', 'messaging', 'phone', 'store', 'marketplace', 'ad', 'chat', 'in-product', 'other'), toString(context.channel),
    type = 'screen' OR JSONLength(toJSONString(context), 'app') > 0, 'app',
    match(JSONExtractString(raw, 'context', 'library', 'name'), '(?i)ios|android|swift|kotlin|flutter|react-native'), 'app',
    type = 'page' OR JSONLength(toJSONString(context), 'page') > 0, 'web',
    '') COMMENT 'the channel that the event itself tells; empty: it tells none' AFTER channel;

-- What an event is placed at changes with the catalogue: updates are written beside the parts, instead of writing whole parts anew.
ALTER TABLE events MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1;
