//! The form by which a question is asked, in a session or at the intake.

use std::net::IpAddr;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::Millis;
use dialogue::question::{Audience, Kind};
use dialogue::session::INTAKE_SLUG;
use dialogue::unit::Field;

use super::session::announced;
use super::typed::Typed;
use super::{Faults, Page, show};
use crate::actions::{AskReceipt, Failure, Fault};
use crate::app::{App, Site};
use crate::views::Scene;
use crate::views::shapes::SessionShape;
use crate::web::bodies::{AskBody, AskFrom};
use crate::web::caller::{Address, Visitor};
use crate::web::form::{FormBody, form_key};
use crate::web::problem::Problem;

/// The kinds in the order in which the intake offers them.
const INTAKE_KINDS: [Kind; 4] = [Kind::Report, Kind::Suggestion, Kind::Obstacle, Kind::Question];

/// The form's fields: what was typed, and what was wrong with it.
pub struct AskForm {
    pub action: String,
    pub slug: String,
    pub key: String,
    pub is_intake: bool,
    pub fields: Vec<Field>,
    pub typed: Typed,
    pub faults: Faults,
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
}

#[derive(Template)]
#[template(path = "ask.html")]
struct AskPage {
    page: Page,
    heading: &'static str,
    back: String,
    back_title: String,
    ask: AskForm,
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

/// `GET /phien/{slug}/dat-cau-hoi`
pub async fn form(
    State(site): State<Site>,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    blank(&site, &slug, asked).await
}

/// `GET /gui-phan-anh`; `?text=` carries the words of a search that found nothing.
pub async fn intake_form(State(site): State<Site>, asked: Typed) -> Result<Response, Problem> {
    blank(&site, INTAKE_SLUG, asked).await
}

/// `POST /phien/{slug}/dat-cau-hoi`
pub async fn post(
    State(site): State<Site>,
    Path(slug): Path<String>,
    visitor: Visitor,
    Address(from): Address,
    form: FormBody,
) -> Result<Response, Problem> {
    receive(&site, &slug, visitor, from, &form).await
}

/// `POST /gui-phan-anh`
pub async fn intake_post(
    State(site): State<Site>,
    visitor: Visitor,
    Address(from): Address,
    form: FormBody,
) -> Result<Response, Problem> {
    receive(&site, INTAKE_SLUG, visitor, from, &form).await
}

/// Where questions to this log are posted.
fn place_of(slug: &str) -> String {
    if slug == INTAKE_SLUG { "/gui-phan-anh".to_owned() } else { format!("/phien/{slug}/dat-cau-hoi") }
}

async fn blank(site: &App, slug: &str, asked: Typed) -> Result<Response, Problem> {
    let scene = scene(site, slug).await?;
    if let Err(closed) = scene.session.takes_questions(site.now()) {
        return Ok(show_closed(site, &scene, closed.opens_at, String::new()));
    }
    let page = Page::new(site, heading(&scene));
    let form = AskForm { typed: asked, ..AskForm::blank(&page, &scene) };
    Ok(show(StatusCode::OK, &ask_page(page, &scene, form)))
}

async fn receive(
    site: &App,
    slug: &str,
    visitor: Visitor,
    from: IpAddr,
    form: &FormBody,
) -> Result<Response, Problem> {
    match take(site, slug, visitor, from, form).await {
        Ok(receipt) => {
            let own = format!("/tra-cuu/{}?s={}&moi=1", receipt.code, receipt.secret);
            Ok(Redirect::to(&own).into_response())
        }
        Err(Failure::NotFound) => Err(Problem::not_found()),
        Err(Failure::Closed { opens_at }) => {
            let scene = scene(site, slug).await?;
            Ok(show_closed(site, &scene, opens_at, form.text("text")))
        }
        Err(failure) => refused(site, slug, form, failure).await,
    }
}

async fn take(
    site: &App,
    slug: &str,
    visitor: Visitor,
    from: IpAddr,
    form: &FormBody,
) -> Result<AskReceipt, Failure> {
    let key = form_key(form)?.unwrap_or_else(|| site.new_id());
    let body = AskBody::of_form(form).map_err(Failure::Invalid)?;
    let source = AskFrom::visitor(visitor.id, key, site.now());
    crate::web::ask::receive(site, slug, body, &source, from).await
}

/// The form again, with everything that was typed and what keeps it from being taken.
async fn refused(site: &App, slug: &str, form: &FormBody, failure: Failure) -> Result<Response, Problem> {
    let scene = scene(site, slug).await?;
    let page = Page::new(site, format!("Lỗi: {}", heading(&scene)));
    // A key that was used up gives way to the page's fresh one: sending again then is a new question.
    let spent = matches!(failure, Failure::KeyReused);
    let sent = form_key(form).ok().flatten().filter(|_| !spent).map(|key| key.to_string());
    let (problem, faults) = faults(failure, site);
    let blank = AskForm::blank(&page, &scene);
    let key = sent.unwrap_or_else(|| blank.key.clone());
    let ask = AskForm { key, typed: form.into(), faults, ..blank };
    let mut response = show(problem.status, &ask_page(page, &scene, ask));
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn faults(failure: Failure, site: &App) -> (Problem, Faults) {
    let spent = matches!(failure, Failure::KeyReused);
    let problem = Problem::of(failure, &site.zone);
    let faults = match (&problem.errors[..], spent) {
        (_, true) => {
            let message = "Lần gửi trước đã được nhận. Nếu đây là một câu hỏi khác, xin bấm gửi một lần nữa.";
            vec![Fault::new("", message)]
        }
        ([], false) => vec![Fault::new("", problem.title.clone())],
        (errors, false) => errors.to_vec(),
    };
    (problem, Faults(faults))
}

async fn scene(site: &App, slug: &str) -> Result<Scene, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, slug).await?;
    Ok(site.reader.scene(&mut tx, session).await?)
}

fn heading(scene: &Scene) -> &'static str {
    if scene.session.is_intake() { "Gửi phản ánh, kiến nghị" } else { "Đặt câu hỏi" }
}

fn ask_page(page: Page, scene: &Scene, ask: AskForm) -> AskPage {
    let intake = scene.session.is_intake();
    AskPage {
        page,
        heading: heading(scene),
        back: if intake { "/".to_owned() } else { format!("/phien/{}", scene.session.slug) },
        back_title: if intake { "Trang chủ".to_owned() } else { scene.session.title.clone() },
        ask,
    }
}

fn show_closed(site: &App, scene: &Scene, opens_at: Option<Millis>, typed: String) -> Response {
    let template = ClosedPage {
        page: Page::new(site, "Phiên hiện không nhận câu hỏi"),
        session: scene.session(),
        opens: opens_at.map(|at| site.zone.long(at)),
        typed,
    };
    show(StatusCode::CONFLICT, &template)
}
