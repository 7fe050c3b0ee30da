//! The asker's way back to a question, by its tracking code; acting on it needs the secret as well.

use std::net::IpAddr;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use dialogue::code::Code;
use moderation::limits::{Action, Key};
use store::{Filed, StoreError, Tx};

use super::typed::Typed;
use super::{Faults, Page, show};
use crate::actions::{Failure, Fault};
use crate::app::{App, Site};
use crate::keys::{same, sha256};
use crate::views::Onlooker;
use crate::views::shapes::{OwnShape, StepShape};
use crate::web::caller::Address;
use crate::web::form::FormBody;
use crate::web::problem::Problem;

/// The cookie that carries the secret of one question, on that question's own path.
const ASKER: &str = "asker";

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    page: Page,
    typed: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "own.html")]
struct OwnPage {
    page: Page,
    own: OwnShape,
    timeline: Vec<StepShape>,
    session_title: String,
    /// Whether it was received just now.
    is_new: bool,
}

/// `GET /tra-cuu`
pub async fn form(State(site): State<Site>) -> Response {
    let page = Page::new(&site, "Tra cứu bằng mã");
    show(StatusCode::OK, &TrackPage { page, typed: String::new(), faults: Faults::default() })
}

/// `POST /tra-cuu`
pub async fn post(
    State(site): State<Site>,
    Address(from): Address,
    form: FormBody,
) -> Result<Response, Problem> {
    count(&site, from)?;
    let typed = form.text("code");
    let mut tx = site.reader.begin().await?;
    match find(&mut tx, &typed).await? {
        Some((code, _)) => Ok(Redirect::to(&format!("/tra-cuu/{code}")).into_response()),
        None => Ok(lost(&site, typed)),
    }
}

/// `GET /tra-cuu/{code}`; `?s=` carries the secret once, `?moi=1` says that the question was received just now.
pub async fn own(
    State(site): State<Site>,
    Path(typed): Path<String>,
    Address(from): Address,
    headers: HeaderMap,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let found = find(&mut tx, &typed).await?;
    let knows =
        |secret: &str| found.as_ref().is_some_and(|(_, filed)| same(&sha256(secret), &filed.secret_hash));
    let jar = CookieJar::from_headers(&headers);
    let (by_link, by_cookie) =
        (knows(asked.at("s")), jar.get(ASKER).is_some_and(|cookie| knows(cookie.value())));
    // A secret cannot be guessed; a code alone could be, so only those look-ups are counted.
    if !by_link && !by_cookie {
        count(&site, from)?;
    }
    let is_new = !asked.at("moi").is_empty();
    match found {
        None => Ok(lost(&site, typed)),
        Some((code, _)) if by_link => Ok(keep_secret(&site, &code, asked.at("s"), is_new)),
        Some((_, filed)) => Ok(show(StatusCode::OK, &own_page(&site, &mut tx, &filed, is_new).await?)),
    }
}

fn count(site: &App, from: IpAddr) -> Result<(), Problem> {
    let counted = site.limits.check(Action::TrackPerAddress, &Key::address(from));
    counted.map_err(|wait| Problem::of(Failure::Limited(wait), &site.zone))
}

/// A code that is none is looked for as well, so that wrong and unknown codes cost the same.
async fn find(tx: &mut Tx, typed: &str) -> Result<Option<(Code, Filed)>, StoreError> {
    let code = Code::parse(typed);
    let filed = tx.question_by_code(code.as_ref().map_or("", Code::bare)).await?;
    Ok(code.zip(filed))
}

fn lost(site: &App, typed: String) -> Response {
    let message = "Không có câu hỏi nào với mã này. Xin kiểm tra lại từng ký tự; mã không có chữ I, L, O, U \
                   và số 0, 1.";
    let template = TrackPage {
        page: Page::new(site, "Lỗi: Tra cứu bằng mã"),
        typed,
        faults: Faults(vec![Fault::new("code", message)]),
    };
    show(StatusCode::NOT_FOUND, &template)
}

/// Puts the secret into a cookie and takes it out of the address, which people copy and share.
fn keep_secret(site: &App, code: &Code, secret: &str, is_new: bool) -> Response {
    let path = format!("/tra-cuu/{code}");
    let target = if is_new { format!("{path}?moi=1") } else { path.clone() };
    let mut cookie = Cookie::new(ASKER, secret.to_owned());
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(site.config.is_https());
    cookie.set_max_age(time::Duration::days(365));
    cookie.set_path(path);
    let mut response = Redirect::to(&target).into_response();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

async fn own_page(site: &App, tx: &mut Tx, filed: &Filed, is_new: bool) -> Result<OwnPage, Problem> {
    let q = &filed.question;
    let session = tx.session(q.name.no).await?.ok_or_else(Problem::not_found)?;
    let scene = site.reader.scene(tx, session).await?;
    let answers = tx.answers_of(&[q.id]).await?;
    let (events, notes) = (tx.events_of(q.id).await?, tx.notes_of(q.id).await?);
    Ok(OwnPage {
        page: Page::new(site, if is_new { "Đã nhận câu hỏi" } else { "Câu hỏi của anh, chị" }),
        own: scene.own(filed, &answers, &events, &notes),
        timeline: scene.timeline(&events, &notes, Onlooker::Asker),
        session_title: scene.session.title.clone(),
        is_new,
    })
}
