//! `POST /mine/{code}/..`: the verbs of the asker, who shows the visitor's cookie or the secret of the receipt.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use dialogue::PublicId;
use dialogue::code::Code;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ask::ReceiptShape;
use super::own::Own;
use super::{found, told};
use crate::actions::{self, Asker, Failure, Order};
use crate::app::{App, Site};
use crate::keys::sha256;
use crate::views::schema::{Between, Length};
use crate::views::shapes::OwnShape;
use crate::web::ask;
use crate::web::bodies::QUESTION;
use crate::web::caller::{Address, Visitor};
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::lines::text_of;
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
                let limited = site.limits.check(Action::TrackPerAddress, &Key::address(from.0)).await;
                told(site, limited.map_err(Failure::from))?;
                Err(Problem::not_found())
            }
        }
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

/// A call by the owner of the question whose code stands in its path. Everybody else meets what an unknown code meets.
pub struct Claim {
    owner: Owner,
    key: Result<Option<Uuid>, Problem>,
    from: Address,
}

impl FromRequestParts<Site> for Claim {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let At(code) = At::<String>::from_request_parts(parts, site).await?;
        let visitor = Visitor::from_request_parts(parts, site).await?;
        let from = Address::from_request_parts(parts, site).await?;
        let owner = Owner::of(site, &code, shown(&parts.headers, visitor), from).await?;
        Ok(Self { owner, key: idempotency_key(&parts.headers), from })
    }
}

impl Claim {
    fn order(self, site: &App, verb: &str, fields: &Value) -> Result<Order<Asker>, Problem> {
        Ok(Order::new(site, self.owner.by, self.owner.name).keyed(self.key?, verb, fields))
    }
}

async fn own_body(site: &App, name: PublicId) -> Result<Json<OwnBody>, Problem> {
    let mut tx = site.store.read().await?;
    let filed = found(tx.question_by_name(name).await)?;
    Ok(Json(OwnBody { question: Own::read(&mut tx, &site.reader, filed).await?.shape() }))
}

/// What a move led to: the question as its asker sees it then. A call that was taken before ends as it did then.
async fn moved(site: &App, name: PublicId, outcome: Result<(), Failure>) -> Result<Json<OwnBody>, Problem> {
    told(site, actions::once(outcome, ()))?;
    own_body(site, name).await
}

/// What was asked for more is given.
pub async fn reply(
    State(site): State<Site>,
    claim: Claim,
    body: Result<JsonBody<WordsBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let (name, JsonBody(body)) = (claim.owner.name, body?);
    let text = text_of("text", &body.text, WORDS)?;
    let order = claim.order(&site, "reply", &json!(body))?;
    moved(&site, name, actions::reply(&site, order, text).await).await
}

/// The question is taken back.
pub async fn withdraw(
    State(site): State<Site>,
    claim: Claim,
    body: Result<JsonBody<NoBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let (name, JsonBody(_)) = (claim.owner.name, body?);
    let order = claim.order(&site, "withdraw", &Value::Null)?;
    moved(&site, name, actions::withdraw(&site, order).await).await
}

/// A decline is looked at again, by somebody else.
pub async fn appeal(
    State(site): State<Site>,
    claim: Claim,
    body: Result<JsonBody<WordsBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let (name, JsonBody(body)) = (claim.owner.name, body?);
    let text = text_of("text", &body.text, WORDS)?;
    let order = claim.order(&site, "appeal", &json!(body))?;
    moved(&site, name, actions::appeal(&site, order, text).await).await
}

/// How much the answer helped; a later score replaces the one before it.
pub async fn rate(
    State(site): State<Site>,
    claim: Claim,
    body: Result<JsonBody<RateBody>, Problem>,
) -> Result<Json<OwnBody>, Problem> {
    let (name, JsonBody(body)) = (claim.owner.name, body?);
    let fields = json!(body);
    let typed = body.comment.as_deref().filter(|comment| !comment.trim().is_empty());
    let comment = typed.map(|comment| text_of("comment", comment, WORDS)).transpose()?;
    let order = claim.order(&site, "rate", &fields)?;
    moved(&site, name, actions::rate(&site, order, body.score, comment).await).await
}

/// The asker asks on.
pub async fn follow_up(
    State(site): State<Site>,
    claim: Claim,
    body: Result<JsonBody<FollowUpBody>, Problem>,
) -> Result<(StatusCode, Json<ReceiptShape>), Problem> {
    let (Address(address), JsonBody(body)) = (claim.from, body?);
    let text = text_of("text", &body.text, QUESTION)?;
    let order = claim.order(&site, "follow_up", &json!(body))?;
    let receipt = told(&site, ask::follow_up(&site, order, text, address).await)?;
    Ok((StatusCode::CREATED, Json(ReceiptShape::new(&site, &receipt))))
}
