//! The forms of the answer's page: which button does what, and what it needs.

use dialogue::answer::Mode;
use dialogue::person::Person;
use dialogue::question::Handling;
use dialogue::rights::Act;
use serde_json::Value;
use store::Filed;

use crate::actions::{self, DraftInput, Failure, Order, PublishInput, Version};
use crate::app::App;
use crate::web::api::answer::ANSWER;
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_key};
use crate::web::pages::reading::Reading;
use crate::web::verbs::NOTE;

/// The length of one legal basis, in characters.
const BASIS: usize = 250;

/// What a button of the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Save,
    TakeOver,
    Submit,
    Publish,
    Return,
    Correct,
    Addendum,
    Retract,
}

impl Step {
    const ALL: [Self; 8] = [
        Self::Save,
        Self::TakeOver,
        Self::Submit,
        Self::Publish,
        Self::Return,
        Self::Correct,
        Self::Addendum,
        Self::Retract,
    ];

    /// The step of a button's value.
    #[must_use]
    pub fn named(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.value() == value)
    }

    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Save => "save",
            Self::TakeOver => "take-over",
            Self::Submit => "submit",
            Self::Publish => "publish",
            Self::Return => "return",
            Self::Correct => "correct",
            Self::Addendum => "addendum",
            Self::Retract => "retract",
        }
    }

    /// The rights of which one is needed.
    #[must_use]
    pub const fn acts(self) -> &'static [Act] {
        match self {
            Self::Save | Self::TakeOver => &[Act::Draft],
            Self::Submit => &[Act::Submit],
            Self::Publish => &[Act::Publish, Act::OralSummary],
            Self::Return => &[Act::Return],
            Self::Correct => &[Act::Correct],
            Self::Addendum => &[Act::Addendum],
            Self::Retract => &[Act::RetractAnswer],
        }
    }

    /// The form in which the button stands.
    #[must_use]
    pub const fn form(self) -> &'static str {
        match self {
            Self::Save | Self::Submit | Self::Publish => "answer",
            other => other.value(),
        }
    }

    /// The verb that the next page tells.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::Retract => "retract-answer",
            other => other.value(),
        }
    }

    /// Whether the work on the question goes on here.
    #[must_use]
    pub const fn stays(self) -> bool {
        !matches!(self, Self::Submit | Self::Publish)
    }
}

/// Reads the form of a step and takes it. `speakers` are those whose words a secretary may write down.
///
/// # Errors
/// The faults of its fields, or the action's own failure.
pub async fn take(
    site: &App,
    staff: &Staff,
    filed: &Filed,
    step: Step,
    body: &FormBody,
    speakers: Vec<Person>,
) -> Result<(), Failure> {
    let order = Order::new(site, staff.person.clone(), filed.question.name);
    let order = order.keyed(form_key(body)?, step.value(), &fields(body));
    actions::once(run(site, filed, step, order, body, speakers).await, ())
}

/// Every field that some form of the page has, as it was sent.
fn fields(body: &FormBody) -> Value {
    let names = ["text", "mode", "legal_basis", "revision", "note", "speaker"];
    names.map(|name| body.text(name)).into_iter().collect()
}

async fn run(
    site: &App,
    filed: &Filed,
    step: Step,
    order: Order,
    body: &FormBody,
    speakers: Vec<Person>,
) -> Result<(), Failure> {
    match step {
        Step::Save => actions::save_draft(site, order, draft(body)?).await.map(|_| ()),
        Step::TakeOver => actions::take_over_draft(site, order).await,
        Step::Submit => actions::submit_draft(site, order, Some(draft(body)?)).await,
        Step::Publish => {
            // What is in review was read as it stands: nothing of it changes any more.
            let in_review = filed.question.handling == Handling::InReview;
            let draft = if in_review { None } else { Some(draft(body)?) };
            let named = body.get("speaker");
            let speaker = speakers.into_iter().find(|person| Some(person.username.as_str()) == named);
            actions::publish(site, order, PublishInput { draft, speaker }).await
        }
        Step::Return => actions::return_draft(site, order, note(body)?).await,
        Step::Correct => actions::version(site, order, correction(body)?).await,
        Step::Addendum => actions::version(site, order, addendum(body)?).await,
        Step::Retract => actions::version(site, order, Version::Retract { note: note(body)? }).await,
    }
}

fn draft(body: &FormBody) -> Result<DraftInput, Failure> {
    let mut form = Reading::of(body);
    let text = form.text("text", ANSWER, "Hãy ghi nội dung trả lời.");
    let mode = form.pick("mode").unwrap_or(Mode::Written);
    let legal_basis = form.lines("legal_basis", BASIS);
    let revision = form.number("revision", 0);
    form.end(DraftInput { text, mode, legal_basis, revision })
}

fn note(body: &FormBody) -> Result<String, Failure> {
    let mut form = Reading::of(body);
    let note = form.text("note", NOTE, "Hãy ghi lý do.");
    form.end(note)
}

fn correction(body: &FormBody) -> Result<Version, Failure> {
    let mut form = Reading::of(body);
    let text = form.text("text", ANSWER, "Hãy ghi nội dung đúng.");
    let note = form.text("note", NOTE, "Hãy ghi lý do đính chính.");
    form.end(Version::Correct { text, note })
}

fn addendum(body: &FormBody) -> Result<Version, Failure> {
    let mut form = Reading::of(body);
    let text = form.text("text", ANSWER, "Hãy ghi nội dung bổ sung.");
    let legal_basis = form.lines("legal_basis", BASIS);
    form.end(Version::Addendum { text, mode: Mode::Written, legal_basis })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_has_one_step() {
        for step in Step::ALL {
            assert_eq!(Step::named(step.value()), Some(step));
        }
        assert_eq!(Step::named(""), None);
    }
}
