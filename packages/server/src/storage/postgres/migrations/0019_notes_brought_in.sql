ALTER TABLE person_notes
  ADD COLUMN is_brought_in boolean NOT NULL DEFAULT false,
  ADD COLUMN stated_author text;
COMMENT ON COLUMN person_notes.is_brought_in IS 'an import brought it in, and written_by is who started that: nobody here vouches for the author';
COMMENT ON COLUMN person_notes.stated_author IS 'of a note that was brought in: the e-mail of the author as the file says it; null: it says none';
