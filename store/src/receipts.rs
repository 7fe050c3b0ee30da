//! Receipts: what was answered to a call with an idempotency key.

use dialogue::Millis;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, row, run};

const FIND: &str = "SELECT key, call, status, body FROM receipt WHERE key = $1";
const FILE: &str = "INSERT INTO receipt (key, call, status, body, at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (key) DO NOTHING";
const SWEEP: &str = "DELETE FROM receipt WHERE at < $1";

/// The answer to a call, kept under its key.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Receipt {
    pub key: Uuid,
    /// A hash of the call: method, path, verb and known fields.
    pub call: String,
    pub status: i64,
    pub body: String,
}

impl Tx {
    /// # Errors
    /// What the driver says; so for all methods here.
    pub async fn receipt(&mut self, key: Uuid) -> Result<Option<Receipt>, StoreError> {
        Ok(row!(self, Receipt, FIND, key)?)
    }

    /// Files a receipt; false when the key is used. On PostgreSQL this waits for a transaction that is just using it.
    ///
    /// # Errors
    /// As [`Tx::receipt`].
    pub async fn file_receipt(&mut self, receipt: &Receipt, at: Millis) -> Result<bool, StoreError> {
        Ok(run!(self, FILE, receipt.key, &receipt.call, receipt.status, &receipt.body, at.0)? == 1)
    }

    /// Forgets receipts older than this.
    ///
    /// # Errors
    /// As [`Tx::receipt`].
    pub async fn sweep_receipts(&mut self, before: Millis) -> Result<u64, StoreError> {
        Ok(run!(self, SWEEP, before.0)?)
    }
}
