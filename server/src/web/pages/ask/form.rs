//! The fields of a question as its forms show them, step by step.

use dialogue::question::{Audience, Kind};
use dialogue::session::INTAKE_SLUG;
use dialogue::unit::Field;

use crate::views::Scene;
use crate::web::pages::typed::{Typed, capital};
use crate::web::pages::{Faults, Page};
use crate::words::Lang;

/// The kinds in the order in which the intake offers them.
const INTAKE_KINDS: [Kind; 4] = [Kind::Report, Kind::Suggestion, Kind::Obstacle, Kind::Question];

/// What is asked on the first step.
const TEXT: [&str; 1] = ["text"];
/// What is asked on the step about the asker.
const ABOUT: [&str; 9] = [
    "kind",
    "field",
    "audience",
    "display_name",
    "consents.publish_name",
    "contact.name",
    "contact.phone",
    "contact.email",
    "consents.contact",
];
/// What a link may have brought along.
const BROUGHT: [&str; 2] = ["area", "unit"];

/// A page on the way to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Everything on one page, beside a session that goes on.
    Whole,
    Text,
    Similar,
    About,
    Check,
}

impl Step {
    /// The step that a button names.
    pub fn named(code: &str) -> Option<Self> {
        [Self::Text, Self::Similar, Self::About, Self::Check].into_iter().find(|step| step.code() == code)
    }

    pub const fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Text => "text",
            Self::Similar => "similar",
            Self::About => "about",
            Self::Check => "check",
        }
    }

    const fn asks(self) -> (bool, bool) {
        match self {
            Self::Whole => (true, true),
            Self::Text => (true, false),
            Self::About => (false, true),
            Self::Similar | Self::Check => (false, false),
        }
    }
}

/// A line of the last look: what was said, and the step where it is changed.
pub struct Line {
    pub label: String,
    pub value: String,
    pub step: Step,
}

/// The form's fields: what was typed, and what was wrong with it.
pub struct AskForm {
    pub action: String,
    pub slug: String,
    pub key: String,
    pub is_intake: bool,
    pub fields: Vec<Field>,
    pub typed: Typed,
    pub faults: Faults,
    pub step: Step,
}

impl AskForm {
    /// An empty form for a session or the intake.
    #[must_use]
    pub fn blank(page: &Page, scene: &Scene) -> Self {
        let slug = scene.session.slug.clone();
        Self {
            action: place_of(&slug),
            key: page.key(),
            is_intake: scene.session.is_intake(),
            fields: scene.reference.fields.clone(),
            typed: Typed::default(),
            faults: Faults::default(),
            step: Step::Whole,
            slug,
        }
    }

    /// The kinds on offer, the likeliest first.
    #[must_use]
    pub const fn kinds(&self) -> &'static [Kind] {
        if self.is_intake { &INTAKE_KINDS } else { Kind::ALL }
    }

    #[must_use]
    pub const fn audiences(&self) -> &'static [Audience] {
        Audience::ALL
    }

    /// What was said on the other steps, and travels on unseen.
    #[must_use]
    pub fn kept(&self) -> Vec<(&'static str, &str)> {
        let (asks_text, asks_about) = self.step.asks();
        let elsewhere = TEXT.iter().filter(|_| !asks_text).chain(ABOUT.iter().filter(|_| !asks_about));
        let said = elsewhere.chain(&BROUGHT).map(|name| (*name, self.typed.at(name)));
        said.filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Everything that will be sent, for a last look.
    #[must_use]
    pub fn lines(&self, lang: &Lang) -> Vec<Line> {
        let about = |key: &str, value: String| Line { label: lang.say(key), value, step: Step::About };
        let typed = |name: &str| self.typed.at(name).to_owned();
        let ticked =
            |name: &str| lang.say(if self.typed.is(name, "true") { "check-yes" } else { "check-no" });
        let kind = self.typed.word::<Kind>("kind").unwrap_or(self.kinds()[0]);
        let audience = self.typed.word::<Audience>("audience").unwrap_or(Audience::Citizen);
        let field = self.fields.iter().find(|field| self.typed.is("field", &field.id));
        let text = if self.is_intake { "intake-text" } else { "ask-text" };
        let mut lines = vec![
            Line { label: lang.say(text), value: typed("text"), step: Step::Text },
            about("ask-kind", capital(lang.word(&kind))),
            about("ask-field", field.map_or_else(|| lang.say("ask-field-none"), |field| field.name.clone())),
            about("ask-audience", capital(lang.word(&audience))),
            about("ask-display-name", typed("display_name")),
        ];
        if !self.typed.at("display_name").is_empty() {
            lines.push(about("check-publish-name", ticked("consents.publish_name")));
        }
        let contact = ["name", "phone", "email"].map(|name| (name, typed(&format!("contact.{name}"))));
        let is_given = contact.iter().any(|(_, value)| !value.is_empty());
        lines.extend(contact.map(|(name, value)| about(&format!("ask-contact-{name}"), value)));
        if is_given {
            lines.push(about("check-contact", ticked("consents.contact")));
        }
        lines
    }
}

/// Where questions to this log are posted.
fn place_of(slug: &str) -> String {
    if slug == INTAKE_SLUG { "/gui-phan-anh".to_owned() } else { format!("/phien/{slug}/dat-cau-hoi") }
}
