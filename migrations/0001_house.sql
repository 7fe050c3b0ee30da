-- One text for SQLite and PostgreSQL: see README.md beside this file for the common subset.

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE unit (
    id           TEXT    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    short        TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    org_code     TEXT,
    valid_from   TEXT,
    valid_to     TEXT,
    predecessors TEXT    NOT NULL,
    place        BIGINT  NOT NULL,
    needs_review BOOLEAN NOT NULL
);

CREATE TABLE field (
    id           TEXT   NOT NULL PRIMARY KEY,
    name         TEXT   NOT NULL,
    default_unit TEXT   REFERENCES unit (id),
    place        BIGINT NOT NULL
);

CREATE TABLE reason (
    key   TEXT   NOT NULL PRIMARY KEY,
    label TEXT   NOT NULL,
    place BIGINT NOT NULL
);

CREATE TABLE template (
    key   TEXT   NOT NULL PRIMARY KEY,
    label TEXT   NOT NULL,
    text  TEXT   NOT NULL,
    place BIGINT NOT NULL
);

CREATE TABLE holiday (
    day   TEXT    NOT NULL PRIMARY KEY,
    off   BOOLEAN NOT NULL,
    label TEXT    NOT NULL
);

CREATE TABLE person (
    id         UUID    NOT NULL PRIMARY KEY,
    username   TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    unit       TEXT    REFERENCES unit (id),
    roles      TEXT    NOT NULL,
    password   TEXT    NOT NULL,
    removed_at BIGINT,
    created_at BIGINT  NOT NULL
);

