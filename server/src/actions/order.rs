//! An order: who calls a verb on which question, and what the call may use of time and chance.

use dialogue::person::Person;
use dialogue::{Millis, PublicId};
use serde_json::{Value, json};
use store::{Filed, Receipt, StoreError, Tx};
use uuid::Uuid;

use super::Failure;
use crate::app::App;
use crate::keys::{same, sha256};

/// Who calls a verb on which question.
#[derive(Clone, Debug)]
pub struct Order<W = Person> {
    pub by: W,
    pub name: PublicId,
    pub at: Millis,
    /// A new id, for the row that the verb may file.
    pub id: Uuid,
    /// A new salt, for the digest of the note that the verb may file.
    pub salt: String,
    pub once: Once,
}

impl<W> Order<W> {
    #[must_use]
    pub fn new(site: &App, by: W, name: PublicId) -> Self {
        Self { by, name, at: site.now(), id: site.new_id(), salt: site.salt(), once: Once::default() }
    }
}

impl Order {
    /// The same order under an idempotency key: the call is this verb by this person on this question, with the known
    /// fields of its body.
    #[must_use]
    pub fn keyed(mut self, key: Option<Uuid>, verb: &str, fields: &Value) -> Self {
        self.once = Once::new(key, &json!([verb, self.name, self.by.username, fields]));
        self
    }
}

impl Order<Asker> {
    /// As for staff; whoever shows the same secret or cookie sends the same call.
    #[must_use]
    pub fn keyed(mut self, key: Option<Uuid>, verb: &str, fields: &Value) -> Self {
        self.once = Once::new(key, &json!([verb, self.name, "asker", fields]));
        self
    }
}

/// Nobody: the time for a move has come.
#[derive(Clone, Copy, Debug)]
pub struct ByClock;

/// What somebody shows who says that a question is theirs.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    /// The visitor of a signed cookie that the browser sent.
    pub visitor: Option<Uuid>,
    /// SHA-256 of the secret that they showed, hex.
    pub secret_hash: Option<String>,
}

impl Asker {
    /// Whether the question is theirs.
    #[must_use]
    pub fn asked(&self, filed: &Filed) -> bool {
        let by_cookie = self.visitor.is_some() && self.visitor == filed.visitor;
        by_cookie || self.secret_hash.as_ref().is_some_and(|hash| same(hash, &filed.secret_hash))
    }
}

/// A call's idempotency key, if it has one, and the hash of the call: what keeps it from being taken twice.
#[derive(Clone, Debug, Default)]
pub struct Once(Option<(Uuid, String)>);

impl Once {
    #[must_use]
    pub fn new(key: Option<Uuid>, call: &Value) -> Self {
        Self(key.map(|key| (key, sha256(&call.to_string()))))
    }

    /// Whether this very call was taken before: it is not counted against a limit again.
    ///
    /// # Errors
    /// What the store says.
    pub async fn is_known(&self, tx: &mut Tx) -> Result<bool, StoreError> {
        let Some((key, call)) = &self.0 else { return Ok(false) };
        Ok(tx.receipt(*key).await?.is_some_and(|receipt| receipt.call == *call))
    }

    /// Files the receipt of the call, with what a repeated call needs to be answered as the first one was. It is gone
    /// with the transaction when the verb is refused.
    ///
    /// # Errors
    /// [`Failure::Repeated`] with that text for a call that was taken, [`Failure::KeyReused`] for another call.
    pub async fn first(&self, tx: &mut Tx, at: Millis, body: &str) -> Result<(), Failure> {
        let Some((key, call)) = &self.0 else { return Ok(()) };
        let receipt = Receipt { key: *key, call: call.clone(), status: 200, body: body.to_owned() };
        if tx.file_receipt(&receipt, at).await? {
            return Ok(());
        }
        let known = tx.receipt(*key).await?.ok_or(StoreError::Closed)?;
        Err(if known.call == *call { Failure::Repeated(known.body) } else { Failure::KeyReused })
    }
}

/// A call that was taken before under its key ends as it did the first time.
pub fn once<T>(outcome: Result<T, Failure>, first: T) -> Result<T, Failure> {
    match outcome {
        Err(Failure::Repeated(_)) => Ok(first),
        other => other,
    }
}
