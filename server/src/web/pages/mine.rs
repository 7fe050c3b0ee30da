//! The forms of the asker's own page: reply, withdraw, appeal, rate, ask on. Who sends them shows the cookie of the
//! secret, or the browser's own.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use dialogue::PublicId;
use dialogue::text::{PlainText, TextFault};
use serde_json::json;

use super::show;
use super::staff_form::{Returned, Sent};
use super::told::done;
use super::track::{ASKER, own_page};
use crate::actions::{self, Asker, Failure, Order};
use crate::app::{App, Site};
use crate::keys::sha256;
use crate::web::api::mine::{Owner, WORDS};
use crate::web::ask;
use crate::web::bodies::QUESTION;
use crate::web::caller::{Address, Visitor};
use crate::web::form::{FormBody, form_key};
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::words::{Both, Lang};

/// What somebody shows who opens an own page: the browser's cookie, and that of the question's secret.
#[must_use]
pub fn shown(headers: &HeaderMap, visitor: Visitor) -> Asker {
    let secret = CookieJar::from_headers(headers).get(ASKER).map(|cookie| sha256(cookie.value()));
    Asker { visitor: Some(visitor.id).filter(|_| visitor.known), secret_hash: secret }
}

/// `POST /tra-cuu/{code}/{verb}`
pub async fn act(
    State(site): State<Site>,
    At((code, verb)): At<(String, String)>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    lang: Lang,
    body: FormBody,
) -> Result<Response, Problem> {
    let owner = Owner::of(&site, &code, shown(&headers, visitor), from).await?;
    let name = owner.name;
    match make(&site, owner, &verb, from, &body).await {
        Ok(Some(address)) => Ok(Redirect::to(&address).into_response()),
        Ok(None) => Ok(done(&format!("/tra-cuu/{code}"), &verb, "")),
        Err(failure) => come_back(&site, name, lang, &verb, body, failure).await,
    }
}

/// Makes the move; a follow-up has an own page of its own to go to.
async fn make(
    site: &App,
    owner: Owner,
    verb: &str,
    Address(from): Address,
    body: &FormBody,
) -> Result<Option<String>, Failure> {
    let (name, key) = (owner.name, form_key(body)?);
    let order = |fields| Order::new(site, owner.by, name).keyed(key, &verb.replace('-', "_"), &fields);
    match verb {
        "reply" => {
            let text = text(body, WORDS)?;
            let order = order(json!({"text": body.text("text")}));
            actions::once(actions::reply(site, order, text).await, ())?;
        }
        "appeal" => {
            let text = text(body, WORDS)?;
            let order = order(json!({"text": body.text("text")}));
            actions::once(actions::appeal(site, order, text).await, ())?;
        }
        "withdraw" => actions::once(actions::withdraw(site, order(json!(null))).await, ())?,
        "rate" => {
            let score = body.get("score").and_then(|score| score.parse().ok()).unwrap_or(0);
            let comment = body.get("comment").map(|_| text_of("comment", body, WORDS)).transpose()?;
            let order = order(json!({"score": score, "comment": body.get("comment")}));
            actions::once(actions::rate(site, order, score, comment).await, ())?;
        }
        "follow-up" => {
            let text = text(body, QUESTION)?;
            let order = order(json!({"text": body.text("text")}));
            let receipt = ask::follow_up(site, order, text, from).await?;
            return Ok(Some(format!("/tra-cuu/{}?s={}&moi=1", receipt.code, receipt.secret)));
        }
        _ => return Err(Failure::NotFound),
    }
    Ok(None)
}

fn text(body: &FormBody, length: std::ops::RangeInclusive<usize>) -> Result<PlainText, Failure> {
    text_of("text", body, length)
}

fn text_of(
    field: &str,
    body: &FormBody,
    length: std::ops::RangeInclusive<usize>,
) -> Result<PlainText, Failure> {
    PlainText::new(&body.text(field), length).map_err(|fault| match fault {
        TextFault::Empty => {
            Failure::invalid(field, Both::new("Hãy ghi nội dung.", "Please write something."))
        }
        other => Failure::invalid(field, &other),
    })
}

async fn come_back(
    site: &App,
    name: PublicId,
    lang: Lang,
    verb: &str,
    body: FormBody,
    failure: Failure,
) -> Result<Response, Problem> {
    if matches!(failure, Failure::NotFound) {
        return Err(Problem::not_found());
    }
    let back = Returned::new(site, Sent { verb, about: "" }, body, failure)?.in_lang(lang);
    let mut tx = site.reader.begin().await?;
    let filed = tx.question_by_name(name).await?.ok_or_else(Problem::not_found)?;
    let status = back.status();
    let mut page = own_page(site, &mut tx, filed, lang).await?;
    page.page = page.page.with_error();
    page.back = back;
    page.may_act = true;
    Ok(show(status, &page))
}
