//! The shapes that only the desk reads.

use dialogue::answer::{Draft, Mode};
use dialogue::question::{Channel, Mask, Visibility};
use moderation::screen;
use schemars::JsonSchema;
use serde::Serialize;

use super::schema::Code;
use super::shapes::QuestionShape;
use crate::screening::{ABUSE, PastShape, Told, Words};

/// A question as the desk sees it: never a contact, only texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Desk")]
pub struct DeskShape {
    #[serde(flatten)]
    pub question: QuestionShape,
    pub code: String,
    pub original: Option<String>,
    #[schemars(with = "Code<Visibility>")]
    pub visibility: Visibility,
    #[schemars(with = "Code<Channel>")]
    pub channel: Channel,
    pub findings: Vec<FindingShape>,
    #[schemars(with = "Vec<MaskShape>")]
    pub masks: Vec<Mask>,
    /// What the asker wrote later: a reply to what was asked of them, an appeal.
    pub replies: Vec<ReplyShape>,
    pub duplicates: Vec<DuplicateShape>,
    /// The one of them that it repeats.
    pub repeats: Option<DuplicateShape>,
    /// What other sessions and the archive answered already to questions like this one.
    pub archive: Vec<PastShape>,
    pub suggested_unit: Option<String>,
    pub lease: Option<LeaseShape>,
    pub draft: Option<DraftShape>,
}

impl DeskShape {
    /// The same without any text, and without the code by which the texts could be read: states, numbers and units only.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        self.code.clear();
        self.original = None;
        self.draft = None;
        self.masks.clear();
        // What it repeats, and what the screen says of it, tell what it is about.
        self.findings.clear();
        self.duplicates.clear();
        self.repeats = None;
        self.archive.clear();
        self.replies.clear();
        let question = &mut self.question;
        question.title = None;
        question.text = None;
        question.display_name = None;
        question.answers.clear();
        self
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct FindingShape {
    pub kind: String,
    pub start: usize,
    pub end: usize,
    #[serde(skip)]
    pub shown: FindingShown,
}

/// A finding in the words of the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindingShown {
    pub label: &'static str,
    /// The part of the original.
    pub text: String,
}

impl FindingShape {
    /// What the screen finds in an original: personal data, then insults, then what the text is as a whole.
    #[must_use]
    pub fn all_in(original: &str, words: &Words) -> Vec<Self> {
        let shape = |(kind, label, place): &Told| Self {
            kind: (*kind).to_owned(),
            start: place.start,
            end: place.end,
            shown: FindingShown {
                label,
                text: original.chars().skip(place.start).take(place.len()).collect(),
            },
        };
        words.findings(original).iter().map(shape).collect()
    }
}

impl DeskShape {
    /// What is masked as personal data.
    #[must_use]
    pub fn personal(&self) -> Vec<&FindingShape> {
        let is_whole = |kind: &str| screen::Character::ALL.iter().any(|known| known.code() == kind);
        self.findings.iter().filter(|finding| finding.kind != ABUSE && !is_whole(&finding.kind)).collect()
    }

    /// What the text may be as a whole, in the words of the desk.
    #[must_use]
    pub fn characters(&self) -> Vec<&'static str> {
        let known = screen::Character::ALL.iter();
        let told = |kind: &&screen::Character| self.findings.iter().any(|found| found.kind == kind.code());
        known.filter(told).map(|kind| kind.label()).collect()
    }

    /// What may insult somebody.
    #[must_use]
    pub fn insults(&self) -> Vec<&FindingShape> {
        self.findings.iter().filter(|finding| finding.kind == ABUSE).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Reply")]
pub struct ReplyShape {
    pub at: String,
    /// `reply` or `appeal`.
    #[serde(rename = "move")]
    pub verb: String,
    pub text: String,
    #[serde(skip)]
    pub shown: ReplyShown,
}

/// A reply's time and move in the words of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyShown {
    pub at: String,
    pub verb: String,
}

/// How a mask reads on the wire.
#[derive(JsonSchema)]
#[schemars(rename = "Mask")]
#[expect(dead_code, reason = "it is the schema of dialogue's Mask")]
struct MaskShape {
    kind: String,
    start: usize,
    end: usize,
    by: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Duplicate")]
pub struct DuplicateShape {
    pub id: String,
    /// 0 to 100, in percent.
    pub score: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Lease")]
pub struct LeaseShape {
    pub by: String,
    pub until: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Draft")]
pub struct DraftShape {
    pub text: String,
    #[schemars(with = "Code<Mode>")]
    pub mode: Mode,
    pub legal_basis: Vec<String>,
    pub revision: i64,
    pub by: String,
}

impl From<Draft> for DraftShape {
    fn from(draft: Draft) -> Self {
        let Draft { text, mode, legal_basis, revision, by_name: by, .. } = draft;
        Self { text, mode, legal_basis, revision, by }
    }
}
