//! The way in which a question is asked, in a session or at the intake: its text, what was answered before, who asks,
//! a last look, and off. Each step is a page that carries what was typed; a form without `step` sends the question.

mod form;
mod similar;

use std::net::IpAddr;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::Millis;
use dialogue::session::INTAKE_SLUG;
use dialogue::text::PlainText;

pub use form::AskForm;
use form::Step;

use super::session::announced;
use super::typed::Typed;
use super::{Faults, Page, show};
use crate::actions::{AskReceipt, Failure, Fault};
use crate::app::{App, Site};
use crate::views::Scene;
use crate::views::shapes::{QuestionShape, SessionShape};
use crate::web::bodies::{AskBody, AskFrom, QUESTION};
use crate::web::caller::{Address, Visitor};
use crate::web::form::{FormBody, form_key};
use crate::web::problem::Problem;
use crate::words::{Both, Lang};

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage {
    page: Page,
    heading: String,
    back: String,
    back_title: String,
    ask: AskForm,
    /// What was answered before and is near to the text.
    similar: Vec<QuestionShape>,
}

#[derive(Template)]
#[template(path = "closed.html")]
struct ClosedPage {
    page: Page,
    session: SessionShape,
    opens: Option<String>,
    /// What was typed and not sent.
    typed: String,
}

/// Who asks, where, and in which language.
struct Asking<'a> {
    site: &'a App,
    slug: &'a str,
    lang: Lang,
    visitor: Visitor,
    from: IpAddr,
}

/// `GET /phien/{slug}/dat-cau-hoi`
pub async fn form(
    State(site): State<Site>,
    Path(slug): Path<String>,
    lang: Lang,
    asked: Typed,
) -> Result<Response, Problem> {
    blank(&site, &slug, lang, asked).await
}

/// `GET /gui-phan-anh`; `?text=` carries the words of a search that found nothing.
pub async fn intake_form(State(site): State<Site>, lang: Lang, asked: Typed) -> Result<Response, Problem> {
    blank(&site, INTAKE_SLUG, lang, asked).await
}

/// `POST /phien/{slug}/dat-cau-hoi`
pub async fn post(
    State(site): State<Site>,
    Path(slug): Path<String>,
    visitor: Visitor,
    Address(from): Address,
    lang: Lang,
    form: FormBody,
) -> Result<Response, Problem> {
    Asking { site: &site, slug: &slug, lang, visitor, from }.receive(&form).await
}

/// `POST /gui-phan-anh`
pub async fn intake_post(
    State(site): State<Site>,
    visitor: Visitor,
    Address(from): Address,
    lang: Lang,
    form: FormBody,
) -> Result<Response, Problem> {
    Asking { site: &site, slug: INTAKE_SLUG, lang, visitor, from }.receive(&form).await
}

async fn blank(site: &App, slug: &str, lang: Lang, asked: Typed) -> Result<Response, Problem> {
    let scene = scene(site, slug, lang).await?;
    if let Err(closed) = scene.session.takes_questions(site.now()) {
        return Ok(show_closed(site, &scene, closed.opens_at, String::new()));
    }
    let page = Page::said(site, lang, heading(&scene, Step::Text));
    let form = AskForm { typed: asked, step: Step::Text, ..AskForm::blank(&page, &scene) };
    Ok(show(StatusCode::OK, &ask_page(page, &scene, form, Vec::new())))
}

