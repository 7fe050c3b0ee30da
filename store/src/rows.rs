//! Rows as the database holds them, and their reading into the words of `dialogue`.

use dialogue::event::{Event, EventKind, Happening, Hash};
use dialogue::person::{Actor, Capacity};
use dialogue::question::{
    Audience, Channel, Decision, Handling, Kind, Moderation, Question, Stage, Visibility,
};
use dialogue::session::{Session, SessionState};
use dialogue::{Millis, PublicId};
use serde_json::{from_str, to_string};
use uuid::Uuid;

use crate::error::StoreError;

#[derive(sqlx::FromRow)]
pub struct EventRow {
    no: i64,
    seq: i64,
    at: i64,
    kind: String,
    verb: String,
    question: Option<Uuid>,
    capacity: String,
    person: Option<Uuid>,
    unit: Option<String>,
    was: String,
    becomes: String,
    reason: Option<String>,
    digests: String,
    public: bool,
    public_prev: i64,
    hash: String,
}

impl EventRow {
    pub const fn place(&self) -> (i64, i64) {
        (self.no, self.seq)
    }

    /// The event and the hash that is stored beside it.
    pub fn read(self) -> Result<(Event, Hash), StoreError> {
        let digests = digests_of(&self.digests)?;
        let what = Happening {
            kind: self.kind.parse::<EventKind>()?,
            verb: self.verb,
            question: self.question,
            actor: Actor {
                capacity: self.capacity.parse::<Capacity>()?,
                person: self.person,
                unit: self.unit,
            },
            from: self.was,
            to: self.becomes,
            reason: self.reason,
            digests,
            public: self.public,
        };
        let (no, seq, public_prev) = (self.no, self.seq, self.public_prev);
        Ok((Event { no, seq, at: Millis(self.at), public_prev, what }, hash_of(&self.hash)?))
    }
}

/// A question with what only the office and its asker may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub question: Question,
    /// The tracking code without hyphens.
    pub code: String,
    /// SHA-256 of the asker's secret, hex.
    pub secret_hash: String,
    pub visitor: Option<Uuid>,
    /// The salt of the texts' digests; `None` once erased.
    pub salt: Option<String>,
    /// The last event that changed it.
    pub changed_seq: i64,
}

#[derive(sqlx::FromRow)]
pub struct QuestionRow {
    id: Uuid,
    no: i64,
    number: i64,
    kind: String,
    audience: String,
    channel: String,
    field: Option<String>,
    area: Option<String>,
    original: Option<String>,
    title: Option<String>,
    public_text: Option<String>,
    masks: String,
    display_name: String,
    moderation: String,
    handling: String,
    stage: String,
    visibility: String,
    merged_into: Option<String>,
    moved_to: Option<String>,
    follows: Option<String>,
    followed_by: Option<String>,
    reason: Option<String>,
    decided_by: Option<Uuid>,
    decided_at: Option<i64>,
    decided_from: Option<String>,
    appealed: bool,
    retract_by: Option<Uuid>,
    lead_unit: Option<String>,
    support_units: String,
    asked_at: i64,
    info_asked_at: Option<i64>,
    assigned_at: Option<i64>,
    due: Option<i64>,
    answered_at: Option<i64>,
    returns: i64,
    queue_at: Option<i64>,
    votes: i64,
    changed_seq: i64,
    code: String,
    secret_hash: String,
    visitor: Option<Uuid>,
    salt: Option<String>,
}

