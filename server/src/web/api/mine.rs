//! `POST /mine/{code}/..`: the verbs of the asker, who shows the visitor's cookie or the secret of the receipt.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::PublicId;
use dialogue::code::Code;
use dialogue::text::PlainText;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::ask::ReceiptShape;
use super::own::Own;
use super::{found, told};
use crate::actions::{self, Asker, Failure, Order};
use crate::app::{App, Site};
use crate::keys::sha256;
use crate::views::schema::{Between, Length};
use crate::views::shapes::OwnShape;
use crate::web::bodies::QUESTION;
use crate::web::caller::{Address, Visitor};
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::parts::At;
use crate::web::problem::Problem;

/// The length of a reply, an appeal or a comment, in characters.
pub const WORDS: std::ops::RangeInclusive<usize> = 1..=2_000;

#[derive(Serialize, JsonSchema)]
pub struct OwnBody {
    question: OwnShape,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct WordsBody {
    #[schemars(with = "Length<1, 2000>")]
    text: String,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct FollowUpBody {
    #[schemars(with = "Length<10, 2000>")]
    text: String,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct RateBody {
    #[schemars(with = "Between<1, 5>")]
    score: i64,
    #[serde(default)]
    #[schemars(with = "Option<Length<0, 2000>>")]
    comment: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
pub struct NoBody {}

/// Somebody who shows that a question is theirs.
pub struct Owner {
    pub name: PublicId,
    pub by: Asker,
}

impl Owner {
    /// The owner of the question with this code. A wrong code, an unknown one and somebody else's are the same; each
    /// counts as a look-up.
    ///
    /// # Errors
    /// Not found; too many look-ups.
    pub async fn of(site: &App, code: &str, by: Asker, from: Address) -> Result<Self, Problem> {
        let code = Code::parse(code);
        let filed = site.store.read().await?.question_by_code(code.as_ref().map_or("", Code::bare)).await?;
        match filed {
            Some(filed) if by.asked(&filed) => Ok(Self { name: filed.question.name, by }),
            _ => {
                let limited = site.limits.check(Action::TrackPerAddress, &Key::address(from.0));
                told(site, limited.map_err(Failure::from))?;
                Err(Problem::not_found())
            }
        }
    }

    fn order(self, site: &App, key: Option<uuid::Uuid>, verb: &str, fields: &Value) -> Order<Asker> {
        Order::new(site, self.by, self.name).keyed(key, verb, fields)
    }
}

/// What a program shows: the visitor's cookie, and the secret in the header `Asker-Secret`.
#[must_use]
pub fn shown(headers: &HeaderMap, visitor: Visitor) -> Asker {
    let secret = headers.get("asker-secret").and_then(|secret| secret.to_str().ok());
    Asker {
        visitor: Some(visitor.id).filter(|_| visitor.known),
        secret_hash: secret.map(|secret| sha256(secret.trim())),
    }
}

async fn owner(
    site: &App,
    code: &str,
    visitor: Visitor,
    from: Address,
    headers: &HeaderMap,
) -> Result<Owner, Problem> {
    Owner::of(site, code, shown(headers, visitor), from).await
}

async fn own_body(site: &App, name: PublicId) -> Result<Json<OwnBody>, Problem> {
    let mut tx = site.store.read().await?;
    let filed = found(tx.question_by_name(name).await)?;
    Ok(Json(OwnBody { question: Own::read(&mut tx, &site.reader, filed).await?.shape() }))
}

fn words(text: &str) -> Result<PlainText, Problem> {
    PlainText::new(text, WORDS).map_err(|fault| Problem::fault("text", &fault.vietnamese()))
}

/// What was asked for more is given.
pub async fn reply(
    State(site): State<Site>,
    At(code): At<String>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    body: Result<JsonBody<WordsBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let owner = owner(&site, &code, visitor, from, &headers).await?;
    let (name, JsonBody(body)) = (owner.name, body?);
    let text = words(&body.text)?;
    let order = owner.order(&site, idempotency_key(&headers)?, "reply", &json!(body));
    told(&site, actions::once(actions::reply(&site, order, text).await, ()))?;
    own_body(&site, name).await
}

/// The question is taken back.
pub async fn withdraw(
    State(site): State<Site>,
    At(code): At<String>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    body: Result<JsonBody<NoBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let owner = owner(&site, &code, visitor, from, &headers).await?;
    let (name, JsonBody(_)) = (owner.name, body?);
    let order = owner.order(&site, idempotency_key(&headers)?, "withdraw", &Value::Null);
    told(&site, actions::once(actions::withdraw(&site, order).await, ()))?;
    own_body(&site, name).await
}

/// A decline is looked at again, by somebody else.
pub async fn appeal(
    State(site): State<Site>,
    At(code): At<String>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    body: Result<JsonBody<WordsBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let owner = owner(&site, &code, visitor, from, &headers).await?;
    let (name, JsonBody(body)) = (owner.name, body?);
    let text = words(&body.text)?;
    let order = owner.order(&site, idempotency_key(&headers)?, "appeal", &json!(body));
    told(&site, actions::once(actions::appeal(&site, order, text).await, ()))?;
    own_body(&site, name).await
}

/// How much the answer helped; a later score replaces the one before it.
pub async fn rate(
    State(site): State<Site>,
    At(code): At<String>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    body: Result<JsonBody<RateBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let owner = owner(&site, &code, visitor, from, &headers).await?;
    let JsonBody(body) = body?;
    idempotency_key(&headers)?;
    let typed = body.comment.as_deref().filter(|comment| !comment.trim().is_empty());
    let comment = typed.map(|comment| PlainText::new(comment, WORDS)).transpose();
    let comment = comment.map_err(|fault| Problem::fault("comment", &fault.vietnamese()))?;
    told(&site, actions::rate(&site, owner.name, body.score, comment).await)?;
    own_body(&site, owner.name).await
}

/// The asker asks on.
pub async fn follow_up(
    State(site): State<Site>,
    At(code): At<String>,
    visitor: Visitor,
    from: Address,
    headers: HeaderMap,
    body: Result<JsonBody<FollowUpBody>, Problem>,
) -> Result<(StatusCode, Json<ReceiptShape>), Problem> {
    let Address(address) = from;
    let owner = owner(&site, &code, visitor, from, &headers).await?;
    let JsonBody(body) = body?;
    let text = PlainText::new(&body.text, QUESTION);
    let text = text.map_err(|fault| Problem::fault("text", &fault.vietnamese()))?;
    let order = owner.order(&site, idempotency_key(&headers)?, "follow_up", &json!(body));
    let limited = site.limits.check(Action::AskPerAddress, &Key::address(address));
    told(&site, limited.map_err(Failure::from))?;
    let receipt = told(&site, actions::follow_up(&site, order, text).await)?;
    Ok((StatusCode::CREATED, Json(ReceiptShape::new(&site, &receipt))))
}
