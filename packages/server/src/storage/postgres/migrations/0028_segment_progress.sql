ALTER TABLE segments
  ADD COLUMN parts integer NOT NULL DEFAULT 1 CHECK (parts >= 1),
  ADD COLUMN parts_done integer NOT NULL DEFAULT 0 CHECK (parts_done BETWEEN 0 AND parts),
  ADD COLUMN count_ms bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN segments.parts IS 'while everybody is being gone through: in how many parts, by the first digits of the person''s id';
COMMENT ON COLUMN segments.parts_done IS 'how many of them, from the first, are gone through by the rule as it is; 0 when not counting';
COMMENT ON COLUMN segments.count_ms IS 'milliseconds that those parts have taken';
