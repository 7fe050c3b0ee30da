//! One file per verb, and the only place where a write begins. Nothing here knows who called: a form, a program, a
//! socket, the clock or the loader of the demonstration.
//!
//! A verb on a question takes the [`bench`]: it owns the log, holds the present question and the right to act, asks
//! `dialogue` for the next state, and records it with its event in the same transaction.

mod answer;
mod approve;
mod ask;
mod bench;
mod edit;
mod erase;
mod failure;
mod info;
mod merge;
mod notice;
mod passwords;
mod rate;
mod redirect;
mod reference;
mod reject;
mod review;
mod session;
mod session_moves;
mod sign_in;
mod staff;
mod stage;
mod standing;
mod undo;
mod vote;

pub use answer::{DraftInput, PublishInput, Version, publish, save_draft, version};
pub use approve::{ApproveInput, approve, assign, transfer};
pub use ask::{AskInput, AskReceipt, ask, repeated};
pub use bench::Wish;
pub use edit::edit;
pub use erase::erase;
pub use failure::{Failure, Fault};
pub use info::request_info;
pub use merge::{merge, unmerge};
pub use notice::notice;
pub use passwords::set_password;
pub use rate::rate;
pub use redirect::redirect;
pub use reference::{put_field, put_holiday, put_reason, put_template, put_unit};
pub use reject::{reject, retract};
pub use review::{return_draft, submit_draft};
pub use session::{Naming, SessionInput, create_session};
pub use session_moves::{SessionMove, clock_move, move_session};
pub use sign_in::{SignedIn, sign_in, sign_out};
pub use staff::{StaffInput, create_staff};
pub use stage::{StageMove, move_on_stage};
pub use standing::standing;
pub use undo::undo;
pub use vote::{Voted, vote};

use dialogue::Millis;
use dialogue::PublicId;
use dialogue::person::Person;
use serde_json::{Value, json};
use store::{Tx, Work};
use uuid::Uuid;

use crate::app::App;
use crate::keys::sha256;

/// What a committed verb touched: the log whose followers must be woken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub no: Option<i64>,
}

impl Done {
    #[must_use]
    pub const fn in_log(no: i64) -> Self {
        Self { no: Some(no) }
    }
}

/// Runs a verb's work and, after its commit, wakes everybody who follows the log.
///
/// # Errors
/// The verb's own failure, or the store's.
pub(crate) async fn write<T, F>(site: &App, work: F) -> Result<T, Failure>
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, (Done, T), Failure> + Send + 'static,
    T: Send + 'static,
{
    let (done, value) = site.store.write(work).await?;
    if let Some(no) = done.no {
        site.live.wake(no);
        site.indexer.wake();
        site.bus.tell(no);
    }
    Ok(value)
}

/// Who calls a verb on which question, and what the call may use of time and chance.
#[derive(Clone, Debug)]
pub struct Order {
    pub by: Person,
    pub name: PublicId,
    pub at: Millis,
    /// A new id, for the row that the verb may file.
    pub id: Uuid,
    /// A new salt, for the digest of the note that the verb may file.
    pub salt: String,
    /// The call's idempotency key, if it has one, and the hash of the call.
    pub key: Option<(Uuid, String)>,
}

impl Order {
    #[must_use]
    pub fn new(site: &App, by: Person, name: PublicId) -> Self {
        Self { by, name, at: site.now(), id: site.new_id(), salt: site.salt(), key: None }
    }

    /// The same order under an idempotency key: the call is this verb by this person on this question, with the known
    /// fields of its body.
    #[must_use]
    pub fn keyed(mut self, key: Option<Uuid>, verb: &str, fields: &Value) -> Self {
        let call = json!([verb, self.name, self.by.username, fields]);
        self.key = key.map(|key| (key, sha256(&call.to_string())));
        self
    }
}

/// A call that was taken before under its key ends as it did the first time.
pub fn once<T>(outcome: Result<T, Failure>, first: T) -> Result<T, Failure> {
    match outcome {
        Err(Failure::Repeated) => Ok(first),
        other => other,
    }
}
