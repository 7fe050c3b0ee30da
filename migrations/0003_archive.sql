-- What a city brings along from an older portal. `number` is N of the public name a-N; `seq` is the event of log -2 that
-- last wrote the row. A row whose texts were erased keeps its `ref`, so that no later import brings them back.
CREATE TABLE archive_item (
    number      BIGINT NOT NULL PRIMARY KEY,
    ref         TEXT   NOT NULL UNIQUE,
    kind        TEXT   NOT NULL,
    title       TEXT,
    question    TEXT   NOT NULL,
    answer      TEXT,
    unit        TEXT,
    unit_name   TEXT,
    field       TEXT,
    asked_at    BIGINT,
    answered_at BIGINT,
    source      TEXT,
    digest      TEXT   NOT NULL,
    imported_at BIGINT NOT NULL,
    removed_at  BIGINT,
    seq         BIGINT NOT NULL
);
CREATE INDEX archive_item_seq ON archive_item (seq);
