//! The draft on the desk as its page shows it: who writes it, what the reader may do, and what a newer one changed.

use dialogue::answer::{Draft, Mode};
use dialogue::clock::{minutes, seconds};
use dialogue::question::Handling;
use dialogue::rights::Act;
use store::{Filed, StoreError, Tx};

use crate::app::App;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::pages::compare::{Run, compare};
use crate::web::pages::staff_form::Returned;

/// The draft on the desk, and what the reader may do with it.
pub struct Desk {
    pub text: String,
    pub mode: Mode,
    pub legal_basis: String,
    /// The revision that the form is sent with.
    pub revision: i64,
    /// Who saved it last, and when.
    pub saved: Option<String>,
    /// Somebody else writes it just now: "Đặng Văn A đang soạn câu này (tự lưu 20 giây trước)".
    pub held: Option<String>,
    /// Somebody saved a newer one while this form was filled in.
    pub conflict: Option<Conflict>,
    pub handling: Handling,
    needs_review: bool,
    /// A second respondent must publish it.
    pub waits_for_another: bool,
    pub is_respondent: bool,
    pub is_secretary: bool,
}

/// What was typed beside what was saved meanwhile.
pub struct Conflict {
    pub mine: Vec<Run>,
    pub newer: Vec<Run>,
    pub my_basis: Vec<Run>,
    pub newer_basis: Vec<Run>,
}

impl Desk {
    pub async fn read(
        site: &App,
        tx: &mut Tx,
        staff: &Staff,
        gate: &Gate,
        filed: &Filed,
    ) -> Result<Self, StoreError> {
        let (question, now) = (&filed.question, site.now());
        let draft = tx.draft(question.id).await?;
        let units = tx.units().await?;
        let lead = question.lead_unit.as_deref();
        let needs_review = units.iter().any(|unit| lead == Some(unit.id.as_str()) && unit.needs_review);
        let me = staff.person.id;
        let publisher = draft.as_ref().map(|draft| draft.may_be_published_by(me, needs_review));
        let held = draft.as_ref().filter(|draft| draft.is_held_from(me, now));
        let is_respondent = gate.may(Act::Draft);
        Ok(Self {
            revision: draft.as_ref().map_or(0, |draft| draft.revision),
            saved: draft.as_ref().map(|d| format!("{}, {}", d.by_name, site.zone.short(d.saved_at))),
            held: held.map(|draft| writing(draft, now.0 - draft.saved_at.0)),
            mode: draft.as_ref().map_or(Mode::Written, |draft| draft.mode),
            legal_basis: draft.as_ref().map(|draft| draft.legal_basis.join("\n")).unwrap_or_default(),
            text: draft.map(|draft| draft.text).unwrap_or_default(),
            conflict: None,
            handling: question.handling,
            needs_review,
            waits_for_another: publisher.is_some_and(|allowed| allowed.is_err()),
            is_respondent,
            is_secretary: !is_respondent && gate.may(Act::OralSummary),
        })
    }

    /// The form that came back keeps the revision that its writer saw, so that a newer one is not replaced unseen; once
    /// the newer one stands beside it, the next save replaces it knowingly.
    pub fn beside(&mut self, back: &Returned, id: &str, is_stale: bool) {
        let form = back.form("answer", id);
        if is_stale {
            let (mine, newer) = compare(form.value("text", ""), &self.text);
            let (my_basis, newer_basis) = compare(form.value("legal_basis", ""), &self.legal_basis);
            self.conflict = Some(Conflict { mine, newer, my_basis, newer_basis });
        } else if let Ok(sent) = form.value("revision", "").parse() {
            self.revision = sent;
        }
        // Whoever is in the middle of writing is asked to choose, not shut out.
        if form.came_back() {
            self.held = None;
        }
    }

    /// Whether the text can be written now.
    pub const fn is_open(&self) -> bool {
        matches!(self.handling, Handling::Assigned | Handling::Drafting)
    }

    pub const fn is_in_review(&self) -> bool {
        matches!(self.handling, Handling::InReview)
    }

    pub const fn is_answered(&self) -> bool {
        matches!(self.handling, Handling::Answered)
    }

    /// Whether an answer may go out without a second reader.
    pub const fn may_publish(&self) -> bool {
        !self.needs_review || self.is_in_review()
    }
}

fn writing(draft: &Draft, since: i64) -> String {
    let ago = match since.max(0) {
        ms if ms < minutes(1) => format!("{} giây", ms / seconds(1)),
        ms => format!("{} phút", ms / minutes(1)),
    };
    format!("{} đang soạn câu này (tự lưu {ago} trước)", draft.by_name)
}
