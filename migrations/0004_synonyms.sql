-- Terms that a search takes for each other: the label, and the others in `text`, one a line.
CREATE TABLE synonym (
    key   TEXT   NOT NULL PRIMARY KEY,
    label TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    place BIGINT NOT NULL
);
