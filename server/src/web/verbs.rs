//! The verbs on a question, and their run.

use dialogue::PublicId;
use dialogue::person::Person;
use dialogue::question::{RedirectTo, Wording};
use dialogue::rights::Act;
use uuid::Uuid;

pub use super::verb_body::{NOTE, TITLE, VerbBody};
use crate::actions::{self, ApproveInput, Failure, Order, StageMove, Wish};
use crate::app::App;

/// The moderators' verbs.
pub const OF_MODERATORS: [Act; 10] = [
    Act::Approve,
    Act::Edit,
    Act::Reject,
    Act::Retract,
    Act::Merge,
    Act::Unmerge,
    Act::RequestInfo,
    Act::Redirect,
    Act::Undo,
    Act::Transfer,
];
/// The verbs of those who lead the session.
pub const OF_HOSTS: [Act; 5] = [Act::Assign, Act::Queue, Act::Stage, Act::Unstage, Act::Done];

/// A verb as it stands in an address: `request-info`.
#[must_use]
pub fn word(act: Act) -> String {
    act.code().replace('_', "-")
}

/// The verb of an address, if it is one of these.
#[must_use]
pub fn named(word_of_address: &str, among: &[Act]) -> Option<Act> {
    among.iter().copied().find(|act| word(*act) == word_of_address)
}

/// A verb with its checked input, ready to run.
#[derive(Clone, Debug)]
pub enum Verb {
    Approve(ApproveInput),
    Edit(Wording),
    Reject { reason: String, note: String },
    Retract { reason: String, note: String },
    Merge { into: PublicId, wording: Wording },
    Unmerge,
    RequestInfo { note: String },
    Redirect { to: RedirectTo, note: String },
    Undo,
    Transfer { unit: String, reason: String },
    Assign(Wish),
    Move(StageMove),
}

/// What a verb that was taken led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// It waits for a second person who wants the same.
    Asked,
}

/// Checks the fields of a verb and runs it on a question, once under its key.
///
/// # Errors
/// [`Failure`]: the faults of its fields, or what the verb says.
pub async fn run(
    site: &App,
    by: Person,
    name: PublicId,
    act: Act,
    body: VerbBody,
    key: Option<Uuid>,
) -> Result<Outcome, Failure> {
    let body = body.only(act);
    let fields = body.fields();
    let verb = body.check(act, &by.username).map_err(Failure::Invalid)?;
    verb.run(site, Order::new(site, by, name).keyed(key, act.code(), &fields)).await
}

impl Verb {
    /// Calls the action of the verb; a call that was taken before under its key ends as it did then.
    ///
    /// # Errors
    /// The action's own [`Failure`].
    pub async fn run(self, site: &App, order: Order) -> Result<Outcome, Failure> {
        actions::once(self.act(site, order).await, Outcome::Done)
    }

    async fn act(self, site: &App, order: Order) -> Result<Outcome, Failure> {
        match self {
            Self::Approve(input) => actions::approve(site, order, input).await?,
            Self::Edit(wording) => actions::edit(site, order, wording).await?,
            Self::Reject { reason, note } => actions::reject(site, order, reason, note).await?,
            Self::Retract { reason, note } => {
                let done = actions::retract(site, order, reason, note).await?;
                return Ok(if done { Outcome::Done } else { Outcome::Asked });
            }
            Self::Merge { into, wording } => actions::merge(site, order, into, wording).await?,
            Self::Unmerge => actions::unmerge(site, order).await?,
            Self::RequestInfo { note } => actions::request_info(site, order, note).await?,
            Self::Redirect { to, note } => actions::redirect(site, order, to, note).await?,
            Self::Undo => actions::undo(site, order).await?,
            Self::Transfer { unit, reason } => actions::transfer(site, order, unit, reason).await?,
            Self::Assign(wish) => actions::assign(site, order, wish).await?,
            Self::Move(step) => actions::move_on_stage(site, order, step).await?,
        }
        Ok(Outcome::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_verb_with_hyphens() {
        assert_eq!(named("request-info", &OF_MODERATORS), Some(Act::RequestInfo));
        assert_eq!(named("request_info", &OF_MODERATORS), None);
        assert_eq!(named("stage", &OF_MODERATORS), None);
    }
}
