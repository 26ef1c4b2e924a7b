-- What an export brings into another workspace keeps its id there.
ALTER TABLE person_notes DROP CONSTRAINT person_notes_pkey, ADD PRIMARY KEY (workspace_id, id);
ALTER TABLE saved_views DROP CONSTRAINT saved_views_pkey, ADD PRIMARY KEY (workspace_id, id);
