//! Answer (câu trả lời): a draft that becomes published versions.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> draft: save
//!     draft --> in_review: submit
//!     in_review --> draft: return
//!     draft --> published: publish
//!     in_review --> published: publish
//!     published --> published: correct, addendum
//!     published --> retracted: retract
//! ```
//! The draft's state is the question's handling axis; published versions are rows that never change but for their
//! retraction.

use uuid::Uuid;

use crate::clock::{Millis, minutes};
use crate::refusal::Refusal;
use crate::words::words;

words! {
    AnswerKind {
        Answer = "answer", "trả lời";
        Addendum = "addendum", "ý kiến bổ sung";
        Correction = "correction", "đính chính";
    }
}

words! {
    /// How the answer was given.
    Mode {
        Live = "live", "trả lời trực tiếp";
        Written = "written", "trả lời bằng văn bản";
        Oral = "oral", "trả lời miệng";
    }
}

/// A version of an answer, as published. Unit and person are frozen: a later change of a name leaves them alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub id: Uuid,
    pub question: Uuid,
    /// 1, 2 .. over answer, addenda and corrections.
    pub n: i64,
    pub kind: AnswerKind,
    pub mode: Mode,
    pub unit: String,
    pub unit_name: String,
    pub by: Uuid,
    pub by_name: String,
    pub by_title: String,
    pub at: Millis,
    /// Markdown, 1 to 10,000 characters; empty once erased.
    pub text: String,
    pub legal_basis: Vec<String>,
    pub retracted: bool,
}

/// The versions that say what holds now, in their order: the last answer or correction, which replaces all before it,
/// and the addenda. What was retracted says nothing.
pub fn standing(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    let stands = |answer: &&Answer| !answer.retracted;
    let is_whole = |answer: &&Answer| answer.kind != AnswerKind::Addendum;
    let last = answers.iter().filter(stands).filter(is_whole).map(|answer| answer.n).max();
    answers.iter().filter(stands).filter(move |answer| !is_whole(answer) || Some(answer.n) == last)
}

/// The one working draft of a question's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub question: Uuid,
    pub text: String,
    pub mode: Mode,
    pub legal_basis: Vec<String>,
    /// 0 before the first save; each save adds one.
    pub revision: i64,
    pub by: Uuid,
    pub by_name: String,
    pub saved_at: Millis,
    /// Who sent it to review.
    pub submitted_by: Option<Uuid>,
}

/// A save that came after somebody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the draft is at revision {0}")]
pub struct StaleRevision(pub i64);

/// For how long after a save a draft is its writer's alone.
const HOLD: i64 = minutes(3);

impl Draft {
    /// Whether somebody else writes it just now. A page warns and asks before it takes over; the revision decides.
    #[must_use]
    pub fn is_held_from(&self, person: Uuid, now: Millis) -> bool {
        self.by != person && self.submitted_by.is_none() && now < self.saved_at.plus(HOLD)
    }

    /// The next revision of this draft.
    ///
    /// # Errors
    /// [`StaleRevision`] when `revision` is not the one that is stored.
    pub fn save(
        &self,
        text: String,
        mode: Mode,
        basis: Vec<String>,
        revision: i64,
    ) -> Result<Self, StaleRevision> {
        if revision != self.revision {
            return Err(StaleRevision(self.revision));
        }
        Ok(Self {
            text,
            mode,
            legal_basis: basis,
            revision: revision + 1,
            submitted_by: None,
            ..self.clone()
        })
    }

    /// Whether `by` may publish it: a unit whose answers need review wants a second respondent.
    ///
    /// # Errors
    /// [`Refusal::NeedsAnother`] when the same person submitted it.
    pub fn may_be_published_by(&self, by: Uuid, needs_review: bool) -> Result<(), Refusal> {
        if needs_review && self.submitted_by == Some(by) {
            return Err(Refusal::NeedsAnother);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Draft {
        Draft {
            question: Uuid::from_u128(1),
            text: String::new(),
            mode: Mode::Written,
            legal_basis: Vec::new(),
            revision: 0,
            by: Uuid::from_u128(2),
            by_name: "Đỗ Văn Thí Dụ".into(),
            saved_at: Millis(0),
            submitted_by: None,
        }
    }

    #[test]
    fn a_save_counts_and_a_late_one_is_told_the_present_revision() {
        let first = empty().save("một".into(), Mode::Live, vec![], 0).expect("first");
        assert_eq!((first.revision, first.text.as_str()), (1, "một"));
        assert_eq!(first.save("hai".into(), Mode::Live, vec![], 0), Err(StaleRevision(1)));
        assert_eq!(first.save("hai".into(), Mode::Live, vec![], 1).map(|draft| draft.revision), Ok(2));
    }

    #[test]
    fn a_draft_is_its_writers_for_three_minutes() {
        let (writer, other) = (Uuid::from_u128(2), Uuid::from_u128(3));
        assert!(empty().is_held_from(other, Millis(minutes(3) - 1)));
        assert!(!empty().is_held_from(other, Millis(minutes(3))));
        assert!(!empty().is_held_from(writer, Millis(0)));
        let submitted = Draft { submitted_by: Some(writer), ..empty() };
        assert!(!submitted.is_held_from(other, Millis(0)), "what is in review waits for another");
    }

    #[test]
    fn a_new_text_must_be_submitted_anew() {
        let submitted = Draft { submitted_by: Some(Uuid::from_u128(2)), ..empty() };
        let saved = submitted.save("khác".into(), Mode::Written, vec![], 0).expect("saved");
        assert_eq!(saved.submitted_by, None);
    }

    #[test]
    fn a_unit_with_review_wants_a_second_person() {
        let submitted = Draft { submitted_by: Some(Uuid::from_u128(2)), ..empty() };
        assert_eq!(submitted.may_be_published_by(Uuid::from_u128(2), true), Err(Refusal::NeedsAnother));
        assert_eq!(submitted.may_be_published_by(Uuid::from_u128(3), true), Ok(()));
        assert_eq!(submitted.may_be_published_by(Uuid::from_u128(2), false), Ok(()));
    }

    fn version(n: i64, kind: AnswerKind, retracted: bool) -> Answer {
        Answer {
            id: Uuid::nil(),
            question: Uuid::nil(),
            n,
            kind,
            mode: Mode::Written,
            unit: String::new(),
            unit_name: String::new(),
            by: Uuid::nil(),
            by_name: String::new(),
            by_title: String::new(),
            at: Millis(n),
            text: String::new(),
            legal_basis: Vec::new(),
            retracted,
        }
    }

    #[test]
    fn a_correction_replaces_what_was_said_before_it_and_no_addendum() {
        use AnswerKind::{Addendum, Answer, Correction};
        let versions = [
            (1, Answer, true),
            (2, Answer, false),
            (3, Addendum, false),
            (4, Correction, false),
            (5, Addendum, true),
        ]
        .map(|(n, kind, retracted)| version(n, kind, retracted));
        let standing =
            |versions: &[super::Answer]| super::standing(versions).map(|one| one.n).collect::<Vec<_>>();
        assert_eq!(standing(&versions), [3, 4]);
        assert_eq!(standing(&versions[..3]), [2, 3]);
        assert!(standing(&versions[..1]).is_empty());
    }
}
