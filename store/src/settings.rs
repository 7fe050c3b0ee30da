//! The few values that belong to the database itself: its epoch, its key.

use crate::error::StoreError;
use crate::tx::{Tx, row, run};

const READ: &str = "SELECT value FROM setting WHERE key = $1";
const KEEP_FIRST: &str = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";

impl Tx {
    /// # Errors
    /// What the driver says.
    pub async fn setting(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(row!(self, (String,), READ, key)?.map(|(value,)| value))
    }

    /// Writes a setting unless it stands already; the first of two nodes wins.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn keep_setting(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        run!(self, KEEP_FIRST, key, value)?;
        Ok(())
    }
}
