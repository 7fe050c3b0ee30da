//! Why a verb did nothing.

use dialogue::question::Question;
use dialogue::session::{Closed, Session};
use dialogue::{Millis, Refusal};
use moderation::limits::Wait;
use store::StoreError;

use crate::passwords::HashError;
use crate::words::Both;

/// A field of the caller's input that cannot be taken, with the sentence to show beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The dotted path of the body, for example `consents.publish_name`.
    pub field: String,
    pub message: Both,
}

impl Fault {
    pub fn new(field: impl Into<String>, message: impl Into<Both>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// Why a verb did nothing. Each variant is one problem of the contract.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("not found")]
    NotFound,
    #[error("forbidden")]
    Forbidden,
    #[error("the sign-in failed")]
    SignIn,
    #[error("the input cannot be taken")]
    Invalid(Vec<Fault>),
    #[error("the session takes no questions")]
    Closed { opens_at: Option<Millis> },
    #[error("{refusal}")]
    Refused { refusal: Refusal, axis: &'static str, state: &'static str },
    #[error("another person holds it")]
    Held { by: String, until: Millis },
    /// Something that others refer to, or the last of its kind, cannot go.
    #[error("in use")]
    InUse { message: &'static str },
    #[error("the draft is at another revision")]
    Stale { revision: i64 },
    #[error("the idempotency key was used for another call")]
    KeyReused,
    /// The call was taken before under this key: its caller is answered as after the first time, with the help of what
    /// was filed then.
    #[error("the call was taken already")]
    Repeated(String),
    #[error("too many requests")]
    Limited(Wait),
    #[error("taken")]
    Taken,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Hash(#[from] HashError),
}

impl Failure {
    /// One field that cannot be taken.
    pub fn invalid(field: impl Into<String>, message: impl Into<Both>) -> Self {
        Self::Invalid(vec![Fault::new(field, message)])
    }

    /// A move that the question's present state does not allow.
    #[must_use]
    pub const fn refused(refusal: Refusal, question: &Question) -> Self {
        let (axis, state) = match refusal {
            Refusal::Handling | Refusal::NoLeadUnit => ("handling", question.handling.code()),
            Refusal::Stage => ("stage", question.stage.code()),
            _ => ("moderation", question.moderation.code()),
        };
        Self::Refused { refusal, axis, state }
    }

    /// A move that the session's present state does not allow.
    #[must_use]
    pub const fn session_refused(refusal: Refusal, session: &Session) -> Self {
        Self::Refused { refusal, axis: "state", state: session.state.code() }
    }
}

impl From<Closed> for Failure {
    fn from(closed: Closed) -> Self {
        Self::Closed { opens_at: closed.opens_at }
    }
}

impl From<Wait> for Failure {
    fn from(wait: Wait) -> Self {
        Self::Limited(wait)
    }
}
