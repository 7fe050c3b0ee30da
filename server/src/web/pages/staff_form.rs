//! What the forms of staff pages share: their fields, and how one comes back that was not taken.

use axum::http::StatusCode;
use dialogue::clock::{days, hours, minutes};
use dialogue::question::{Handling, Moderation, Stage};
use dialogue::rights::Act;
use dialogue::session::SessionState;
use dialogue::{Millis, PublicId, Refusal};

use crate::actions::{Failure, Fault};
use crate::app::App;
use crate::views::Reference;
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_key};
use crate::web::problem::Problem;
use crate::web::verbs::{self, Outcome, VerbBody};
use crate::words::{Both, Lang};

/// Which form of a page was sent: its verb, and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    pub verb: &'a str,
    /// Empty for something new.
    pub about: &'a str,
}

impl Sent<'_> {
    fn came(self, body: FormBody) -> Came {
        Came { name: form_name(self.verb, self.about), about: self.about.to_owned(), body }
    }

    /// "Câu 2-15: ", for a form about a question.
    fn whose(&self) -> String {
        let is_question = self.about.parse::<PublicId>().is_ok();
        if is_question { format!("Câu {}: ", self.about) } else { String::new() }
    }
}

/// What a page shows of the form that was sent to it: nothing, or what was typed and why it was not taken.
#[derive(Default)]
pub struct Returned {
    sent: Option<Came>,
    pub faults: Vec<Fault>,
    /// The sentence of a conflict: somebody was faster, or the state does not allow it.
    pub conflict: Both,
    /// The language in which it is told.
    pub lang: Lang,
}

/// A form that came back.
struct Came {
    name: String,
    about: String,
    body: FormBody,
}

impl Returned {
    /// The form comes back with what was typed.
    ///
    /// # Errors
    /// A failure that no form can put right is a page of its own.
    pub fn new(site: &App, sent: Sent<'_>, body: FormBody, failure: Failure) -> Result<Self, Problem> {
        let (now, spent) = (present_state(&failure), matches!(failure, Failure::KeyReused));
        let problem = Problem::of(failure, &site.zone);
        match problem.status {
            StatusCode::CONFLICT => {
                let vietnamese = [&sent.whose(), problem.title.in_lang(Lang::Vi), &now].concat();
                let conflict = Both::new(vietnamese, problem.title.in_lang(Lang::En));
                Ok(Self { sent: Some(sent.came(body)), conflict, ..Self::default() })
            }
            _ if spent => {
                let faults = vec![Fault::new("", Both::of_key("key-spent"))];
                Ok(Self { sent: Some(sent.came(body)), faults, ..Self::default() })
            }
            StatusCode::UNPROCESSABLE_ENTITY if !problem.errors.is_empty() => {
                Ok(Self { sent: Some(sent.came(body)), faults: problem.errors, ..Self::default() })
            }
            _ => Err(problem),
        }
    }

    /// The same, told in another language.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    /// The form is shown again because one of its own buttons asked for it: nothing was wrong.
    #[must_use]
    pub fn open(sent: Sent<'_>, body: FormBody) -> Self {
        Self { sent: Some(sent.came(body)), ..Self::default() }
    }

    /// 200 for a page that was asked for, 422 or 409 for a form that comes back.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match (self.faults.is_empty(), self.conflict == Both::default()) {
            (true, true) => StatusCode::OK,
            (_, true) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        }
    }

    /// The title of a page, which says first that something was wrong.
    #[must_use]
    pub fn title(&self, title: &str) -> String {
        if self.status().is_success() { title.to_owned() } else { format!("Lỗi: {title}") }
    }

    /// The name of the form that came back; no other form has an empty name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.sent.as_ref().map_or("", |sent| &sent.name)
    }

    /// Whether the form that came back was about this.
    #[must_use]
    pub fn is_about(&self, about: &str) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.about == about)
    }

    /// One of the page's forms: its verb, and what it is about.
    #[must_use]
    pub fn form(&self, verb: &str, about: &str) -> Form<'_> {
        let name = form_name(verb, about);
        let mine = self.sent.as_ref().filter(|sent| sent.name == name);
        let faults = if mine.is_some() { self.faults.as_slice() } else { &[] };
        Form { name, body: mine.map(|sent| &sent.body), faults, lang: self.lang }
    }
}

