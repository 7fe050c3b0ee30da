//! The moderation axis.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> pending
//!     pending --> approved: approve
//!     pending --> rejected: reject
//!     pending --> merged: merge
//!     pending --> needs_info: request_info
//!     pending --> redirected: redirect
//!     pending --> withdrawn: withdraw
//!     needs_info --> pending: reply
//!     needs_info --> rejected: lapse
//!     needs_info --> withdrawn: withdraw
//!     approved --> merged: merge
//!     approved --> rejected: retract (two persons)
//!     approved --> withdrawn: withdraw (before an answer)
//!     merged --> approved: unmerge
//!     rejected --> pending: appeal (once, 7 days)
//!     approved --> pending: undo (10 s)
//! ```
//!
//! The moves that the asker and the clock make stand in `asker.rs`, the wording in `wording.rs`.
//! `undo` brings any decision back to the state that it left, within 10 seconds, by the person who made it.

use uuid::Uuid;

use super::{Assignment, Decision, Handling, Moderation, Question, Stage, Wording};
use crate::clock::{Millis, seconds};
use crate::id::PublicId;
use crate::refusal::Refusal;
use crate::words::words;

/// How long a decision can be undone, in milliseconds.
pub const UNDO: i64 = seconds(10);

words! {
    /// Where a question is sent that is not for this session.
    RedirectTo {
        Intake = "intake", "kênh tiếp nhận thường xuyên";
        Complaint = "complaint", "nơi tiếp công dân";
        Other = "other", "cơ quan có thẩm quyền khác";
    }
}

/// What `retract` led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Retracted {
    /// The first person asked for it; nothing is hidden yet.
    Asked(Question),
    /// A second person agreed: it is taken down.
    Done(Question),
}

impl Question {
    /// pending -> approved, led by a unit from now on.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is pending.
    pub fn approve(
        &self,
        by: Uuid,
        wording: Wording,
        assignment: Option<Assignment>,
        at: Millis,
    ) -> Result<Self, Refusal> {
        let mut next = self.decided(&[Moderation::Pending], Moderation::Approved, by, at)?;
        next.set_wording(wording);
        match assignment {
            Some(assignment) => next.assign(assignment, at),
            None => Ok(next),
        }
    }

    /// A new wording of an approved or merged question.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] when it is not readable.
    pub fn edit(&self, wording: Wording) -> Result<Self, Refusal> {
        if !matches!(self.moderation, Moderation::Approved | Moderation::Merged) {
            return Err(Refusal::Moderation);
        }
        let mut next = self.clone();
        next.set_wording(wording);
        Ok(next)
    }

    /// pending -> rejected, with a reason; the note to the asker goes into the log beside it.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is pending; [`Refusal::NeedsAnother`] when the same person rejected it
    /// before the appeal, as for every decision about an appeal.
    pub fn reject(&self, by: Uuid, reason: &str, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.decided(&[Moderation::Pending], Moderation::Rejected, by, at)?;
        next.reason = Some(reason.to_owned());
        Ok(next)
    }

    /// approved -> rejected ("đã gỡ"), which two persons must want.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is approved; [`Refusal::NeedsAnother`] when the first person asks again.
    pub fn retract(&self, by: Uuid, reason: &str, at: Millis) -> Result<Retracted, Refusal> {
        match self.retract_by {
            _ if self.moderation != Moderation::Approved => Err(Refusal::Moderation),
            Some(first) if first == by => Err(Refusal::NeedsAnother),
            Some(_) => {
                let mut next = self.decided(&[Moderation::Approved], Moderation::Rejected, by, at)?;
                next.reason = Some(reason.to_owned());
                next.stage = Stage::None;
                next.retract_by = None;
                // Two persons decided: from where it is now, one of them has nothing to undo alone.
                next.decision = Some(Decision { by, at, from: Moderation::Rejected });
                Ok(Retracted::Done(next))
            }
            None => Ok(Retracted::Asked(Self {
                retract_by: Some(by),
                reason: Some(reason.to_owned()),
                ..self.clone()
            })),
        }
    }

