-- What is always hidden of a text before it is public, or never, one a line of `text`, in groups that an administrator changes.
CREATE TABLE maskwords (
    key   TEXT   NOT NULL PRIMARY KEY,
    label TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    place BIGINT NOT NULL
);
