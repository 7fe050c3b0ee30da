//! Sentences that pages tell about a question, by its public label.

use dialogue::question::{Label, Moderation};

use super::shapes::{QuestionShape, SessionShape};
use crate::web::pages::typed::capital;

impl SessionShape {
    /// The word of its state, as it stands at the beginning of a line.
    #[must_use]
    pub fn state_word(&self) -> String {
        capital(self.shown.lang.word(&self.state))
    }
}

impl QuestionShape {
    /// Why there is no text to read, on a stub.
    #[must_use]
    pub fn why_hidden(&self) -> String {
        let lang = self.shown.lang;
        let reason = self.reason.as_ref().map_or("", |reason| &reason.label);
        match self.label {
            Label::Received | Label::NeedsInfo | Label::Withdrawn => {
                lang.say(&format!("hidden-{}", self.label.code()))
            }
            Label::Rejected | Label::Redirected => {
                lang.say1(&format!("hidden-{}", self.label.code()), "reason", reason)
            }
            _ if self.display_name.is_some() => lang.say("text-erased"),
            _ => lang.say("hidden-private"),
        }
    }

    /// What happens next and who is responsible, in one sentence to the asker.
    #[must_use]
    pub fn next_step(&self) -> String {
        let lang = self.shown.lang;
        let unit = self.shown.lead_unit.clone().unwrap_or_else(|| lang.say("the-lead-unit"));
        let step = if self.shown.awaits_text { "awaits_text" } else { self.label.code() };
        lang.say1(&format!("next-{step}"), "unit", unit)
    }

    /// As [`QuestionShape::next_step`], where what it points to stands on another page.
    #[must_use]
    pub fn next_move(&self) -> String {
        match self.label {
            Label::NeedsInfo | Label::Answered | Label::Rejected => {
                self.shown.lang.say(&format!("next_move-{}", self.label.code()))
            }
            _ => self.next_step(),
        }
    }

    /// Whether the text says more than the heading made of it.
    #[must_use]
    pub fn says_more(&self) -> bool {
        self.text.as_ref().is_some_and(|text| *text != self.heading())
    }

    /// Whether visitors may express their interest.
    #[must_use]
    pub fn takes_votes(&self) -> bool {
        self.shown.allow_votes && self.moderation == Moderation::Approved && self.text.is_some()
    }
}