-- A staff member's signed-in browser; the cookie's value is stored only as its SHA-256.
CREATE TABLE sign_in (
    hash       TEXT   NOT NULL PRIMARY KEY,
    person     UUID   NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX sign_in_person ON sign_in (person);

-- The head of each numbered log. Whoever updates this row owns the log until the transaction ends.
CREATE TABLE log (
    no         BIGINT NOT NULL PRIMARY KEY,
    seq        BIGINT NOT NULL,
    public_seq BIGINT NOT NULL,
    questions  BIGINT NOT NULL,
    hash       TEXT   NOT NULL
);

CREATE TABLE session (
    no               BIGINT  NOT NULL PRIMARY KEY REFERENCES log (no),
    slug             TEXT    NOT NULL UNIQUE,
    title            TEXT    NOT NULL,
    summary          TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    start_at         BIGINT,
    duration_min     BIGINT  NOT NULL,
    questions_open   BIGINT  NOT NULL,
    questions_close  BIGINT,
    place            TEXT,
    stream_url       TEXT,
    host_unit        TEXT    REFERENCES unit (id),
    co_host_units    TEXT    NOT NULL,
    respondent_units TEXT    NOT NULL,
    fields           TEXT    NOT NULL,
    legal_basis      TEXT    NOT NULL,
    allow_votes      BOOLEAN NOT NULL,
    note             TEXT,
    created_at       BIGINT  NOT NULL,
    ended_at         BIGINT
);
CREATE INDEX session_state ON session (state);

-- Who is named in a session, and as what.
CREATE TABLE session_person (
    no     BIGINT NOT NULL REFERENCES session (no),
    person UUID   NOT NULL REFERENCES person (id),
    role   TEXT   NOT NULL,
    PRIMARY KEY (no, role, person)
);

-- An append-only row of a log: ids, states, keys and salted digests, never a text. The chain is over `hash`.
CREATE TABLE event (
    no          BIGINT  NOT NULL REFERENCES log (no),
    seq         BIGINT  NOT NULL,
    at          BIGINT  NOT NULL,
    kind        TEXT    NOT NULL,
    verb        TEXT    NOT NULL,
    question    UUID,
    capacity    TEXT    NOT NULL,
    person      UUID,
    unit        TEXT,
    was         TEXT    NOT NULL,
    becomes     TEXT    NOT NULL,
    reason      TEXT,
    digests     TEXT    NOT NULL,
    public      BOOLEAN NOT NULL,
    public_prev BIGINT  NOT NULL,
    hash        TEXT    NOT NULL,
    PRIMARY KEY (no, seq)
);
CREATE INDEX event_question ON event (question, seq);

CREATE TABLE question (
    id            UUID    NOT NULL PRIMARY KEY,
    no            BIGINT  NOT NULL REFERENCES log (no),
    number        BIGINT  NOT NULL,
    kind          TEXT    NOT NULL,
    audience      TEXT    NOT NULL,
    channel       TEXT    NOT NULL,
    field         TEXT,
    area          TEXT,
    original      TEXT,
    salt          TEXT,
    title         TEXT,
    public_text   TEXT,
    masks         TEXT    NOT NULL,
    display_name  TEXT    NOT NULL,
    moderation    TEXT    NOT NULL,
    handling      TEXT    NOT NULL,
    stage         TEXT    NOT NULL,
    visibility    TEXT    NOT NULL,
    merged_into   TEXT,
    moved_to      TEXT,
    reason        TEXT,
    decided_by    UUID,
    decided_at    BIGINT,
    decided_from  TEXT,
    appealed      BOOLEAN NOT NULL,
    retract_by    UUID,
    lead_unit     TEXT,
    support_units TEXT    NOT NULL,
    asked_at      BIGINT  NOT NULL,
    info_asked_at BIGINT,
    assigned_at   BIGINT,
    due           BIGINT,
    answered_at   BIGINT,
    returns       BIGINT  NOT NULL,
    queue_at      BIGINT,
    votes         BIGINT  NOT NULL,
    changed_seq   BIGINT  NOT NULL,
    code          TEXT    NOT NULL UNIQUE,
    secret_hash   TEXT    NOT NULL,
    visitor       UUID,
    UNIQUE (no, number)
);
CREATE INDEX question_visitor ON question (visitor) WHERE visitor IS NOT NULL;
CREATE INDEX question_moderation ON question (no, moderation);
CREATE INDEX question_handling ON question (handling, lead_unit);

-- Contacts stand apart from the questions, so that answering units never meet them.
CREATE TABLE contact (
    question        UUID    NOT NULL PRIMARY KEY REFERENCES question (id),
    name            TEXT,
    phone           TEXT,
    email           TEXT,
    consent_publish BOOLEAN NOT NULL,
    consent_contact BOOLEAN NOT NULL,
    consent_version TEXT    NOT NULL,
    at              BIGINT  NOT NULL
);

-- Texts that belong to an event (a note, a request, a notice) and can be erased; the event keeps the digest.
CREATE TABLE note (
    no     BIGINT  NOT NULL,
    seq    BIGINT  NOT NULL,
    salt   TEXT    NOT NULL,
    text   TEXT    NOT NULL,
    public BOOLEAN NOT NULL,
    PRIMARY KEY (no, seq),
    FOREIGN KEY (no, seq) REFERENCES event (no, seq)
);

CREATE TABLE answer (
    id          UUID    NOT NULL PRIMARY KEY,
    question    UUID    NOT NULL REFERENCES question (id),
    n           BIGINT  NOT NULL,
    kind        TEXT    NOT NULL,
    mode        TEXT    NOT NULL,
    unit        TEXT    NOT NULL,
    unit_name   TEXT    NOT NULL,
    by_person   UUID    NOT NULL,
    by_name     TEXT    NOT NULL,
    by_title    TEXT    NOT NULL,
    at          BIGINT  NOT NULL,
    text        TEXT    NOT NULL,
    legal_basis TEXT    NOT NULL,
    retracted   BOOLEAN NOT NULL,
    UNIQUE (question, n)
);

CREATE TABLE draft (
    question     UUID   NOT NULL PRIMARY KEY REFERENCES question (id),
    text         TEXT   NOT NULL,
    mode         TEXT   NOT NULL,
    legal_basis  TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    by_person    UUID   NOT NULL,
    by_name      TEXT   NOT NULL,
    saved_at     BIGINT NOT NULL,
    submitted_by UUID
);

CREATE TABLE vote (
    question UUID   NOT NULL REFERENCES question (id),
    voter    UUID   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (question, voter)
);

CREATE TABLE rating (
    question UUID   NOT NULL PRIMARY KEY REFERENCES question (id),
    score    BIGINT NOT NULL,
    comment  TEXT,
    at       BIGINT NOT NULL
);

-- What was answered to a call with this idempotency key; kept 48 hours.
CREATE TABLE receipt (
    key    UUID   NOT NULL PRIMARY KEY,
    call   TEXT   NOT NULL,
    status BIGINT NOT NULL,
    body   TEXT   NOT NULL,
    at     BIGINT NOT NULL
);
CREATE INDEX receipt_at ON receipt (at);
