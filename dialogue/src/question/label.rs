//! The label that the public reads: computed from the axes, never stored.

use super::{Handling, Moderation, Question, Stage};
use crate::clock::Millis;
use crate::words::words;

words! {
    Label {
        Received = "received", "Tiếp nhận";
        NeedsInfo = "needs_info", "Cần bổ sung";
        Approved = "approved", "Đã duyệt";
        InProgress = "in_progress", "Đang xử lý";
        OnStage = "on_stage", "Đang trả lời";
        Answered = "answered", "Đã trả lời";
        Merged = "merged", "Đã gộp";
        Rejected = "rejected", "Không đăng";
        Redirected = "redirected", "Đã chuyển kênh khác";
        Withdrawn = "withdrawn", "Đã rút";
    }
}

impl Question {
    /// The one public label.
    #[must_use]
    pub const fn label(&self) -> Label {
        match self.moderation {
            Moderation::Pending => Label::Received,
            Moderation::NeedsInfo => Label::NeedsInfo,
            Moderation::Rejected => Label::Rejected,
            Moderation::Merged => Label::Merged,
            Moderation::Redirected => Label::Redirected,
            Moderation::Withdrawn => Label::Withdrawn,
            Moderation::Approved => match (self.handling, self.stage) {
                (Handling::Answered, _) => Label::Answered,
                (_, Stage::OnStage) => Label::OnStage,
                (Handling::Unassigned, _) => Label::Approved,
                _ => Label::InProgress,
            },
        }
    }

    /// Past its due date without an answer. The clock stands still while more is asked of the asker.
    #[must_use]
    pub fn is_overdue(&self, now: Millis) -> bool {
        self.moderation == Moderation::Approved
            && self.handling != Handling::Answered
            && self.due.is_some_and(|due| now > due)
    }

    /// Answered aloud on stage, the written text still to come.
    #[must_use]
    pub fn awaits_text(&self) -> bool {
        self.stage == Stage::Done
            && self.handling != Handling::Answered
            && self.moderation == Moderation::Approved
    }
}
