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
mod filing;
mod follow_up;
mod info;
mod items;
mod lapse;
mod lease;
mod maskwords;
mod merge;
mod notice;
mod order;
mod own;
mod passwords;
mod rate;
mod redirect;
mod reference;
mod reject;
mod review;
mod rules;
mod screened;
mod session;
mod session_edit;
mod session_moves;
mod sign_in;
mod staff;
mod stage;
mod standing;
mod synonyms;
mod undo;
mod upkeep;
mod vote;
mod watchwords;

pub use answer::{DraftInput, PublishInput, Version, publish, save_draft, version};
pub use approve::{ApproveInput, approve, assign, transfer};
pub use ask::{AskInput, AskReceipt, ask, repeated};
pub use edit::edit;
pub use erase::erase;
pub use failure::{Failure, Fault};
pub use follow_up::follow_up;
pub use info::request_info;
pub use items::{Weighed, erase_item, import_items, weigh_items};
pub use lapse::{lapse, silent};
pub use lease::{lease, release};
pub use merge::{merge, unmerge};
pub use notice::notice;
pub use order::{Asker, ByClock, Once, Order, once};
pub use own::{appeal, reply, withdraw};
pub use passwords::{change_password, set_password};
pub use rate::rate;
pub use redirect::redirect;
pub use reference::{Entry, Put, delete, put};
pub use reject::{reject, retract};
pub use review::{return_draft, submit_draft, take_over_draft};
pub use rules::Wish;
pub use screened::masks_over;
pub use session::{Naming, SessionInput, create_session};
pub use session_edit::edit_session;
pub use session_moves::{SessionMove, clock_move, move_session};
pub use sign_in::{SignedIn, close_all_sign_ins, close_sign_in, seen, sign_in, sign_out, valid_sign_in};
pub use staff::{StaffChange, StaffInput, create_staff, remove_staff, save_staff};
pub use stage::{StageMove, move_on_stage};
pub use standing::standing;
pub use undo::undo;
pub use upkeep::{keep_clock, sweep};
pub use vote::{Ballots, Voted, vote};

use dialogue::PublicId;
use dialogue::session::SITE_LOG;
use store::{StoreError, Tx, Work};

use crate::app::App;
use crate::live::Live;
use crate::live::bus::Bus;
use crate::wake::Wake;

/// What a committed verb touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// The logs whose followers must be woken.
    pub logs: Vec<i64>,
    /// Whether somebody may have lost a right: open streams of the desk check theirs at once.
    pub rights: bool,
    /// The questions whose votes changed, which is no event.
    pub voted: Vec<PublicId>,
}

impl Done {
    #[must_use]
    pub fn in_log(no: i64) -> Self {
        Self::in_logs(vec![no])
    }

    #[must_use]
    pub const fn in_logs(logs: Vec<i64>) -> Self {
        Self { logs, rights: false, voted: Vec::new() }
    }

    /// The same, when rights may have changed with it.
    #[must_use]
    pub fn with_rights(self) -> Self {
        Self { rights: true, ..self }
    }

    /// The same, when these questions' votes changed with it.
    #[must_use]
    pub fn with_votes(self, voted: Vec<PublicId>) -> Self {
        Self { voted, ..self }
    }
}

/// Runs a verb's work and, after its commit, wakes everybody who follows the log. Both go on when the caller leaves.
///
/// # Errors
/// The verb's own failure, or the store's.
pub(crate) async fn write<T, F>(site: &App, work: F) -> Result<T, Failure>
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, (Done, T), Failure> + Send + 'static,
    T: Send + 'static,
{
    let (store, followers) = (site.store.clone(), site.followers());
    let written = tokio::spawn(async move {
        let (done, value) = store.write(work).await?;
        followers.tell(done);
        Ok(value)
    });
    written.await.unwrap_or(Err(Failure::Store(StoreError::Panicked)))
}

/// Those who follow the logs: the rooms, the index, the other nodes.
pub(crate) struct Followers {
    live: Live,
    indexer: Wake,
    bus: Bus,
}

impl App {
    fn followers(&self) -> Followers {
        Followers { live: self.live.clone(), indexer: self.indexer.clone(), bus: self.bus.clone() }
    }
}

impl Followers {
    fn tell(&self, done: Done) {
        for no in done.logs {
            self.live.wake(no);
            self.indexer.wake();
            self.bus.tell(no);
        }
        for name in done.voted {
            self.live.voted(name);
            self.bus.voted(name);
        }
        if done.rights {
            self.live.check_rights();
            self.bus.tell(SITE_LOG);
        }
    }
}
