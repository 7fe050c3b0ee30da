//! The lanes of the moderators' desk.

/// A list of the desk. Each question that waits for a decision stands in the first, and in one of the next five.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// All that waits for a decision: what somebody waits for again first, what may be no question last.
    Pending,
    /// Rejected once, and the asker wants another pair of eyes.
    Appeals,
    /// The asker replied to what was asked of them.
    Returned,
    Waiting,
    /// Asked before: one decision handles the group.
    Duplicates,
    /// The screen found more than a question: insults, advertising, a complaint.
    Suspect,
    NeedsInfo,
    Approved,
}

impl Lane {
    /// Where what waits for a decision stands, in the order of the page.
    pub const PENDING: [Self; 5] =
        [Self::Waiting, Self::Duplicates, Self::Suspect, Self::Returned, Self::Appeals];
    pub const ALL: [Self; 8] = [
        Self::Pending,
        Self::Waiting,
        Self::Duplicates,
        Self::Suspect,
        Self::Returned,
        Self::Appeals,
        Self::NeedsInfo,
        Self::Approved,
    ];

    /// Whether what it holds waits for a decision.
    #[must_use]
    pub const fn waits(self) -> bool {
        !matches!(self, Self::NeedsInfo | Self::Approved)
    }

    /// The lane of this code.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.code() == code)
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Waiting => "waiting",
            Self::Duplicates => "duplicates",
            Self::Suspect => "suspect",
            Self::Returned => "returned",
            Self::Appeals => "appeals",
            Self::NeedsInfo => "needs_info",
            Self::Approved => "approved",
        }
    }

    #[must_use]
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Pending => "Chờ quyết định",
            Self::Waiting => "Câu mới",
            Self::Duplicates => "Nhóm trùng",
            Self::Suspect => "Nghi xấu",
            Self::Returned => "Đã bổ sung",
            Self::Appeals => "Đề nghị xem lại",
            Self::NeedsInfo => "Cần bổ sung",
            Self::Approved => "Đã duyệt",
        }
    }
}
