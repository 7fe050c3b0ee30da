//! The handling axis: who answers, and how far they are.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> unassigned
//!     unassigned --> assigned: assign
//!     assigned --> drafting: draft
//!     drafting --> in_review: submit
//!     in_review --> drafting: return
//!     assigned --> answered: publish
//!     drafting --> answered: publish
//!     in_review --> answered: publish
//!     drafting --> assigned: transfer
//!     in_review --> assigned: transfer
//!     answered --> assigned: retract_answer
//! ```
//! Answered goes back only when the whole answer is retracted with a public note; corrections and addenda are new
//! versions of the answer and leave this axis alone.

use super::{Handling, Moderation, Question};
use crate::clock::Millis;
use crate::refusal::Refusal;

/// Who answers, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub lead_unit: String,
    pub support_units: Vec<String>,
    /// From the rule of working days, or set by hand.
    pub due: Option<Millis>,
}

impl Question {
    /// unassigned, assigned -> assigned: the clock of the answer starts with the first assignment.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] once work on an answer began.
    pub fn assign(&self, assignment: Assignment, at: Millis) -> Result<Self, Refusal> {
        self.must_be_approved()?;
        if !matches!(self.handling, Handling::Unassigned | Handling::Assigned) {
            return Err(Refusal::Handling);
        }
        Ok(self.assigned(assignment, at))
    }

    /// Any before answered -> assigned to another unit; the old due date is kept and shown.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] when nobody leads it yet, the same unit does, or
    /// it is answered.
    pub fn transfer(&self, unit: &str) -> Result<Self, Refusal> {
        self.must_be_approved()?;
        let same = self.lead_unit.as_deref() == Some(unit);
        if same || matches!(self.handling, Handling::Unassigned | Handling::Answered) {
            return Err(Refusal::Handling);
        }
        let support = self.support_units.iter().filter(|support| *support != unit).cloned();
        Ok(Self {
            handling: Handling::Assigned,
            lead_unit: Some(unit.to_owned()),
            support_units: support.collect(),
            ..self.clone()
        })
    }

    /// At the end of a session: an approved question without an answer gets a lead and a due date.
    /// `None` when it needs neither.
    #[must_use]
    pub fn carry_over(&self, assignment: Assignment, at: Millis) -> Option<Self> {
        let waits = self.moderation == Moderation::Approved && self.handling != Handling::Answered;
        if !waits {
            return None;
        }
        if self.handling == Handling::Unassigned {
            return Some(self.assigned(assignment, at));
        }
        Some(Self { due: assignment.due, ..self.clone() })
    }

    /// assigned, drafting -> drafting, when a draft is saved.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] from another state.
    pub fn draft(&self) -> Result<Self, Refusal> {
        self.handled(&[Handling::Assigned, Handling::Drafting], Handling::Drafting)
    }

    /// drafting -> `in_review`.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] without a draft.
    pub fn submit(&self) -> Result<Self, Refusal> {
        self.handled(&[Handling::Drafting], Handling::InReview)
    }

    /// `in_review` -> drafting; counted.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] unless in review.
    pub fn send_back(&self) -> Result<Self, Refusal> {
        let mut next = self.handled(&[Handling::InReview], Handling::Drafting)?;
        next.returns += 1;
        Ok(next)
    }

    /// assigned, drafting, `in_review` -> answered.
    ///
    /// # Errors
    /// [`Refusal::Moderation`] unless approved; [`Refusal::Handling`] when nobody leads it or it is answered;
    /// also when the unit's answers need a review that has not begun.
    pub fn answer(&self, needs_review: bool, at: Millis) -> Result<Self, Refusal> {
        let from: &[Handling] = if needs_review {
            &[Handling::InReview]
        } else {
            &[Handling::Assigned, Handling::Drafting, Handling::InReview]
        };
        let mut next = self.handled(from, Handling::Answered)?;
        next.answered_at = Some(at);
        Ok(next)
    }

    /// answered -> assigned: the answer was retracted, the question returns to the countdown.
    ///
    /// # Errors
    /// [`Refusal::Handling`] unless answered.
    pub fn retract_answer(&self, due: Option<Millis>) -> Result<Self, Refusal> {
        let mut next = self.handled(&[Handling::Answered], Handling::Assigned)?;
        next.answered_at = None;
        next.due = due.or(next.due);
        Ok(next)
    }

    fn assigned(&self, assignment: Assignment, at: Millis) -> Self {
        Self {
            handling: Handling::Assigned,
            lead_unit: Some(assignment.lead_unit),
            support_units: assignment.support_units,
            assigned_at: self.assigned_at.or(Some(at)),
            due: assignment.due.or(self.due),
            ..self.clone()
        }
    }

    fn handled(&self, from: &[Handling], to: Handling) -> Result<Self, Refusal> {
        self.must_be_approved()?;
        if from.contains(&self.handling) {
            Ok(Self { handling: to, ..self.clone() })
        } else {
            Err(Refusal::Handling)
        }
    }

    fn must_be_approved(&self) -> Result<(), Refusal> {
        match self.moderation {
            Moderation::Approved => Ok(()),
            _ => Err(Refusal::Moderation),
        }
    }
}
