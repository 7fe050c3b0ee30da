//! The gate in front of staff calls: what is asked for exists (404), and the caller may do it (403), in that order.

use dialogue::person::Person;
use dialogue::rights::{Act, Standing, may, sees_private};
use dialogue::session::{INTAKE, Session};
use store::{Filed, Tx};

use super::problem::Problem;
use crate::actions::standing;
use crate::app::App;

/// What was read of a call, for an action that looks at the right itself, where nothing can change any more. Whoever may
/// not call it is told that, and not what is wrong with the call: only then the gate is asked.
///
/// # Errors
/// What the gate says of the caller; else what is wrong with the call.
pub async fn behind<T>(
    gate: impl Future<Output = Result<Gate, Problem>>,
    read: Result<T, Problem>,
) -> Result<T, Problem> {
    if read.is_err() {
        gate.await?;
    }
    read
}

/// A member of staff in front of a log, and how they stand to it.
#[derive(Clone, Debug)]
pub struct Gate {
    pub session: Session,
    pub standing: Standing,
}

impl Gate {
    /// In front of the log of this name.
    ///
    /// # Errors
    /// `not-found`; what the store says.
    pub async fn of_log(tx: &mut Tx, person: &Person, slug: &str) -> Result<Self, Problem> {
        let session = tx.session_by_slug(slug).await?.ok_or_else(Problem::not_found)?;
        Self::of(tx, person, session, None).await
    }

    /// As [`Gate::of_log`], for a person who may do this.
    ///
    /// # Errors
    /// `not-found`, `forbidden`; what the store says.
    pub async fn enter(site: &App, person: &Person, slug: &str, act: Act) -> Result<Self, Problem> {
        let gate = Self::of_log(&mut site.store.read().await?, person, slug).await?;
        gate.must(&[act])?;
        Ok(gate)
    }

    /// In front of a question, by its public name, and of its log.
    ///
    /// # Errors
    /// `not-found`; what the store says.
    pub async fn of_question(tx: &mut Tx, person: &Person, id: &str) -> Result<(Self, Filed), Problem> {
        let name = id.parse().map_err(|_| Problem::not_found())?;
        let filed = tx.question_by_name(name).await?.ok_or_else(Problem::not_found)?;
        let session = tx.session(name.no).await?.ok_or_else(Problem::not_found)?;
        let gate = Self::of(tx, person, session, Some(&filed)).await?;
        Ok((gate, filed))
    }

    /// In front of the whole site, as its administrator stands.
    ///
    /// # Errors
    /// `forbidden` for everybody else; what the store says.
    pub async fn of_site(tx: &mut Tx, person: &Person) -> Result<Self, Problem> {
        let intake = tx.session(INTAKE).await?.ok_or_else(Problem::not_found)?;
        let gate = Self::of(tx, person, intake, None).await?;
        gate.must(&[Act::Administer])?;
        Ok(gate)
    }

    /// In front of a log that is at hand.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of(
        tx: &mut Tx,
        person: &Person,
        session: Session,
        filed: Option<&Filed>,
    ) -> Result<Self, Problem> {
        let standing = standing(tx, person, &session, filed.map(|filed| &filed.question)).await?;
        Ok(Self { session, standing })
    }

    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        may(&self.standing, act).is_some()
    }

    #[must_use]
    pub fn sees_private(&self) -> bool {
        sees_private(&self.standing)
    }

    /// Passes whoever may do one of these.
    ///
    /// # Errors
    /// `forbidden`.
    pub fn must(&self, acts: &[Act]) -> Result<(), Problem> {
        if acts.iter().any(|act| self.may(*act)) { Ok(()) } else { Err(Problem::forbidden()) }
    }
}
