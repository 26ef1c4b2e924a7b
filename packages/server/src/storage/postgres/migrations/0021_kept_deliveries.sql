ALTER TABLE refusals ADD COLUMN delivery jsonb;
COMMENT ON COLUMN refusals.delivery IS 'of a delivery of a webhook: its id and the headers that a mapping may read, so that it can be read again by another mapping; never a signature or a secret. null: the body is no delivery, or not whole';