impl QuestionRow {
    pub fn read(self) -> Result<Filed, StoreError> {
        let question = Question {
            id: self.id,
            name: PublicId { no: self.no, number: self.number },
            kind: self.kind.parse::<Kind>()?,
            audience: self.audience.parse::<Audience>()?,
            channel: self.channel.parse::<Channel>()?,
            field: self.field,
            area: self.area,
            original: self.original,
            title: self.title,
            public_text: self.public_text,
            masks: from_str(&self.masks)?,
            display_name: self.display_name,
            moderation: self.moderation.parse::<Moderation>()?,
            handling: self.handling.parse::<Handling>()?,
            stage: self.stage.parse::<Stage>()?,
            visibility: self.visibility.parse::<Visibility>()?,
            merged_into: name_of(self.merged_into.as_deref())?,
            moved_to: name_of(self.moved_to.as_deref())?,
            follows: name_of(self.follows.as_deref())?,
            followed_by: name_of(self.followed_by.as_deref())?,
            reason: self.reason,
            decision: decision(self.decided_by, self.decided_at, self.decided_from)?,
            appealed: self.appealed,
            retract_by: self.retract_by,
            lead_unit: self.lead_unit,
            support_units: from_str(&self.support_units)?,
            asked_at: Millis(self.asked_at),
            info_asked_at: self.info_asked_at.map(Millis),
            assigned_at: self.assigned_at.map(Millis),
            due: self.due.map(Millis),
            answered_at: self.answered_at.map(Millis),
            returns: self.returns,
            queue_at: self.queue_at.map(Millis),
            votes: self.votes,
        };
        let Self { changed_seq, code, secret_hash, visitor, salt, .. } = self;
        Ok(Filed { question, code, secret_hash, visitor, salt, changed_seq })
    }
}

fn decision(by: Option<Uuid>, at: Option<i64>, from: Option<String>) -> Result<Option<Decision>, StoreError> {
    let (Some(by), Some(at), Some(from)) = (by, at, from) else {
        return Ok(None);
    };
    Ok(Some(Decision { by, at: Millis(at), from: from.parse()? }))
}

fn name_of(text: Option<&str>) -> Result<Option<PublicId>, StoreError> {
    let name = text.map(str::parse::<PublicId>).transpose();
    name.map_err(|_| StoreError::inconsistent(format!("{text:?} is no question's name")))
}

#[derive(sqlx::FromRow)]
pub struct SessionRow {
    no: i64,
    slug: String,
    title: String,
    summary: String,
    state: String,
    start_at: Option<i64>,
    duration_min: i64,
    questions_open: i64,
    questions_close: Option<i64>,
    place: Option<String>,
    stream_url: Option<String>,
    host_unit: Option<String>,
    co_host_units: String,
    respondent_units: String,
    fields: String,
    legal_basis: String,
    allow_votes: bool,
    note: Option<String>,
    created_at: i64,
    ended_at: Option<i64>,
}

impl SessionRow {
    pub fn read(self) -> Result<Session, StoreError> {
        Ok(Session {
            no: self.no,
            slug: self.slug,
            title: self.title,
            summary: self.summary,
            state: self.state.parse::<SessionState>()?,
            start: self.start_at.map(Millis),
            duration_min: self.duration_min,
            questions_open: Millis(self.questions_open),
            questions_close: self.questions_close.map(Millis),
            place: self.place,
            stream_url: self.stream_url,
            host_unit: self.host_unit,
            co_host_units: from_str(&self.co_host_units)?,
            respondent_units: from_str(&self.respondent_units)?,
            fields: from_str(&self.fields)?,
            legal_basis: from_str(&self.legal_basis)?,
            allow_votes: self.allow_votes,
            note: self.note,
            created_at: Millis(self.created_at),
            ended_at: self.ended_at.map(Millis),
        })
    }
}

/// A list as JSON in a text column.
pub fn list(items: &[String]) -> Result<String, StoreError> {
    Ok(to_string(items)?)
}

pub fn hash_of(text: &str) -> Result<Hash, StoreError> {
    let bytes = hex::decode(text).map_err(StoreError::inconsistent)?;
    bytes.try_into().map_err(|_| StoreError::inconsistent("a hash is not 32 bytes long"))
}

/// Reads what [`digests_text`] wrote.
pub fn digests_of(text: &str) -> Result<Vec<Hash>, StoreError> {
    text.split_whitespace().map(hash_of).collect()
}

pub fn digests_text(digests: &[Hash]) -> String {
    digests.iter().map(hex::encode).collect::<Vec<_>>().join(" ")
}
