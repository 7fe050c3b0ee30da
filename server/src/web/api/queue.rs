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
use crate::screening::Lane;
use crate::views::Reader;
use crate::views::schema::{Between, Time};
use crate::views::shapes::DeskShape;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::parts::{At, Params, bad_parameter};
use crate::web::past::add_past;
use crate::web::problem::Problem;

/// How many items the queue tells.
const MOST: usize = 200;
/// How many items one call holds at most, and unless it says otherwise.
const HELD: std::ops::RangeInclusive<i64> = 1..=50;
const HELD_AT_FIRST: i64 = 8;
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
    /// Only of this lane.
    #[serde(default)]
    #[schemars(with = "Option<super::choice::Lane>")]
    lane: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct Leased {
    #[schemars(with = "Time")]
    until: String,
    items: Vec<DeskShape>,
}

/// The queue of a log, or one lane of it, in the order in which it is to be decided.
pub async fn queue(
    State(site): State<Site>,
    At(slug): At<String>,
    params: Params,
    staff: Staff,
) -> Result<Json<Queue>, Problem> {
    let gate = Gate::of_log(&mut site.store.read().await?, &staff.person, &slug).await?;
    gate.must(&[Act::ReadDesk])?;
    let lane =
        params.word("lane").map_or(Ok(Lane::Pending), |word| lane_of(word).ok_or(bad_parameter("lane")))?;
    let (no, sees_private) = (gate.session.no, gate.sees_private());
    let log = site.screening.of(&site.store, no).await?;
    let mut tx = site.store.read().await?;
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut pending = tx.questions_in_order(no, &log.waiting(lane), MOST).await?;
    let shown = |filed: &Filed| sees_private || filed.question.visibility == Visibility::Public;
    pending.retain(|filed| filed.question.moderation == Moderation::Pending && shown(filed));
    let mut items = Reader::desks(&mut tx, &scene, &pending, &log).await?;
    drop(tx);
    add_past(&site, items.iter_mut()).await;
    let counts = log.counts();
    let count = |lane: Lane| (lane.code(), counts.get(&lane).copied().unwrap_or(0));
    let oldest = log.oldest().map(|at| (site.now().0 - at.0).max(0) / 1_000);
    Ok(Json(Queue { lanes: Lane::PENDING.map(count).into(), oldest_wait_s: oldest.unwrap_or(0), items }))
}

/// A lane of what waits for a decision.
fn lane_of(word: &str) -> Option<Lane> {
    Lane::named(word).filter(|lane| Lane::PENDING.contains(lane))
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
    let LeaseBody { count, lane } = body?.0;
    let count = count.unwrap_or(HELD_AT_FIRST);
    // Held twice is held longer: a key is taken, and changes nothing.
    idempotency_key(&headers)?;
    if !HELD.contains(&count) {
        return Err(Problem::fault("count", "Mỗi lần giữ từ 1 đến 50 câu."));
    }
    let lane = match lane.as_deref() {
        Some(word) => lane_of(word).ok_or_else(|| Problem::fault("lane", "Không có danh sách này."))?,
        None => Lane::Pending,
    };
    let log = site.screening.of(&site.store, gate.session.no).await?;
    let count = usize::try_from(count).unwrap_or_default();
    let held = actions::lease(&site, staff.person, (slug, log.waiting(lane)), count).await;
    let (held, until) = told(&site, held)?;
    let mut tx = site.store.read().await?;
    let scene = site.reader.scene(&mut tx, gate.session).await?;
    let mut filed = Vec::with_capacity(held.len());
    for id in held {
        filed.push(found(tx.question(id).await)?);
    }
    let mut items = Reader::desks(&mut tx, &scene, &filed, &log).await?;
    drop(tx);
    add_past(&site, items.iter_mut()).await;
    Ok(Json(Leased { until: site.zone.rfc3339(until), items }))
}