impl Asking<'_> {
    async fn receive(self, form: &FormBody) -> Result<Response, Problem> {
        if let Some(step) = form.get("step").and_then(Step::named) {
            return self.go(step, form).await;
        }
        match self.take(form).await {
            Ok(receipt) => {
                let own = format!("/tra-cuu/{}?s={}&moi=1", receipt.code, receipt.secret);
                Ok(Redirect::to(&own).into_response())
            }
            Err(Failure::NotFound) => Err(Problem::not_found()),
            Err(Failure::Closed { opens_at }) => {
                let scene = scene(self.site, self.slug, self.lang).await?;
                Ok(show_closed(self.site, &scene, opens_at, form.text("text")))
            }
            Err(failure) => self.refused(form, failure).await,
        }
    }

    async fn take(&self, form: &FormBody) -> Result<AskReceipt, Failure> {
        let key = form_key(form)?.unwrap_or_else(|| self.site.new_id());
        let source = AskFrom::visitor(self.visitor.id, key, self.site.now());
        crate::web::ask::receive_form(self.site, self.slug, form, &source, self.from).await
    }

    /// On to a step, or back to the one that has something to put right.
    async fn go(self, step: Step, form: &FormBody) -> Result<Response, Problem> {
        let scene = scene(self.site, self.slug, self.lang).await?;
        if let Err(closed) = scene.session.takes_questions(self.site.now()) {
            return Ok(show_closed(self.site, &scene, closed.opens_at, form.text("text")));
        }
        let (step, faults) = self.checked(step, form);
        let similar = match step {
            Step::Similar => similar::nearest(self.site, &form.text("text"), self.from, self.lang).await?,
            _ => Vec::new(),
        };
        // Nothing near was answered: there is nothing to ask about it.
        let step = if step == Step::Similar && similar.is_empty() { Step::About } else { step };
        let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let key = sent_key(form);
        Ok(self.render(&scene, form, Shown { step, faults: Faults(faults), similar, status, key }))
    }

    /// The step to show, with what is wrong on it.
    fn checked(&self, step: Step, form: &FormBody) -> (Step, Vec<Fault>) {
        let text = PlainText::new(&form.text("text"), QUESTION);
        if let (Step::Similar | Step::About | Step::Check, Err(fault)) = (step, &text) {
            return (Step::Text, vec![Fault::new("text", fault)]);
        }
        if step != Step::Check {
            return (step, Vec::new());
        }
        let source = AskFrom::visitor(self.visitor.id, self.site.new_id(), self.site.now());
        match AskBody::of_form(form).and_then(|body| body.check(self.slug, &source)) {
            Ok(_) => (step, Vec::new()),
            Err(faults) => (Step::About, faults),
        }
    }

    /// The form again, with everything that was typed and what keeps it from being taken.
    async fn refused(self, form: &FormBody, failure: Failure) -> Result<Response, Problem> {
        let scene = scene(self.site, self.slug, self.lang).await?;
        let spent = matches!(failure, Failure::KeyReused);
        let problem = Problem::of(failure, &self.site.zone);
        let faults = match (&problem.errors[..], spent) {
            (_, true) => vec![Fault::new("", Both::of_key("key-spent"))],
            ([], false) => vec![Fault::new("", problem.title)],
            (errors, false) => errors.to_vec(),
        };
        // The step of the text sends nothing but the text; whoever saw every field gets every field back.
        let is_of_step = |fault: &Fault| ["text", ""].contains(&fault.field.as_str());
        let is_step = form.get("audience").is_none() && faults.iter().all(is_of_step);
        let step = if is_step { Step::Text } else { Step::Whole };
        let (faults, similar, status) = (Faults(faults), Vec::new(), problem.status);
        // A key that was used up gives way to the page's fresh one: sending again then is a new question.
        let key = sent_key(form).filter(|_| !spent);
        let mut response = self.render(&scene, form, Shown { step, faults, similar, status, key });
        if let Some(seconds) = problem.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Ok(response)
    }

    fn render(&self, scene: &Scene, form: &FormBody, shown: Shown) -> Response {
        let Shown { step, faults, similar, status, key } = shown;
        let page = Page::said(self.site, self.lang, heading(scene, step));
        let page = if faults.0.is_empty() { page } else { page.with_error() };
        let blank = AskForm::blank(&page, scene);
        let key = key.unwrap_or_else(|| blank.key.clone());
        let ask = AskForm { key, typed: form.into(), faults, step, ..blank };
        show(status, &ask_page(page, scene, ask, similar))
    }
}

/// What comes back of a form that was sent.
struct Shown {
    step: Step,
    faults: Faults,
    similar: Vec<QuestionShape>,
    status: StatusCode,
    /// The key to send it with again.
    key: Option<String>,
}

fn sent_key(form: &FormBody) -> Option<String> {
    form_key(form).ok().flatten().map(|key| key.to_string())
}

async fn scene(site: &App, slug: &str, lang: Lang) -> Result<Scene, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, slug).await?;
    Ok(site.reader.scene(&mut tx, session).await?.in_lang(lang))
}

const fn heading(scene: &Scene, step: Step) -> &'static str {
    match step {
        Step::Similar => "similar-title",
        Step::About => "about-title",
        Step::Check => "check-title",
        Step::Whole | Step::Text if scene.session.is_intake() => "intake-title",
        Step::Whole | Step::Text => "ask-title",
    }
}

fn ask_page(page: Page, scene: &Scene, ask: AskForm, similar: Vec<QuestionShape>) -> AskPage {
    let intake = scene.session.is_intake();
    AskPage {
        heading: page.say(heading(scene, ask.step)),
        back: if intake { "/".to_owned() } else { format!("/phien/{}", scene.session.slug) },
        back_title: if intake { page.say("home") } else { scene.session.title.clone() },
        page,
        ask,
        similar,
    }
}

fn show_closed(site: &App, scene: &Scene, opens_at: Option<Millis>, typed: String) -> Response {
    let template = ClosedPage {
        page: Page::said(site, scene.lang, "closed-title"),
        session: scene.session(),
        opens: opens_at.map(|at| scene.lang.long(&site.zone, at)),
        typed,
    };
    show(StatusCode::CONFLICT, &template)
}
