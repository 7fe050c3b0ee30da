//! Question (câu hỏi): three axes and a visibility, never a pile of flags.
//!
//! - [`Moderation`]: may it be read by the public? moves in [`moderation`](self) `moderation.rs`
//! - [`Handling`]: who answers, and how far are they? moves in `handling.rs`
//! - [`Stage`]: where is it in the live session? moves in `stage.rs`
//! - [`Visibility`]: public or private; masked and stub are computed.
//!
//! Each move is a pure method that returns the next question or a [`Refusal`](crate::Refusal). The public
//! [`Label`] and "overdue" are computed in `label.rs` and never stored.

mod asker;
mod handling;
mod label;
mod moderation;
mod stage;
mod wording;

#[cfg(test)]
mod walk;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Millis;
use crate::id::PublicId;
use crate::words::words;

pub use handling::Assignment;
pub use label::Label;
pub use moderation::{RedirectTo, Retracted, UNDO};
pub use wording::{Wording, masked};

words! {
    /// What the asker brings.
    Kind {
        Question = "question", "câu hỏi";
        Report = "report", "phản ánh";
        Suggestion = "suggestion", "kiến nghị";
        Obstacle = "obstacle", "vướng mắc";
    }
}

words! {
    /// On whose behalf the asker speaks.
    Audience {
        Citizen = "citizen", "người dân";
        Business = "business", "doanh nghiệp";
        HouseholdBusiness = "household_business", "hộ kinh doanh";
        Organisation = "organisation", "tổ chức";
        Press = "press", "báo chí";
    }
}

impl Audience {
    /// The name shown when the asker did not agree to publish one.
    #[must_use]
    pub const fn unnamed(self) -> &'static str {
        match self {
            Self::Citizen => "Người dân",
            Self::Business => "Doanh nghiệp",
            Self::HouseholdBusiness => "Hộ kinh doanh",
            Self::Organisation => "Tổ chức",
            Self::Press => "Báo chí",
        }
    }
}

words! {
    /// How it came: the last three are entered by staff on behalf of somebody.
    Channel {
        Web = "web", "trực tuyến";
        Phone = "phone", "điện thoại";
        Post = "post", "bưu chính";
        Counter = "counter", "tại quầy";
    }
}

words! {
    Moderation {
        Pending = "pending", "chờ duyệt";
        NeedsInfo = "needs_info", "cần bổ sung";
        Approved = "approved", "đã duyệt";
        Rejected = "rejected", "không đăng";
        Merged = "merged", "đã gộp";
        Redirected = "redirected", "đã chuyển kênh khác";
        Withdrawn = "withdrawn", "đã rút";
    }
}

words! {
    Handling {
        Unassigned = "unassigned", "chưa phân công";
        Assigned = "assigned", "đã phân công";
        Drafting = "drafting", "đang soạn";
        InReview = "in_review", "chờ rà soát";
        Answered = "answered", "đã trả lời";
    }
}

words! {
    Stage {
        None = "none", "chưa xếp";
        Queued = "queued", "hàng chờ trả lời";
        OnStage = "on_stage", "đang trả lời";
        Done = "done", "đã lên sân khấu";
    }
}

words! {
    Visibility {
        Public = "public", "công khai";
        Private = "private", "riêng tư";
    }
}

/// A span of the original that is hidden from the public, in characters of the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mask {
    pub kind: String,
    pub start: usize,
    pub end: usize,
    pub by: String,
}

/// The last moderation decision, kept so that its maker can undo it and an appeal goes to somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub by: Uuid,
    pub at: Millis,
    pub from: Moderation,
}

/// A question of a session's log or of the intake's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: Uuid,
    /// The log's number and the question's number in it: its public name.
    pub name: PublicId,
    pub kind: Kind,
    pub audience: Audience,
    pub channel: Channel,
    pub field: Option<String>,
    pub area: Option<String>,
    /// As typed, immutable; `None` once it was erased.
    pub original: Option<String>,
    pub title: Option<String>,
    /// The wording that may be published; only this text ever reaches a public byte.
    pub public_text: Option<String>,
    pub masks: Vec<Mask>,
    /// Already chosen by consent: the asker's name or the audience's word.
    pub display_name: String,
    pub moderation: Moderation,
    pub handling: Handling,
    pub stage: Stage,
    pub visibility: Visibility,
    pub merged_into: Option<PublicId>,
    pub moved_to: Option<PublicId>,
    /// The answered question that this one follows up.
    pub follows: Option<PublicId>,
    /// The question that follows this one up.
    pub followed_by: Option<PublicId>,
    pub reason: Option<String>,
    pub decision: Option<Decision>,
    pub appealed: bool,
    /// Who asked first for taking it down; a second person must agree.
    pub retract_by: Option<Uuid>,
    pub lead_unit: Option<String>,
    pub support_units: Vec<String>,
    pub asked_at: Millis,
    pub info_asked_at: Option<Millis>,
    pub assigned_at: Option<Millis>,
    pub due: Option<Millis>,
    pub answered_at: Option<Millis>,
    /// How often an answer was sent back before publication.
    pub returns: i64,
    /// Place in the answer queue; smaller comes first.
    pub queue_at: Option<Millis>,
    /// Number of distinct voters, merged questions included.
    pub votes: i64,
}

impl Question {
    /// A citizen's question as it is received, before anybody read it: nothing decided, nobody leading, no vote.
    #[must_use]
    pub fn received(id: Uuid, name: PublicId, original: String, asked_at: Millis) -> Self {
        Self {
            id,
            name,
            kind: Kind::Question,
            audience: Audience::Citizen,
            channel: Channel::Web,
            field: None,
            area: None,
            original: Some(original),
            title: None,
            public_text: None,
            masks: Vec::new(),
            display_name: Audience::Citizen.unnamed().to_owned(),
            moderation: Moderation::Pending,
            handling: Handling::Unassigned,
            stage: Stage::None,
            visibility: Visibility::Public,
            merged_into: None,
            moved_to: None,
            follows: None,
            followed_by: None,
            reason: None,
            decision: None,
            appealed: false,
            retract_by: None,
            lead_unit: None,
            support_units: Vec::new(),
            asked_at,
            info_asked_at: None,
            assigned_at: None,
            due: None,
            answered_at: None,
            returns: 0,
            queue_at: None,
            votes: 0,
        }
    }

    /// Whether the public may read title, text and name.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        matches!(self.visibility, Visibility::Public)
            && matches!(self.moderation, Moderation::Approved | Moderation::Merged)
            && self.public_text.is_some()
    }

    /// Whether it stands in the archive: the public may read it, and it was not merged into another.
    #[must_use]
    pub const fn is_in_archive(&self) -> bool {
        self.is_readable() && matches!(self.moderation, Moderation::Approved)
    }

    /// All axes in one line, as an event's `from` and `to` tell them.
    #[must_use]
    pub fn states(&self) -> String {
        format!("{} {} {} {}", self.moderation, self.handling, self.stage, self.visibility)
    }

    /// Whether this unit leads or supports.
    #[must_use]
    pub fn is_handled_by(&self, unit: &str) -> bool {
        self.lead_unit.as_deref() == Some(unit) || self.support_units.iter().any(|u| u == unit)
    }
}
