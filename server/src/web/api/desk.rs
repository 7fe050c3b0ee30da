//! The verbs on a question, for those who moderate and those who lead the session.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::PublicId;
use dialogue::person::Person;
use dialogue::question::Visibility;
use dialogue::rights::Act;
use schemars::JsonSchema;
use serde::Serialize;

use super::mine::NoBody;
use super::told;
use crate::actions::{self, Order};
use crate::app::{App, Site};
use crate::views::Reader;
use crate::views::shapes::DeskShape;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::parts::At;
use crate::web::past::add_past;
use crate::web::problem::Problem;
use crate::web::verbs::{OF_HOSTS, OF_MODERATORS, Outcome, VerbBody, named, run};

#[derive(Debug, Serialize, JsonSchema)]
pub struct DeskBody {
    question: DeskShape,
}

/// The act that a verb's word stands for.
#[must_use]
pub fn verb_of(word: &str) -> Option<Act> {
    named(word, &OF_MODERATORS).or_else(|| named(word, &OF_HOSTS))
}

/// One verb on one question: 200 and the question as the desk sees it then; 202 for a retraction that waits for its
/// second person.
pub async fn decide(
    act: Act,
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<VerbBody>, Problem>,
) -> Result<(StatusCode, Json<DeskBody>), Problem> {
    let name = pass(&site, &staff.person, &id, act).await?;
    let (JsonBody(body), key) = (body?, idempotency_key(&headers)?);
    let outcome = told(&site, run(&site, staff.person.clone(), name, act, body, key).await)?;
    let status = if outcome == Outcome::Asked { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok((status, Json(desk_body(&site, &staff.person, name).await?)))
}

/// Whether the question is there and this person may do that with it.
///
/// # Errors
/// Not found, forbidden.
pub async fn pass(site: &App, person: &Person, id: &str, act: Act) -> Result<PublicId, Problem> {
    let mut tx = site.store.read().await?;
    let (gate, filed) = Gate::of_question(&mut tx, person, id).await?;
    gate.must(&[act])?;
    Ok(filed.question.name)
}

/// An item that was held is given back to the others.
pub async fn release(
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<NoBody>, Problem>,
) -> Result<Json<DeskBody>, Problem> {
    let name = pass(&site, &staff.person, &id, Act::Lease).await?;
    body?;
    // Given back twice is given back: a key is taken, and changes nothing.
    idempotency_key(&headers)?;
    told(&site, actions::release(&site, Order::new(&site, staff.person.clone(), name)).await)?;
    desk_body(&site, &staff.person, name).await.map(Json)
}

/// The question as this person sees it at the desk: the texts of a private one only who decides about it or answers it.
///
/// # Errors
/// What the store says.
pub async fn desk_body(site: &App, person: &Person, name: PublicId) -> Result<DeskBody, Problem> {
    let log = site.screening.of(&site.store, name.no).await?;
    let mut tx = site.store.read().await?;
    let (gate, filed) = Gate::of_question(&mut tx, person, &name.to_string()).await?;
    let reads =
        filed.question.visibility == Visibility::Public || gate.sees_private() || gate.standing.handles;
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut question = Reader::desk(&mut tx, &scene, &filed, &log).await?;
    drop(tx);
    if !reads {
        return Ok(DeskBody { question: question.without_texts() });
    }
    add_past(site, std::iter::once(&mut question)).await;
    Ok(DeskBody { question })
}
