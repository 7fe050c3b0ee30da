//! The moderators' and hosts' desk: its queue, and the verbs on a question.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use dialogue::PublicId;
use dialogue::question::{Moderation, Visibility};
use dialogue::rights::Act;
use serde_json::{Value, json};

use super::{Params, bad_parameter, found, told};
use crate::actions::Order;
use crate::app::{App, Site};
use crate::views::Reader;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::problem::Problem;
use crate::web::verbs::{OF_HOSTS, OF_MODERATORS, Outcome, VerbBody, named};

/// How many items the queue tells.
const MOST: i64 = 200;
const LANES: [&str; 5] = ["waiting", "duplicates", "suspect", "returned", "appeals"];

/// The queue of a log, oldest first.
pub async fn queue(
    State(site): State<Site>,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    staff: Staff,
) -> Result<Json<Value>, Problem> {
    let mut tx = site.store.read().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::ReadDesk])?;
    let params = Params(query);
    let lane = params.get("lane").unwrap_or(LANES[0]);
    if !LANES.contains(&lane) {
        return Err(bad_parameter("lane"));
    }
    let (no, sees_private) = (gate.session.no, gate.sees_private());
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut pending = tx.in_moderation(no, Moderation::Pending, MOST).await?;
    let appeals = pending.iter().filter(|filed| filed.question.appealed).count();
    let waiting = tx.balance(no).await?.pending - i64::try_from(appeals).unwrap_or(0);
    let oldest = pending.first().map(|filed| (site.now().0 - filed.question.asked_at.0).max(0) / 1_000);
    pending.retain(|filed| sees_private || filed.question.visibility == Visibility::Public);
    let mut items = Vec::new();
    for filed in pending.iter().filter(|filed| in_lane(lane, filed.question.appealed)) {
        items.push(Reader::desk(&mut tx, &scene, filed).await?);
    }
    let lanes = json!({"waiting": waiting, "duplicates": 0, "suspect": 0, "returned": 0, "appeals": appeals});
    Ok(Json(json!({ "lanes": lanes, "oldest_wait_s": oldest.unwrap_or(0), "items": items })))
}

fn in_lane(lane: &str, appealed: bool) -> bool {
    match lane {
        "waiting" => !appealed,
        "appeals" => appealed,
        _ => false,
    }
}

/// One verb on one question: 200 and the question as the desk sees it then; 202 for a retraction that waits for its
/// second person.
pub async fn decide(
    State(site): State<Site>,
    Path((id, verb)): Path<(String, String)>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<VerbBody>, Problem>,
) -> Result<Response, Problem> {
    let act =
        named(&verb, &OF_MODERATORS).or_else(|| named(&verb, &OF_HOSTS)).ok_or_else(Problem::not_found)?;
    let mut tx = site.store.read().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
    gate.must(&[act])?;
    drop(tx);
    let name = filed.question.name;
    let (JsonBody(body), key) = (body?, idempotency_key(&headers)?);
    let fields = body.fields();
    let verb = body.check(act, &staff.person.username).map_err(Problem::validation)?;
    let order = Order::new(&site, staff.person, name).keyed(key, act.code(), &fields);
    let outcome = told(&site, verb.run(&site, order).await)?;
    let status = if outcome == Outcome::Asked { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(desk_body(&site, name).await?)).into_response())
}

/// The question as the desk sees it.
///
/// # Errors
/// What the store says.
pub async fn desk_body(site: &App, name: PublicId) -> Result<Value, Problem> {
    let mut tx = site.store.read().await?;
    let filed = found(tx.question_by_name(name).await)?;
    let session = found(tx.session(name.no).await)?;
    let scene = site.reader.scene(&mut tx, session).await?;
    Ok(json!({ "question": Reader::desk(&mut tx, &scene, &filed).await? }))
}
