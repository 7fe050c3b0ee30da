//! A group decided by one press, and items held for a moment.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::http::header::ACCEPT;
use axum::response::{IntoResponse, Response};
use dialogue::PublicId;
use dialogue::rights::Act;
use serde_json::json;

use super::{Sight, lane_named, list_of, render};
use crate::actions::{self, Failure, Order};
use crate::app::Site;
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_key};
use crate::web::gate::Gate;
use crate::web::group::{Chosen, OF_GROUPS, decide_all};
use crate::web::pages::staff_form::{Returned, Sent};
use crate::web::pages::told::done;
use crate::web::problem::Problem;
use crate::web::verbs::{VerbBody, named, word};

/// How many items one press holds.
const HELD: usize = 8;

/// `POST /ban-dieu-hanh/{slug}/nhom/{verb}`
pub async fn together(
    State(site): State<Site>,
    staff: Staff,
    Path((slug, verb)): Path<(String, String)>,
    body: FormBody,
) -> Result<Response, Problem> {
    let act = named(&verb, &OF_GROUPS).ok_or_else(Problem::not_found)?;
    let gate = Gate::enter(&site, &staff.person, &slug, act).await?;
    let lane = lane_named(&body.text("lane"));
    let key = form_key(&body).map_err(|failure| Problem::of(failure, &site.zone))?;
    let pair = |pair: String| pair.split_once('>').map(|(id, into)| (id.to_owned(), into.to_owned()));
    let pairs = body.all("pairs").into_iter().filter_map(pair).collect();
    let chosen = Chosen { ids: body.all("ids"), pairs };
    let decided =
        decide_all(&site, (&staff.person, gate.session.no), act, &chosen, VerbBody::of_form(&body), key)
            .await;
    let failure = match decided {
        Ok(decided) if decided.done.is_empty() => {
            let first = decided.refused.into_iter().next();
            first.map_or(Failure::NotFound, |(_, failure)| failure)
        }
        Ok(decided) => {
            let told =
                if decided.refused.is_empty() { format!("group-{}", word(act)) } else { "group-part".into() };
            return Ok(done(&list_of(&slug, lane), &told, &about(&decided.done)));
        }
        Err(failure) => failure,
    };
    let under = body.text("under");
    let back = Returned::new(&site, Sent { verb: "nhom", about: &under }, body, failure)?;
    let sight = Sight { lane, picked: under.parse().ok(), told: None };
    render(&site, &staff, gate, sight, back).await
}

/// `POST /ban-dieu-hanh/{slug}/giu-cho`
pub async fn hold(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::Lease).await?;
    let lane = lane_named(&body.text("lane"));
    let log = site.screening.of(&site.store, gate.session.no).await?;
    let held = actions::lease(&site, staff.person, (slug.clone(), log.waiting(lane)), HELD).await;
    let (held, _) = held.map_err(|failure| Problem::of(failure, &site.zone))?;
    Ok(done(&list_of(&slug, lane), "hold", &held.len().to_string()))
}

/// `POST /ban-dieu-hanh/{slug}/giu-tiep`: what the caller holds is held for the full time again, and nothing else. The page
/// itself asks for JSON, and learns which they are.
pub async fn keep(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    headers: HeaderMap,
    body: FormBody,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::Lease).await?;
    let (no, person) = (gate.session.no, staff.person.id);
    let lane = lane_named(&body.text("lane"));
    let held = actions::lease(&site, staff.person, (slug.clone(), Vec::new()), usize::MAX).await;
    let (held, _) = held.map_err(|failure| Problem::of(failure, &site.zone))?;
    let wants_json =
        headers.get(ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    if wants_json {
        let held = site.store.peek().await?.held_by(no, person, site.now()).await?;
        let names: Vec<String> = held.iter().map(|filed| filed.question.name.to_string()).collect();
        return Ok(Json(json!({ "held": names })).into_response());
    }
    Ok(done(&list_of(&slug, lane), "hold", &held.len().to_string()))
}

/// `POST /ban-dieu-hanh/{slug}/tra-cho`: everything that the caller holds in this log is given back.
pub async fn release_all(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::Lease).await?;
    let held = site.store.read().await?.held_by(gate.session.no, staff.person.id, site.now()).await?;
    for filed in &held {
        let order = Order::new(&site, staff.person.clone(), filed.question.name);
        actions::release(&site, order).await.map_err(|failure| Problem::of(failure, &site.zone))?;
    }
    let lane = lane_named(&body.text("lane"));
    Ok(done(&list_of(&slug, lane), "release", &held.len().to_string()))
}

/// The questions of a group in an address: `2-15.2-17`.
fn about(names: &[PublicId]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

/// Reads what [`about`] wrote, or a single name; the last decided first, so that a group is undone from its end.
pub fn names_in(about: &str) -> Vec<PublicId> {
    about.split('.').rev().filter_map(|name| name.parse().ok()).collect()
}
