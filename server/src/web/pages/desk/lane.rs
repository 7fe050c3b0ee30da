//! The lanes of the moderators' desk, and what stands in them.

use dialogue::PublicId;
use dialogue::question::Moderation;
use store::{Balance, Filed, StoreError, Tx};

/// How many questions a lane shows.
const LIMIT: i64 = 100;
/// How far back the approved lane looks for the last changed ones.
const LOOK_BACK: i64 = 300;

/// A list of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    Waiting,
    NeedsInfo,
    Approved,
}

impl Lane {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::NeedsInfo, Self::Approved];

    /// The lane of this code; any other word means the first one.
    #[must_use]
    pub fn named(code: &str) -> Self {
        Self::ALL.into_iter().find(|lane| lane.code() == code).unwrap_or(Self::Waiting)
    }

    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::NeedsInfo => "needs_info",
            Self::Approved => "approved",
        }
    }

    #[must_use]
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Waiting => "Chờ duyệt",
            Self::NeedsInfo => "Cần bổ sung",
            Self::Approved => "Đã duyệt",
        }
    }

    #[must_use]
    pub const fn count(self, balance: &Balance) -> i64 {
        match self {
            Self::Waiting => balance.pending,
            Self::NeedsInfo => balance.needs_info,
            Self::Approved => balance.approved,
        }
    }

    const fn holds(self, state: Moderation) -> bool {
        match self {
            Self::Waiting => matches!(state, Moderation::Pending),
            Self::NeedsInfo => matches!(state, Moderation::NeedsInfo),
            Self::Approved => matches!(state, Moderation::Approved | Moderation::Merged),
        }
    }

    /// The questions of the lane: what waits, oldest first; what is approved, last changed first. One that was asked
    /// for stands on top when the list is too long to hold it.
    ///
    /// # Errors
    /// What the store says.
    pub async fn questions(
        self,
        tx: &mut Tx,
        no: i64,
        picked: Option<PublicId>,
    ) -> Result<Vec<Filed>, StoreError> {
        let mut list = self.first(tx, no).await?;
        let missing = picked.filter(|name| name.no == no && list.iter().all(|f| f.question.name != *name));
        if let Some(name) = missing {
            let asked = tx.question_by_name(name).await?;
            let asked = asked.filter(|filed| self.holds(filed.question.moderation));
            list.splice(0..0, asked);
        }
        Ok(list)
    }

    async fn first(self, tx: &mut Tx, no: i64) -> Result<Vec<Filed>, StoreError> {
        match self {
            Self::Waiting => tx.in_moderation(no, Moderation::Pending, LIMIT).await,
            Self::NeedsInfo => tx.in_moderation(no, Moderation::NeedsInfo, LIMIT).await,
            Self::Approved => {
                let changed = tx.last_changed(no, LOOK_BACK).await?.into_iter();
                let mine = changed.filter(|filed| self.holds(filed.question.moderation));
                Ok(mine.take(usize::try_from(LIMIT).unwrap_or(usize::MAX)).collect())
            }
        }
    }
}
