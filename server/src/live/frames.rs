//! The frames of the live stream, and how those of the public lens read as JSON schemas.

use dialogue::event::EventKind;
use schemars::JsonSchema;
use serde::Serialize;

use crate::views::schema::{Code, Time};
use crate::views::shapes::{BalanceShape, DeskShape, OwnShape, QuestionShape, SessionShape};

/// The frames of the live stream, as PROTOCOL.md has them. The first member is always `type`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerFrame<'a> {
    Hello {
        epoch: &'a str,
        seq: i64,
        session: &'a SessionShape,
        viewers: usize,
        resumed: bool,
    },
    Snapshot(SnapshotBody),
    Event(EventBody),
    Beat {
        seq: i64,
    },
    Tally(TallyBody),
    Mine(MineBody<'a>),
    Reply {
        #[serde(flatten)]
        reply: serde_json::Value,
    },
    Bye {
        reason: &'static str,
        retry_ms: u64,
    },
}

/// A numbered event. In the events path it stands without `type`.
#[derive(Clone, Debug, Serialize)]
pub struct EventBody {
    pub seq: i64,
    pub prev: i64,
    pub at: String,
    pub kind: EventKind,
    #[serde(flatten)]
    pub content: Content,
}

/// How an event of the public lens reads.
#[derive(JsonSchema)]
#[schemars(rename = "Event")]
#[expect(dead_code, reason = "it is the schema of EventBody")]
pub struct EventSchema {
    seq: i64,
    prev: i64,
    #[schemars(with = "Time")]
    at: String,
    #[schemars(with = "Code<EventKind>")]
    kind: String,
    data: DataSchema,
}

#[derive(JsonSchema)]
#[schemars(rename = "Data")]
#[expect(dead_code, reason = "it is the schema of Data")]
struct DataSchema {
    #[schemars(with = "QuestionShape")]
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<()>,
    #[schemars(with = "SessionShape")]
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<()>,
    #[schemars(with = "NoticeShape")]
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<()>,
}

/// How a snapshot of the public lens reads.
#[derive(JsonSchema)]
#[schemars(rename = "Snapshot")]
#[expect(dead_code, reason = "it is the schema of SnapshotBody")]
pub struct SnapshotSchema {
    seq: i64,
    session: SessionShape,
    balance: BalanceShape,
    questions: Vec<QuestionShape>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
}

/// What an event shows: the thing's present view.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Content {
    Json { data: Data },
    Page(Box<PageContent>),
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Data {
    Stage { question: QuestionOf, session: Box<SessionShape> },
    Question { question: QuestionOf },
    Notice { notice: NoticeShape },
    Session { session: Box<SessionShape> },
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum QuestionOf {
    Public(Box<QuestionShape>),
    Desk(Box<DeskShape>),
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Notice")]
pub struct NoticeShape {
    pub at: String,
    pub text: String,
}

/// Fragments for the site's own page.
#[derive(Clone, Debug, Serialize)]
pub struct PageContent {
    pub id: Option<String>,
    /// `answered`, `waiting`, or `gone` when the public may no longer read it.
    pub place: &'static str,
    pub card: Option<String>,
    pub stage: String,
    pub notice: Option<NoticeShape>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum SnapshotBody {
    Json {
        seq: i64,
        session: Box<SessionShape>,
        balance: BalanceShape,
        questions: Vec<QuestionOf>,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        truncated: bool,
    },
    Page {
        seq: i64,
        stage: String,
        cards: Vec<PageCard>,
    },
}

/// What only the asker may see: never shared with another reader.
#[derive(Serialize)]
#[serde(untagged)]
pub enum MineBody<'a> {
    Json {
        questions: &'a [OwnShape],
    },
    /// The list as the session's page shows it; empty when there is nothing.
    Page {
        mine: String,
    },
}

#[derive(Clone, Debug, Serialize)]
pub struct PageCard {
    pub id: String,
    pub place: &'static str,
    pub card: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TallyBody {
    pub votes: std::collections::BTreeMap<String, i64>,
    pub viewers: usize,
    pub balance: BalanceShape,
}
