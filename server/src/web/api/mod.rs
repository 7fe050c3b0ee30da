//! The contract with outside programs, under `/api/v1`: see PROTOCOL.md. Every call stands in `calls.rs` or `staff_calls.rs`.

pub mod admin;
pub mod answer;
pub mod archive;
pub mod ask;
mod calls;
mod choice;
pub mod desk;
pub mod events;
pub mod group;
pub mod me;
pub mod mine;
pub mod open_data;
pub mod own;
pub mod questions;
pub mod queue;
pub mod sessions;
pub mod sign_in;
pub mod similar;
pub mod site;
mod staff_calls;
pub mod vote;

pub use calls::{public, quiet};
pub use staff_calls::staff;

use dialogue::PublicId;
use dialogue::session::{Session, SessionState};
use store::{StoreError, Tx};

use super::problem::Problem;
use crate::actions::Failure;
use crate::app::App;

/// A session that the public may know of.
///
/// # Errors
/// Not found for a draft or an unknown slug.
pub async fn public_session(tx: &mut Tx, slug: &str) -> Result<Session, Problem> {
    let session = tx.session_by_slug(slug).await?;
    session.filter(|session| session.state != SessionState::Draft).ok_or_else(Problem::not_found)
}

/// The name of a question in a path; one that is none is not found.
///
/// # Errors
/// Not found.
pub fn name_in_path(id: &str) -> Result<PublicId, Problem> {
    id.parse().map_err(|_| Problem::not_found())
}

/// Turns a verb's failure into the problem that answers it.
pub fn told<T>(site: &App, outcome: Result<T, Failure>) -> Result<T, Problem> {
    outcome.map_err(|failure| Problem::of(failure, &site.zone))
}

/// Not found when there is nothing.
pub fn found<T>(thing: Result<Option<T>, StoreError>) -> Result<T, Problem> {
    thing?.ok_or_else(Problem::not_found)
}
