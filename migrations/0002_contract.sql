-- A follow-up and the answered question that it follows know of each other, by their public names.
ALTER TABLE question ADD COLUMN follows TEXT;
ALTER TABLE question ADD COLUMN followed_by TEXT;

-- Who decides an item just now: a moderator's short hold, so that two people never decide the same one.
CREATE TABLE lease (
    question UUID   NOT NULL PRIMARY KEY REFERENCES question (id),
    person   UUID   NOT NULL REFERENCES person (id),
    until_at BIGINT NOT NULL
);

-- Work that one node at a time does, such as moving sessions on time.
CREATE TABLE duty (
    name     TEXT   NOT NULL PRIMARY KEY,
    holder   UUID   NOT NULL,
    until_at BIGINT NOT NULL
);
