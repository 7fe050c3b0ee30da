//! `POST .../questions`, `POST /feedback`, and the entry by staff on behalf of somebody.

use std::net::IpAddr;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::question::{Channel, Visibility};
use dialogue::rights::Act;
use dialogue::session::INTAKE_SLUG;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{public_session, told};
use crate::actions::AskReceipt;
use crate::app::{App, Site};
use crate::views::schema::{Code, Time};
use crate::web::ask;
use crate::web::bodies::{AskBody, AskFrom};
use crate::web::caller::{Address, Staff, Visitor};
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key, read_value};
use crate::web::parts::At;
use crate::web::problem::Problem;

/// What the asker holds in hand; its link carries the secret that lets them act.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Receipt")]
pub struct ReceiptShape {
    id: String,
    number: i64,
    code: String,
    moderation: &'static str,
    #[schemars(with = "Time")]
    at: String,
    track_url: String,
}

impl ReceiptShape {
    #[must_use]
    pub fn new(site: &App, receipt: &AskReceipt) -> Self {
        Self {
            id: receipt.name.to_string(),
            number: receipt.name.number,
            code: receipt.code.to_string(),
            moderation: "pending",
            at: site.zone.rfc3339(receipt.at),
            track_url: format!("/tra-cuu/{}?s={}", receipt.code, receipt.secret),
        }
    }
}

type Received = (StatusCode, Json<ReceiptShape>);

/// A question to a session.
pub async fn to_session(
    State(site): State<Site>,
    At(slug): At<String>,
    address: Address,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Received, Problem> {
    receive(&site, &slug, address, visitor, &headers, body).await
}

/// A question, report, suggestion or obstacle to the always-on intake.
pub async fn feedback(
    State(site): State<Site>,
    address: Address,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Received, Problem> {
    receive(&site, INTAKE_SLUG, address, visitor, &headers, body).await
}

async fn receive(
    site: &App,
    slug: &str,
    address: Address,
    visitor: Visitor,
    headers: &HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Received, Problem> {
    let taken = async {
        let JsonBody(body) = body?;
        let key = idempotency_key(headers)?.unwrap_or_else(|| site.new_id());
        let from = AskFrom::visitor(visitor.id, key, site.now());
        told(site, ask::receive(site, slug, body, &from, address.0).await)
    };
    match taken.await {
        Ok(receipt) => Ok((StatusCode::CREATED, Json(ReceiptShape::new(site, &receipt)))),
        Err(problem) => {
            // What is wrong with a body matters only where there is somebody to send it to.
            public_session(&mut site.store.read().await?, slug).await?;
            Err(problem)
        }
    }
}

/// A question that came by phone, by post or at the counter.
#[derive(Serialize, JsonSchema)]
pub struct BehalfBody {
    #[serde(flatten)]
    ask: AskBody,
    #[serde(flatten)]
    entry: Entry,
}

/// How it came, and whether it is published.
#[derive(Deserialize, Serialize, JsonSchema)]
pub struct Entry {
    #[schemars(with = "Code<Channel>")]
    channel: Channel,
    #[serde(default)]
    #[schemars(with = "Option<Code<Visibility>>")]
    visibility: Option<Visibility>,
}

/// Staff enter a question on behalf of somebody, who gets the receipt on paper or by word.
pub async fn on_behalf(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    Address(address): Address,
    headers: HeaderMap,
    body: Result<JsonBody<Value>, Problem>,
) -> Result<Received, Problem> {
    let mut tx = site.store.read().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::EnterOnBehalf])?;
    drop(tx);
    let JsonBody(body) = body?;
    // Read twice, not as one flattened struct: such a one loses the path of the field that is wrong.
    let body = BehalfBody { ask: read_value(body.clone())?, entry: read_value(body)? };
    let key = idempotency_key(&headers)?.unwrap_or_else(|| site.new_id());
    let receipt = enter(&site, &slug, staff, address, body, key).await?;
    Ok((StatusCode::CREATED, Json(ReceiptShape::new(&site, &receipt))))
}

async fn enter(
    site: &App,
    slug: &str,
    staff: Staff,
    address: IpAddr,
    body: BehalfBody,
    key: uuid::Uuid,
) -> Result<AskReceipt, Problem> {
    let visibility = body.entry.visibility.unwrap_or(Visibility::Public);
    let from = AskFrom::behalf(staff.person, Some(body.entry.channel), visibility, key, site.now());
    let from = from.map_err(|fault| Problem::validation(vec![fault]))?;
    told(site, ask::receive(site, slug, body.ask, &from, address).await)
}
