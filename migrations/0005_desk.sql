-- What changed in a log after an event: what the desk's memory reads anew.
CREATE INDEX question_changed ON question (no, changed_seq);
