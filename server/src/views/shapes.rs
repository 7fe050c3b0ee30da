//! The JSON shapes of PROTOCOL.md. Absent values are null, lists are `[]`, nothing is left out.
//!
//! Each carries a `shown` part that only pages see: the words and dates behind the codes.

use dialogue::answer::{AnswerKind, Mode};
use dialogue::question::{Audience, Handling, Kind, Label, Moderation, Stage};
use dialogue::session::SessionState;
use moderation::clean::Html;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use store::Balance;
use uuid::Uuid;

pub use super::desk_shapes::{
    DeskShape, DraftShape, DuplicateShape, FindingShape, LeaseShape, ReplyShape, ReplyShown,
};
use super::schema::Code;
use crate::words::Lang;

/// A person as the public knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Person")]
pub struct PersonShape {
    pub name: String,
    pub title: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub struct SessionShape {
    pub no: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    #[schemars(with = "Code<SessionState>")]
    pub state: SessionState,
    pub start: Option<String>,
    pub duration_min: i64,
    pub questions_open: String,
    pub questions_close: Option<String>,
    pub place: Option<String>,
    pub stream_url: Option<String>,
    pub host_unit: Option<String>,
    pub co_host_units: Vec<String>,
    pub respondent_units: Vec<String>,
    pub chair: Option<PersonShape>,
    pub host: Option<PersonShape>,
    pub fields: Vec<String>,
    pub allow_votes: bool,
    pub on_stage: Option<String>,
    pub url: String,
    #[serde(skip)]
    pub shown: SessionShown,
}

/// What pages say of a session besides its codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionShown {
    /// The language of the words here.
    pub lang: Lang,
    /// "thứ Năm, 24/09/2026, 08:30"
    pub start: String,
    pub opens: String,
    pub closes: String,
    /// Minutes since the start, while live.
    pub minute: Option<i64>,
    pub host_unit: String,
    pub respondent_units: Vec<String>,
    pub takes_questions: bool,
    /// It takes none yet, but will.
    pub will_open: bool,
    /// The public note of a cancellation.
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Reason")]
pub struct ReasonShape {
    pub key: String,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Question")]
pub struct QuestionShape {
    pub id: String,
    pub number: i64,
    pub session: String,
    #[schemars(with = "Code<Kind>")]
    pub kind: Kind,
    #[schemars(with = "Code<Audience>")]
    pub audience: Audience,
    pub field: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub display_name: Option<String>,
    pub at: String,
    #[schemars(with = "Code<Moderation>")]
    pub moderation: Moderation,
    #[schemars(with = "Code<Handling>")]
    pub handling: Handling,
    #[schemars(with = "Code<Stage>")]
    pub stage: Stage,
    #[schemars(with = "Code<Label>")]
    pub label: Label,
    pub overdue: bool,
    pub due: Option<String>,
    pub lead_unit: Option<String>,
    pub support_units: Vec<String>,
    pub votes: i64,
    pub merged_into: Option<String>,
    pub moved_to: Option<String>,
    pub follows: Option<String>,
    pub followed_by: Option<String>,
    pub reason: Option<ReasonShape>,
    pub masked: bool,
    pub answers: Vec<AnswerShape>,
    pub url: String,
    #[serde(skip)]
    pub shown: QuestionShown,
}

/// What pages say of a question besides its codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionShown {
    /// The language of the words here.
    pub lang: Lang,
    pub at: String,
    pub due: Option<String>,
    pub field: Option<String>,
    pub lead_unit: Option<String>,
    pub support_units: Vec<String>,
    pub session_title: String,
    /// "đã trả lời miệng, chờ văn bản"
    pub awaits_text: bool,
    pub allow_votes: bool,
    /// Whether the reader of this page has voted for it.
    pub voted: bool,
    /// The row's own id, for what is looked up beside it.
    pub uuid: Uuid,
}

impl QuestionShape {
    /// The text that a correction replaces.
    #[must_use]
    pub fn text_to_correct(&self) -> &str {
        let whole = |answer: &&AnswerShape| !answer.retracted && answer.kind != AnswerKind::Addendum;
        self.answers.iter().rfind(whole).map_or("", |answer| &answer.text)
    }

    /// The title, or the beginning of the text, or the number: what a heading or a link says.
    #[must_use]
    pub fn heading(&self) -> String {
        const LONGEST: usize = 90;
        let text = self.title.as_deref().or(self.text.as_deref());
        let Some(text) = text else {
            return self.shown.lang.say1("question-untitled", "number", self.number);
        };
        let line = text.lines().next().unwrap_or_default();
        if line.chars().count() <= LONGEST {
            return line.to_owned();
        }
        let cut: String = line.chars().take(LONGEST).collect();
        format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Answer")]
pub struct AnswerShape {
    pub n: i64,
    #[schemars(with = "Code<AnswerKind>")]
    pub kind: AnswerKind,
    #[schemars(with = "Code<Mode>")]
    pub mode: Mode,
    pub unit: String,
    pub unit_name: String,
    pub by_name: String,
    pub by_title: String,
    pub at: String,
    pub text: String,
    #[serde(serialize_with = "html_text")]
    #[schemars(with = "String")]
    pub html: Html,
    pub legal_basis: Vec<String>,
    pub retracted: bool,
    #[serde(skip)]
    pub shown_at: String,
}

fn html_text<S: Serializer>(html: &Html, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(html.as_str())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Balance")]
pub struct BalanceShape {
    pub received: i64,
    pub pending: i64,
    pub needs_info: i64,
    pub approved: i64,
    pub rejected: i64,
    pub merged: i64,
    pub redirected: i64,
    pub withdrawn: i64,
    pub answered: i64,
}

impl BalanceShape {
    /// How many approved questions wait for their answer.
    #[must_use]
    pub const fn waiting(&self) -> i64 {
        self.approved - self.answered
    }
}

impl From<Balance> for BalanceShape {
    fn from(b: Balance) -> Self {
        let Balance {
            received,
            pending,
            needs_info,
            approved,
            rejected,
            merged,
            redirected,
            withdrawn,
            answered,
        } = b;
        Self { received, pending, needs_info, approved, rejected, merged, redirected, withdrawn, answered }
    }
}

/// A question as its asker sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Own")]
pub struct OwnShape {
    #[serde(flatten)]
    pub question: QuestionShape,
    pub code: String,
    pub note: Option<String>,
    pub can: Vec<&'static str>,
    /// The code under which a question that was moved to the intake lives on.
    pub moved_code: Option<String>,
    /// Whether everybody can read the question's page.
    #[serde(skip)]
    pub is_public: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Step")]
pub struct StepShape {
    pub seq: i64,
    pub at: String,
    #[serde(rename = "move")]
    pub verb: String,
    pub by: ByShape,
    pub reason: Option<String>,
    pub note: Option<String>,
    #[serde(skip)]
    pub shown: StepShown,
}

/// What pages say of a step of the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepShown {
    pub at: String,
    pub verb: String,
    pub by: String,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "By")]
pub struct ByShape {
    pub role: String,
    pub unit: Option<String>,
}
