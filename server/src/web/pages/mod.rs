//! Pages: what people ask for, and the forms they post. Every flow works without JavaScript.
//!
//! A handler loads shapes through [`Reader`](crate::views::Reader), fills one askama template and returns it by
//! [`show`]. A form that cannot be taken comes back with status 422, what was typed, and each fault beside its field;
//! a taken one answers 303.

pub mod admin;
pub mod archive;
pub mod ask;
mod compare;
pub mod desk;
pub mod home;
pub mod language;
pub mod lists;
pub mod mine;
pub mod office;
pub mod own_account;
pub mod presenter;
pub mod question;
pub mod reading;
pub mod session;
pub mod session_moves;
pub mod sign_in;
pub mod small;
pub mod staff_form;
pub mod stage;
pub mod told;
pub mod track;
pub mod typed;
pub mod work;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use dialogue::Millis;
use dialogue::id::{Chance, new_id, random_hex};

use super::guard::page_policy;
use super::problem::Problem;
use crate::actions::Fault;
use crate::app::App;
use crate::config::SiteConfig;
use crate::words::Lang;

/// What the layout needs of every page.
pub struct Page {
    /// The language that it speaks.
    pub lang: Lang,
    /// The page's own title, before the site's name.
    pub title: String,
    pub city: String,
    pub city_short: String,
    pub phone: String,
    pub disclaimer: String,
    pub css: String,
    /// What must run before the page is drawn: the reader's own text size and colours.
    pub early_js: String,
    /// The page's one script.
    pub js: String,
    /// The name of the signed-in member of staff.
    pub staff: Option<String>,
    /// When the page was made, for readers without JavaScript: "thứ Năm, 24/09/2026, 08:30".
    pub made_at: String,
    /// When the page was made.
    pub made: Millis,
    /// A red line over the header while a session is live.
    pub live: bool,
}

impl Page {
    /// A page in Vietnamese, as those of the staff are.
    #[must_use]
    pub fn new(site: &App, title: impl Into<String>) -> Self {
        Self::in_lang(site, Lang::Vi, title)
    }

    /// A page of the public, whose title is a sentence.
    #[must_use]
    pub fn said(site: &App, lang: Lang, key: &str) -> Self {
        Self::in_lang(site, lang, lang.say(key))
    }

    /// A page of the public.
    #[must_use]
    pub fn in_lang(site: &App, lang: Lang, title: impl Into<String>) -> Self {
        let config = &site.config.site;
        Self {
            lang,
            title: title.into(),
            city: config.city.clone(),
            city_short: config.city_short.clone(),
            phone: config.phone.clone(),
            disclaimer: disclaimer(config, lang),
            css: site.assets.path("site.css").to_owned(),
            early_js: site.assets.path("early.js").to_owned(),
            js: site.assets.path("site.js").to_owned(),
            staff: None,
            made_at: lang.long(&site.zone, site.now()),
            made: site.now(),
            live: false,
        }
    }

    /// The city's telephone number as a `tel:` address takes it (RFC 3966: no blanks).
    #[must_use]
    pub fn telephone(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }

    /// A sentence in the page's language.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.lang.say(key)
    }

    /// The same page, whose title says first that something was wrong.
    #[must_use]
    pub fn with_error(self) -> Self {
        Self { title: self.lang.say1("error-prefix", "title", &self.title), ..self }
    }

    /// A fresh idempotency key. Each form of a page has its own: going back and sending another one is another call.
    #[must_use]
    pub fn key(&self) -> String {
        new_id(self.made, &mut Chance).to_string()
    }

    /// A page that follows the live stream.
    #[must_use]
    pub fn following(mut self, site: &App) -> Self {
        site.assets.path("live.js").clone_into(&mut self.js);
        self
    }

    /// The desk of moderators, which listens to single keys, and the board of a session; both follow the stream.
    #[must_use]
    pub fn by_keys(mut self, site: &App) -> Self {
        site.assets.path("desk.js").clone_into(&mut self.js);
        self
    }

    /// The editor of a session: ordered lists that can be dragged, a count, a measure of the live stream.
    #[must_use]
    pub fn editing(mut self, site: &App) -> Self {
        site.assets.path("editor.js").clone_into(&mut self.js);
        self
    }

    /// A desk where an answer is written, or waits to be.
    #[must_use]
    pub fn writing(mut self, site: &App) -> Self {
        site.assets.path("office.js").clone_into(&mut self.js);
        self
    }

    /// The projector's page.
    #[must_use]
    pub fn presenting(mut self, site: &App) -> Self {
        site.assets.path("presenter.js").clone_into(&mut self.js);
        self
    }

    /// A page of a signed-in member of staff.
    #[must_use]
    pub fn of(mut self, staff: &super::caller::Staff) -> Self {
        self.staff = Some(staff.person.name.clone());
        self
    }
}

/// The sentence over every page; where it is not translated, as it is.
fn disclaimer(config: &SiteConfig, lang: Lang) -> String {
    let english = lang.is_english() && !config.disclaimer_english.is_empty();
    if english { config.disclaimer_english.clone() } else { config.disclaimer.clone() }
}

/// What was wrong with a form: shown on top, and beside each field.
#[derive(Clone, Debug, Default)]
pub struct Faults(pub Vec<Fault>);

impl Faults {
    /// The sentence beside a field; empty when it is in order.
    #[must_use]
    pub fn at(&self, field: &str, lang: &Lang) -> &str {
        self.0.iter().find(|fault| fault.field == field).map_or("", |fault| fault.message.in_lang(lang))
    }
}

/// Renders a template with a status.
pub fn show(status: StatusCode, template: &impl Template) -> Response {
    // 128 bits for each answer: what somebody else slips into a page cannot know it.
    let nonce = random_hex(16, &mut Chance);
    let policy = page_policy(&nonce);
    let values: (&str, Box<dyn std::any::Any>) = ("nonce", Box::new(nonce));
    match template.render_with_values(&[values]) {
        Ok(html) => (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a template could not be rendered");
            Problem::unavailable().into_response()
        }
    }
}

/// The way to the sign-in page, with the page to return to.
#[must_use]
pub fn sign_in_first(path: &str) -> Response {
    let query = serde_urlencoded::to_string([("next", path)]).unwrap_or_default();
    Redirect::to(&format!("/dang-nhap?{query}")).into_response()
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    page: Page,
    status: u16,
    title: String,
    detail: String,
    faults: Vec<Fault>,
    /// The page of this site that the reader comes from.
    back: Option<String>,
}

/// A problem as a page, in the words of the reader.
#[must_use]
pub fn problem(site: &App, problem: &Problem, lang: Lang, back: Option<String>) -> Response {
    let title = problem.title.in_lang(lang).to_owned();
    let template = ProblemPage {
        page: Page::in_lang(site, lang, title.trim_end_matches('.')),
        status: problem.status.as_u16(),
        title,
        detail: problem.detail.as_ref().map(|detail| detail.in_lang(lang).to_owned()).unwrap_or_default(),
        faults: problem.errors.clone(),
        back,
    };
    let mut response = show(problem.status, &template);
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert("retry-after", seconds.into());
    }
    response
}
