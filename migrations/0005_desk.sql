-- What changed in a log after an event: what the desk's memory reads anew.
CREATE INDEX question_changed ON question (no, changed_seq);

-- Words that may insult, one a line of `text`, in groups that an administrator changes.
CREATE TABLE watchwords (
    key   TEXT   NOT NULL PRIMARY KEY,
    label TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    place BIGINT NOT NULL
);
