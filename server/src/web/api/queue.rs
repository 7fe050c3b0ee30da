//! The moderators' queue, and the items that one of them holds.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use dialogue::question::{Moderation, Visibility};
use dialogue::rights::Act;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Filed;

use super::{found, told};
use crate::actions;
use crate::app::Site;
use crate::views::Reader;
use crate::views::schema::{Between, Time};
use crate::views::shapes::DeskShape;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::parts::{At, Params, bad_parameter};
use crate::web::problem::Problem;

/// How many items the queue tells.
const MOST: i64 = 200;
/// How many items one call holds at most, and unless it says otherwise.
const HELD: std::ops::RangeInclusive<i64> = 1..=50;
const HELD_AT_FIRST: i64 = 8;
const LANES: [&str; 5] = ["waiting", "duplicates", "suspect", "returned", "appeals"];

#[derive(Serialize, JsonSchema)]
pub struct Queue {
    lanes: BTreeMap<&'static str, i64>,
    oldest_wait_s: i64,
    items: Vec<DeskShape>,
}

#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
pub struct LeaseBody {
    #[serde(default)]
    #[schemars(with = "Option<Between<1, 50>>")]
    count: Option<i64>,
}

#[derive(Serialize, JsonSchema)]
pub struct Leased {
    #[schemars(with = "Time")]
    until: String,
    items: Vec<DeskShape>,
}

/// The queue of a log, oldest first.
pub async fn queue(
    State(site): State<Site>,
    At(slug): At<String>,
    params: Params,
    staff: Staff,
) -> Result<Json<Queue>, Problem> {
    let mut tx = site.store.read().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::ReadDesk])?;
    let lane = params.word("lane").unwrap_or(LANES[0]);
    if !LANES.contains(&lane) {
        return Err(bad_parameter("lane"));
    }
    let (no, sees_private) = (gate.session.no, gate.sees_private());
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut pending = tx.in_moderation(no, Moderation::Pending, MOST).await?;
    let appeals = pending.iter().filter(|filed| filed.question.appealed).count();
    let appeals = i64::try_from(appeals).unwrap_or(0);
    let waiting = tx.balance(no).await?.pending - appeals;
    let oldest = pending.first().map(|filed| (site.now().0 - filed.question.asked_at.0).max(0) / 1_000);
    let shown = |filed: &Filed| sees_private || filed.question.visibility == Visibility::Public;
    pending.retain(|filed| shown(filed) && in_lane(lane, filed.question.appealed));
    let items = Reader::desks(&mut tx, &scene, &pending).await?;
    let count = |lane| match lane {
        "waiting" => waiting,
        "appeals" => appeals,
        _ => 0,
    };
    let lanes = LANES.into_iter().map(|lane| (lane, count(lane))).collect();
    Ok(Json(Queue { lanes, oldest_wait_s: oldest.unwrap_or(0), items }))
}

fn in_lane(lane: &str, appealed: bool) -> bool {
    match lane {
        "waiting" => !appealed,
        "appeals" => appealed,
        _ => false,
    }
}

/// Holds the next items for a moment.
pub async fn lease(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<LeaseBody>, Problem>,
) -> Result<Json<Leased>, Problem> {
    let mut tx = site.store.read().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::Lease])?;
    drop(tx);
    let count = body?.0.count.unwrap_or(HELD_AT_FIRST);
    // Held twice is held longer: a key is taken, and changes nothing.
    idempotency_key(&headers)?;
    if !HELD.contains(&count) {
        return Err(Problem::fault("count", "Mỗi lần giữ từ 1 đến 50 câu."));
    }
    let (held, until) = told(&site, actions::lease(&site, staff.person, slug, count).await)?;
    let mut tx = site.store.read().await?;
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut filed = Vec::with_capacity(held.len());
    for id in held {
        filed.push(found(tx.question(id).await)?);
    }
    let items = Reader::desks(&mut tx, &scene, &filed).await?;
    Ok(Json(Leased { until: site.zone.rfc3339(until), items }))
}
