//! The stage of a live session.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> none
//!     none --> queued: queue
//!     done --> queued: queue
//!     queued --> on_stage: stage
//!     none --> on_stage: stage
//!     on_stage --> done: done
//!     on_stage --> queued: unstage
//!     queued --> none: unstage
//! ```
//! At most one question of a session is on stage: the caller moves the one that is there to done in the same
//! transaction. Done changes no other axis.

use super::{Moderation, Question, Stage};
use crate::clock::Millis;
use crate::refusal::Refusal;
use crate::session::SessionState;

impl Question {
    /// none, done -> queued, at the end of the answer queue.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Stage`] when it is queued or on stage.
    pub fn queue(&self, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.staged(&[Stage::None, Stage::Done], Stage::Queued)?;
        next.queue_at = Some(at);
        Ok(next)
    }

    /// none, queued -> `on_stage`, while the session is live.
    ///
    /// # Errors
    /// [`Refusal::State`] while the session is not live (a paused stage is frozen); [`Refusal::Moderation`] unless
    /// approved; [`Refusal::Stage`] when it is on stage or done.
    pub fn put_on_stage(&self, session: SessionState) -> Result<Self, Refusal> {
        if session != SessionState::Live {
            return Err(Refusal::State);
        }
        self.staged(&[Stage::None, Stage::Queued], Stage::OnStage)
    }

    /// `on_stage` -> queued, queued -> none.
    ///
    /// # Errors
    /// [`Refusal::Stage`] when it is neither.
    pub fn unstage(&self) -> Result<Self, Refusal> {
        match self.stage {
            Stage::OnStage => self.staged(&[Stage::OnStage], Stage::Queued),
            _ => self.staged(&[Stage::Queued], Stage::None),
        }
    }

    /// `on_stage` -> done.
    ///
    /// # Errors
    /// [`Refusal::Stage`] unless it is on stage.
    pub fn leave_stage(&self) -> Result<Self, Refusal> {
        self.staged(&[Stage::OnStage], Stage::Done)
    }

    fn staged(&self, from: &[Stage], to: Stage) -> Result<Self, Refusal> {
        if self.moderation != Moderation::Approved {
            return Err(Refusal::Moderation);
        }
        if from.contains(&self.stage) { Ok(Self { stage: to, ..self.clone() }) } else { Err(Refusal::Stage) }
    }
}
