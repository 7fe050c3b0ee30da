//! Duties: work that one node at a time does, held by a lease that runs out when its holder dies.

use dialogue::Millis;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, run};

const TAKE: &str = "INSERT INTO duty (name, holder, until_at) VALUES ($1, $2, $4) ON CONFLICT (name) DO UPDATE \
     SET holder = excluded.holder, until_at = excluded.until_at WHERE duty.holder = $2 OR duty.until_at <= $3";

impl Tx {
    /// Takes a duty, or holds it for longer; false while another holder's time has not run out.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn take_duty(
        &mut self,
        name: &str,
        holder: Uuid,
        now: Millis,
        until: Millis,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, TAKE, name, holder, now.0, until.0)? == 1)
    }
}
