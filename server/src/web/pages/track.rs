//! The asker's way back to a question, by its tracking code; acting on it needs the secret as well.

use std::net::IpAddr;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, SameSite};
use dialogue::code::Code;
use moderation::limits::{Action, Key};
use store::{Filed, StoreError, Tx};

use super::mine::shown;
use super::staff_form::{Choice, Returned};
use super::told::Told;
use super::typed::Typed;
use super::{Faults, Page, show};
use crate::actions::{Asker, Failure, Fault};
use crate::app::{App, Site};
use crate::keys::sha256;
use crate::views::shapes::{OwnShape, StepShape};
use crate::web::api::own::Own;
use crate::web::caller::{Address, Visitor};
use crate::web::form::FormBody;
use crate::web::guard::origin;
use crate::web::problem::Problem;
use crate::words::{Both, Lang};

/// The cookie that carries the secret of one question, on that question's own path.
pub const ASKER: &str = "asker";

#[derive(Template)]
#[template(path = "track.html")]
struct TrackPage {
    page: Page,
    typed: String,
    faults: Faults,
}

#[derive(Template)]
#[template(path = "own.html")]
pub struct OwnPage {
    pub page: Page,
    /// The form that was sent and not taken.
    pub back: Returned,
    told: Option<Told>,
    own: OwnShape,
    timeline: Vec<StepShape>,
    session_title: String,
    /// Whether it was received just now.
    is_new: bool,
    /// Whether the reader has shown that the question is theirs.
    pub may_act: bool,
    /// The site's own address, for what leaves the site.
    origin: String,
}

impl OwnPage {
    /// What somebody sends to themselves: the code, and where it is entered.
    fn reminder(&self) -> String {
        let url = format!("{}/tra-cuu", self.origin);
        self.page.lang.say2("receipt-reminder", "code", &self.own.code, "url", url)
    }

    fn can(&self, verb: &str) -> bool {
        self.may_act && self.own.can.contains(&verb)
    }

    /// The scores of an answer, the best first.
    fn scores(&self) -> Vec<Choice> {
        let choice = |score: u8| Choice::new(score.to_string(), self.page.say(&format!("score-{score}")));
        (1..=5).rev().map(choice).collect()
    }
}

/// `GET /tra-cuu`
pub async fn form(State(site): State<Site>, lang: Lang) -> Response {
    let page = Page::said(&site, lang, "track-title");
    show(StatusCode::OK, &TrackPage { page, typed: String::new(), faults: Faults::default() })
}

/// `POST /tra-cuu`
pub async fn post(
    State(site): State<Site>,
    Address(from): Address,
    lang: Lang,
    form: FormBody,
) -> Result<Response, Problem> {
    count(&site, from).await?;
    let typed = form.text("code");
    let mut tx = site.reader.begin().await?;
    match find(&mut tx, &typed).await? {
        Some((code, _)) => Ok(Redirect::to(&format!("/tra-cuu/{code}")).into_response()),
        None => Ok(lost(&site, lang, typed)),
    }
}

/// `GET /tra-cuu/{code}`; `?s=` carries the secret once, `?moi=1` says that the question was received just now.
pub async fn own(
    State(site): State<Site>,
    Path(typed): Path<String>,
    visitor: Visitor,
    Address(from): Address,
    headers: HeaderMap,
    lang: Lang,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let found = find(&mut tx, &typed).await?;
    let is_theirs = |by: &Asker| found.as_ref().is_some_and(|(_, filed)| by.asked(filed));
    let by_link = is_theirs(&Asker { visitor: None, secret_hash: Some(sha256(asked.at("s"))) });
    let may_act = is_theirs(&shown(&headers, visitor));
    // A secret cannot be guessed; a code alone could be, so only those look-ups are counted.
    if !by_link && !may_act {
        count(&site, from).await?;
    }
    let is_new = !asked.at("moi").is_empty();
    match found {
        None => Ok(lost(&site, lang, typed)),
        Some((code, _)) if by_link => Ok(keep_secret(&site, &code, asked.at("s"), is_new)),
        Some((_, filed)) => {
            let mut page = own_page(&site, &mut tx, filed, lang).await?;
            page.origin = origin(&site, &headers);
            if is_new {
                page.page.title = lang.say("receipt-title");
            }
            page.told = Told::of_asker(asked.at("xong"), lang);
            (page.is_new, page.may_act) = (is_new, may_act);
            Ok(show(StatusCode::OK, &page))
        }
    }
}

async fn count(site: &App, from: IpAddr) -> Result<(), Problem> {
    let counted = site.limits.check(Action::TrackPerAddress, &Key::address(from)).await;
    counted.map_err(|wait| Problem::of(Failure::Limited(wait), &site.zone))
}

/// A code that is none is looked for as well, so that wrong and unknown codes cost the same.
async fn find(tx: &mut Tx, typed: &str) -> Result<Option<(Code, Filed)>, StoreError> {
    let code = Code::parse(typed);
    let filed = tx.question_by_code(code.as_ref().map_or("", Code::bare)).await?;
    Ok(code.zip(filed))
}

fn lost(site: &App, lang: Lang, typed: String) -> Response {
    let nothing = Both::new("Hãy gõ mã tra cứu.", "Please enter your tracking code.");
    let unknown = Both::new(
        "Không có câu hỏi nào với mã này. Xin kiểm tra lại từng ký tự; mã không có chữ I, L, O, U và số 0, 1.",
        "No question has this code. Please check each character; codes have no letters I, L, O, U and no digits 0, 1.",
    );
    let message = if typed.is_empty() { nothing } else { unknown };
    let template = TrackPage {
        page: Page::said(site, lang, "track-title").with_error(),
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

/// The asker's page of a question, as whoever only knows its code reads it.
///
/// # Errors
/// What the store says.
pub async fn own_page(site: &App, tx: &mut Tx, filed: Filed, lang: Lang) -> Result<OwnPage, Problem> {
    let own = Own::read(tx, &site.reader, filed).await?.in_lang(lang);
    Ok(OwnPage {
        page: Page::said(site, lang, "own-title"),
        back: Returned::default().in_lang(lang),
        told: None,
        own: own.shape(),
        timeline: own.timeline(),
        session_title: own.scene.session.title.clone(),
        is_new: false,
        may_act: false,
        origin: String::new(),
    })
}
