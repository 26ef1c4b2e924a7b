ALTER TABLE computed_waiting ADD COLUMN mark bigint GENERATED ALWAYS AS IDENTITY;
COMMENT ON COLUMN computed_waiting.mark IS 'new each time that somebody waits anew: who was counted before that waits on';
