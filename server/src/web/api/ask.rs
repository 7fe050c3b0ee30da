//! `POST .../questions` and `POST /feedback`.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use dialogue::session::INTAKE_SLUG;
use serde_json::json;

use super::{public_session, told};
use crate::actions::AskReceipt;
use crate::app::{App, Site};
use crate::web::ask;
use crate::web::bodies::{AskBody, AskFrom};
use crate::web::caller::{Address, Visitor};
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::problem::Problem;

/// A question to a session.
pub async fn to_session(
    State(site): State<Site>,
    Path(slug): Path<String>,
    address: Address,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Response, Problem> {
    receive(&site, &slug, address, visitor, &headers, body).await
}

/// A question, report, suggestion or obstacle to the always-on intake.
pub async fn feedback(
    State(site): State<Site>,
    address: Address,
    visitor: Visitor,
    headers: HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Response, Problem> {
    receive(&site, INTAKE_SLUG, address, visitor, &headers, body).await
}

async fn receive(
    site: &App,
    slug: &str,
    address: Address,
    visitor: Visitor,
    headers: &HeaderMap,
    body: Result<JsonBody<AskBody>, Problem>,
) -> Result<Response, Problem> {
    let taken = async {
        let JsonBody(body) = body?;
        let key = idempotency_key(headers)?.unwrap_or_else(|| site.new_id());
        let from = AskFrom { visitor: Some(visitor.id), key, at: site.now().0 };
        told(site, ask::receive(site, slug, body, &from, address.0).await)
    };
    match taken.await {
        Ok(receipt) => Ok(received(site, &receipt)),
        Err(problem) => {
            // What is wrong with a body matters only where there is somebody to send it to.
            public_session(&mut site.store.read().await?, slug).await?;
            Err(problem)
        }
    }
}

fn received(site: &App, receipt: &AskReceipt) -> Response {
    (StatusCode::CREATED, Json(receipt_body(site, receipt))).into_response()
}

/// The receipt as programs read it; its link carries the asker's secret.
pub fn receipt_body(site: &App, receipt: &AskReceipt) -> serde_json::Value {
    json!({
        "id": receipt.name,
        "number": receipt.name.number,
        "code": receipt.code,
        "moderation": "pending",
        "at": site.zone.rfc3339(receipt.at),
        "track_url": format!("/tra-cuu/{}?s={}", receipt.code, receipt.secret),
    })
}