/// The state that did not allow a move: the page may be older than a colleague's decision.
fn present_state(failure: &Failure) -> String {
    let Failure::Refused { refusal, axis: _, state } = failure else { return String::new() };
    let word = match refusal {
        Refusal::Moderation => state.parse().ok().map(Moderation::vietnamese),
        Refusal::Handling => state.parse().ok().map(Handling::vietnamese),
        Refusal::Stage => state.parse().ok().map(Stage::vietnamese),
        Refusal::State => state.parse().ok().map(SessionState::vietnamese),
        _ => None,
    };
    word.map(|word| format!(" Hiện nay: {word}. Có thể một đồng nghiệp đã làm trước.")).unwrap_or_default()
}

/// The name of a form in a page, and the beginning of its fields' ids.
fn form_name(verb: &str, about: &str) -> String {
    if about.is_empty() { verb.to_owned() } else { format!("{verb}-{about}") }
}

/// A form as its template draws it.
pub struct Form<'a> {
    pub name: String,
    body: Option<&'a FormBody>,
    faults: &'a [Fault],
    lang: Lang,
}

impl Form<'_> {
    /// Whether this is the form that came back.
    #[must_use]
    pub const fn came_back(&self) -> bool {
        self.body.is_some()
    }

    /// What was typed, or what stood there first.
    #[must_use]
    pub fn value<'v>(&'v self, field: &str, first: &'v str) -> &'v str {
        self.body.map_or(first, |body| body.get(field).unwrap_or_default())
    }

    /// Whether an option is chosen.
    #[must_use]
    pub fn picks(&self, field: &str, option: &str, first: &str) -> bool {
        self.body.map_or(option == first, |body| body.get(field) == Some(option))
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticks(&self, field: &str, option: &str, first: &[String]) -> bool {
        let is_it = |ticked: &String| ticked == option;
        self.body.map_or_else(|| first.iter().any(is_it), |body| body.all(field).iter().any(is_it))
    }

    /// Whether everything is still as it stood first.
    #[must_use]
    pub const fn picks_all(&self) -> bool {
        self.body.is_none()
    }

    /// Every value of a field, in its order, or what stood there first.
    #[must_use]
    pub fn all(&self, field: &str, first: &[String]) -> Vec<String> {
        self.body.map_or_else(|| first.to_vec(), |body| body.all(field))
    }

    /// Whether a single box is ticked; `first` is `true` or `false`.
    #[must_use]
    pub fn is_ticked(&self, field: &str, first: &str) -> bool {
        self.body.map_or(first == "true", |body| body.all(field).iter().any(|value| value == "true"))
    }

    /// No box is ticked at first.
    #[must_use]
    pub const fn nothing(&self) -> &[String] {
        &[]
    }

    /// The sentence beside a field; empty when it is in order.
    #[must_use]
    pub fn fault(&self, field: &str) -> &str {
        self.faults
            .iter()
            .find(|fault| fault.field == field)
            .map_or("", |fault| fault.message.in_lang(self.lang))
    }
}

/// An entry of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }

    /// All units, in their order.
    #[must_use]
    pub fn units(reference: &Reference) -> Vec<Self> {
        reference.units.iter().map(|unit| Self::new(&unit.id, &unit.name)).collect()
    }
}

/// Checks the form of a verb and runs it.
///
/// # Errors
/// The faults of its fields, or the verb's own failure.
pub async fn call(
    site: &App,
    staff: &Staff,
    name: PublicId,
    act: Act,
    body: &FormBody,
) -> Result<Outcome, Failure> {
    verbs::run(site, staff.person.clone(), name, act, VerbBody::of_form(body), form_key(body)?).await
}

/// How long something has waited, in the unit that says enough.
#[must_use]
pub fn waited(since: Millis, now: Millis) -> String {
    let waited = (now.0 - since.0).max(0);
    match waited {
        _ if waited < minutes(1) => "dưới 1 phút".to_owned(),
        _ if waited < hours(1) => format!("{} phút", waited / minutes(1)),
        _ if waited < days(1) => format!("{} giờ {} phút", waited / hours(1), waited % hours(1) / minutes(1)),
        _ => format!("{} ngày", waited / days(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_words() {
        let told = |ms| waited(Millis(1_000), Millis(1_000 + ms));
        assert_eq!(told(-5), "dưới 1 phút");
        assert_eq!(told(minutes(12)), "12 phút");
        assert_eq!(told(hours(2) + minutes(5)), "2 giờ 5 phút");
        assert_eq!(told(days(4) + hours(3)), "4 ngày");
    }
}
