//! The balance of a log: how many questions stand where.

use dialogue::question::Moderation;

use crate::error::StoreError;
use crate::tx::{Tx, rows};

const BALANCE: &str = "SELECT moderation, COUNT(*), \
     CAST(SUM(CASE WHEN handling = 'answered' AND moderation = 'approved' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM question WHERE no = $1 GROUP BY moderation";

/// How many questions of a log stand where. Received is the sum of all moderation states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
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

impl Balance {
    fn add(&mut self, moderation: Moderation, count: i64, answered: i64) {
        let place = match moderation {
            Moderation::Pending => &mut self.pending,
            Moderation::NeedsInfo => &mut self.needs_info,
            Moderation::Approved => &mut self.approved,
            Moderation::Rejected => &mut self.rejected,
            Moderation::Merged => &mut self.merged,
            Moderation::Redirected => &mut self.redirected,
            Moderation::Withdrawn => &mut self.withdrawn,
        };
        *place += count;
        self.received += count;
        self.answered += answered;
    }
}

impl Tx {
    /// # Errors
    /// What the driver says, or a state that this program did not write.
    pub async fn balance(&mut self, no: i64) -> Result<Balance, StoreError> {
        let mut balance = Balance::default();
        for (moderation, count, answered) in rows!(self, (String, i64, i64), BALANCE, no)? {
            balance.add(moderation.parse()?, count, answered);
        }
        Ok(balance)
    }
}
