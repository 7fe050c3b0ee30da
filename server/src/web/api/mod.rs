//! The contract with outside programs, under `/api/v1`: see PROTOCOL.md.

pub mod answer;
pub mod archive;
pub mod ask;
pub mod desk;
pub mod events;
pub mod own;
pub mod questions;
pub mod sessions;
pub mod sign_in;
pub mod site;
pub mod vote;

use std::collections::HashMap;
use std::str::FromStr;

use dialogue::PublicId;
use dialogue::session::{Session, SessionState};
use store::{StoreError, Tx};

use super::problem::Problem;
use crate::actions::{Failure, Fault};
use crate::app::App;

/// The query parameters of a call, each checked when it is taken.
pub struct Params(pub HashMap<String, String>);

impl Params {
    /// A parameter that may be absent or blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter of a closed list or a number.
    ///
    /// # Errors
    /// A validation problem that names it.
    pub fn parse<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.get(name).map(|value| value.parse().map_err(|_| bad_parameter(name))).transpose()
    }

    /// A number within bounds.
    ///
    /// # Errors
    /// A validation problem that names it.
    pub fn number(
        &self,
        name: &str,
        bounds: std::ops::RangeInclusive<i64>,
        default: i64,
    ) -> Result<i64, Problem> {
        let number = self.parse(name)?.unwrap_or(default);
        if bounds.contains(&number) { Ok(number) } else { Err(bad_parameter(name)) }
    }
}

/// A query parameter that cannot be taken.
#[must_use]
pub fn bad_parameter(name: &str) -> Problem {
    Problem::validation(vec![Fault::new(name, "Giá trị này không dùng được.")])
}

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