    /// pending, approved -> merged into another approved question of the same log.
    ///
    /// # Errors
    /// [`Refusal::MergeTarget`] when the target is itself, in another log or not approved;
    /// [`Refusal::Moderation`] from another state or once it was answered.
    pub fn merge(&self, by: Uuid, into: &Self, wording: Wording, at: Millis) -> Result<Self, Refusal> {
        let same_log = into.name.no == self.name.no;
        if !same_log || into.id == self.id || into.moderation != Moderation::Approved {
            return Err(Refusal::MergeTarget);
        }
        if self.handling == Handling::Answered {
            return Err(Refusal::Handling);
        }
        let from = [Moderation::Pending, Moderation::Approved];
        let mut next = self.decided(&from, Moderation::Merged, by, at)?;
        // Nobody has read a pending text for publication yet: it stays unpublished unless a wording comes with the merge.
        if wording.public_text.is_some() {
            next.set_wording(wording);
        }
        next.merged_into = Some(into.name);
        next.stage = Stage::None;
        Ok(next)
    }

    /// merged -> approved; one that no unit led yet is led from now on, as after [`Question::approve`].
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is merged.
    pub fn unmerge(&self, by: Uuid, assignment: Option<Assignment>, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.decided(&[Moderation::Merged], Moderation::Approved, by, at)?;
        if next.public_text.is_none() {
            next.set_wording(Wording::default());
        }
        next.merged_into = None;
        match assignment.filter(|_| next.handling == Handling::Unassigned) {
            Some(assignment) => next.assign(assignment, at),
            None => Ok(next),
        }
    }

    /// pending -> `needs_info`: the asker is asked for more, and the clock of the answer stands still.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is pending.
    pub fn request_info(&self, by: Uuid, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.decided(&[Moderation::Pending], Moderation::NeedsInfo, by, at)?;
        next.info_asked_at = Some(at);
        Ok(next)
    }

    /// pending -> redirected. To the intake, `moved_to` names the question's new place.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless it is pending.
    pub fn redirect(
        &self,
        by: Uuid,
        to: RedirectTo,
        moved_to: Option<PublicId>,
        at: Millis,
    ) -> Result<Self, Refusal> {
        let mut next = self.decided(&[Moderation::Pending], Moderation::Redirected, by, at)?;
        next.moved_to = moved_to;
        next.reason = Some(to.code().to_owned());
        Ok(next)
    }

    /// Back to the state that the last decision left: by the same person, within ten seconds.
    ///
    /// # Errors
    /// [`Refusal::NeedsAnother`] for somebody else's decision, [`Refusal::TooLate`] after ten seconds,
    /// [`Refusal::Handling`] once work on an answer began, [`Refusal::Moderation`] when nothing was decided, the decision
    /// was about an appeal and is final, or the question lives on in another log.
    pub fn undo(&self, by: Uuid, at: Millis) -> Result<Self, Refusal> {
        let decision = self.decision.ok_or(Refusal::Moderation)?;
        if decision.by != by {
            return Err(Refusal::NeedsAnother);
        }
        if at > decision.at.plus(UNDO) {
            return Err(Refusal::TooLate);
        }
        let lives_on = self.moved_to.is_some() || matches!(self.moderation, Moderation::Withdrawn);
        if lives_on
            || self.appealed
            || self.moderation == decision.from
            || decision.from == Moderation::Merged
        {
            return Err(Refusal::Moderation);
        }
        if !matches!(self.handling, Handling::Unassigned | Handling::Assigned) {
            return Err(Refusal::Handling);
        }
        Ok(self.back_to(decision.from))
    }

    pub(super) fn back_to(&self, from: Moderation) -> Self {
        let mut next = Self { moderation: from, decision: None, merged_into: None, ..self.clone() };
        if from == Moderation::Pending {
            next.title = None;
            next.public_text = None;
            next.reason = None;
            next.retract_by = None;
            next.info_asked_at = None;
            next.lead_unit = None;
            next.support_units.clear();
            next.assigned_at = None;
            next.due = None;
            next.queue_at = None;
            next.handling = Handling::Unassigned;
            next.stage = Stage::None;
        }
        next
    }

    fn decided(&self, from: &[Moderation], to: Moderation, by: Uuid, at: Millis) -> Result<Self, Refusal> {
        let mut next = self.turned(from, to)?;
        let is_appeal = self.appealed && self.moderation == Moderation::Pending;
        if is_appeal && self.decision.is_some_and(|first| first.by == by) {
            return Err(Refusal::NeedsAnother);
        }
        next.decision = Some(Decision { by, at, from: self.moderation });
        Ok(next)
    }

    pub(super) fn turned(&self, from: &[Moderation], to: Moderation) -> Result<Self, Refusal> {
        if from.contains(&self.moderation) {
            Ok(Self { moderation: to, ..self.clone() })
        } else {
            Err(Refusal::Moderation)
        }
    }
}
