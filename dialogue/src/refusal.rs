//! Why a move was not made.

/// A move that the machines of this crate do not allow from the present state.
///
/// The server answers it with the problem `move-refused` and the state that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("the moderation state does not allow this move")]
    Moderation,
    #[error("the handling state does not allow this move")]
    Handling,
    #[error("the stage does not allow this move")]
    Stage,
    #[error("the session's state does not allow this move")]
    State,
    #[error("the time for this move has passed")]
    TooLate,
    #[error("this move needs another person")]
    NeedsAnother,
    #[error("the asker has used this move already")]
    Once,
    #[error("a question cannot be merged into itself, into a merged one, or across sessions")]
    MergeTarget,
    #[error("other questions are merged into this one")]
    HasMerged,
    #[error("no unit is named to lead, and the field has no default unit")]
    NoLeadUnit,
    #[error("approved questions wait for an answer, or questions still wait for a decision")]
    Unfinished,
}

impl Refusal {
    /// The sentence shown to people.
    #[must_use]
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Moderation => "Câu hỏi đang ở trạng thái không cho phép thao tác này.",
            Self::Handling => "Việc xử lý đang ở bước không cho phép thao tác này.",
            Self::Stage => "Câu hỏi không ở vị trí cho phép thao tác này. Có thể người khác vừa chuyển câu.",
            Self::State => "Phiên đang ở trạng thái không cho phép thao tác này.",
            Self::TooLate => "Đã quá thời hạn cho thao tác này.",
            Self::NeedsAnother => "Thao tác này cần một người khác xác nhận.",
            Self::Once => "Thao tác này chỉ được làm một lần.",
            Self::MergeTarget => {
                "Không gộp được vào câu này: câu đích phải đã duyệt, cùng phiên và chưa bị gộp."
            }
            Self::HasMerged => "Có câu hỏi khác đã gộp vào câu này. Hãy bỏ gộp các câu đó trước.",
            Self::NoLeadUnit => "Cần chọn đơn vị chủ trì.",
            Self::Unfinished => "Vẫn còn câu hỏi chờ duyệt hoặc chờ trả lời.",
        }
    }

    /// The same in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Moderation => "The question is in a state that does not allow this.",
            Self::Handling => "The handling of the question is at a step that does not allow this.",
            Self::Stage => "The question is not at the place on stage that allows this.",
            Self::State => "The session is in a state that does not allow this.",
            Self::TooLate => "The time for this has passed.",
            Self::NeedsAnother => "This needs another person to confirm it.",
            Self::Once => "This can be done only once.",
            Self::MergeTarget => {
                "It cannot be merged into that question, which must be approved, of the same session, and not \
                 merged itself."
            }
            Self::HasMerged => "Other questions are merged into this one. Take them apart first.",
            Self::NoLeadUnit => "A lead unit must be chosen.",
            Self::Unfinished => "Questions still wait for a decision or for an answer.",
        }
    }
}

/// A word that is in none of the lists of this crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown word: {0}")]
pub struct UnknownWord(pub String);
