//! The moves on the moderation axis that the asker makes, and the one that the asker's silence makes.

use uuid::Uuid;

use super::{Decision, Handling, Moderation, Question, Stage};
use crate::clock::{Millis, days};
use crate::id::PublicId;
use crate::refusal::Refusal;
use crate::unit::UNCLEAR;

/// How long a rejection can be appealed, in milliseconds.
const APPEAL: i64 = days(7);
/// How long an answered question can be followed up, in milliseconds.
const FOLLOW_UP: i64 = days(15);

impl Question {
    /// `needs_info` -> pending: the asker replied. The original stays as it was typed; the reply goes into the log beside
    /// it.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless more was asked for.
    pub fn reply(&self) -> Result<Self, Refusal> {
        let mut next = self.turned(&[Moderation::NeedsInfo], Moderation::Pending)?;
        next.info_asked_at = None;
        Ok(next)
    }

    /// `needs_info` -> rejected by the clock, after 10 working days of silence.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless more was asked for.
    pub fn lapse(&self, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.turned(&[Moderation::NeedsInfo], Moderation::Rejected)?;
        next.reason = Some(UNCLEAR.to_owned());
        // Nobody's decision, from which the days for an appeal count.
        next.decision = Some(Decision { by: Uuid::nil(), at, from: Moderation::NeedsInfo });
        Ok(next)
    }

    /// pending, `needs_info`, approved -> withdrawn by the asker, before an answer.
    ///
    /// # Errors
    /// [`Refusal::Handling`] once it is answered; [`Refusal::Moderation`] from another state.
    pub fn withdraw(&self) -> Result<Self, Refusal> {
        if self.handling == Handling::Answered {
            return Err(Refusal::Handling);
        }
        let from = [Moderation::Pending, Moderation::NeedsInfo, Moderation::Approved];
        let mut next = self.turned(&from, Moderation::Withdrawn)?;
        next.stage = Stage::None;
        Ok(next)
    }

    /// rejected -> pending, once, within seven days; another moderator decides.
    ///
    /// # Errors
    /// [`Refusal::Once`], [`Refusal::TooLate`], or [`Refusal::Moderation`] when it was not rejected; [`Refusal::Handling`] when an
    /// answered question was taken down: there is an answer to correct, not a question to moderate.
    pub fn appeal(&self, at: Millis) -> Result<Self, Refusal> {
        let decision = self.decision.ok_or(Refusal::Moderation)?;
        match self.moderation {
            Moderation::Rejected if self.appealed => Err(Refusal::Once),
            Moderation::Rejected if self.handling == Handling::Answered => Err(Refusal::Handling),
            Moderation::Rejected if at > decision.at.plus(APPEAL) => Err(Refusal::TooLate),
            Moderation::Rejected => {
                // Who decided is remembered: the appeal is for somebody else.
                Ok(Self { appealed: true, decision: self.decision, ..self.back_to(Moderation::Pending) })
            }
            _ => Err(Refusal::Moderation),
        }
    }

    /// Whether the asker may follow the answer up: once, within fifteen days of it.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] or [`Refusal::Handling`] unless it is answered, [`Refusal::Once`], [`Refusal::TooLate`].
    pub fn may_be_followed_up(&self, at: Millis) -> Result<(), Refusal> {
        match self.answered_at {
            _ if self.moderation != Moderation::Approved => Err(Refusal::Moderation),
            Some(answered) if self.handling == Handling::Answered => match self.followed_by {
                Some(_) => Err(Refusal::Once),
                None if at > answered.plus(FOLLOW_UP) => Err(Refusal::TooLate),
                None => Ok(()),
            },
            _ => Err(Refusal::Handling),
        }
    }

    /// Linked to the question that follows it up.
    ///
    /// # Errors
    /// As [`Question::may_be_followed_up`].
    pub fn follow_up(&self, by: PublicId, at: Millis) -> Result<Self, Refusal> {
        self.may_be_followed_up(at)?;
        Ok(Self { followed_by: Some(by), ..self.clone() })
    }
}
