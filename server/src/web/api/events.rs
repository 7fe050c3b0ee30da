//! `GET .../events`: the live stream for programs that cannot hold a socket, by the same rule.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{Params, found, public_session};
use crate::app::Site;
use crate::live::Lens;
use crate::live::resume::{Place, bodies, head_in, missed, snapshot};
use crate::web::problem::Problem;

/// The events after a number, or a snapshot when the reader cannot resume.
pub async fn events(
    State(site): State<Site>,
    Path(slug): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let params = Params(query);
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, &slug).await?;
    let limit = params.number("limit", 1..=500, 500)?;
    let after = match params.get("after") {
        Some(_) => Some(params.number("after", 0..=i64::MAX, 0)?),
        None => None,
    };
    let place = Place { after, epoch: params.get("epoch").map(str::to_owned) };
    let head = found(tx.log_head(session.no).await)?;
    let (no, seq) = (session.no, head_in(Lens::Public, &head));
    let scene = site.reader.scene(&mut tx, session).await?;
    let body = match missed(&mut tx, Lens::Public, &place, &site.epoch, no, seq).await? {
        Some(mut events) => {
            events.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let seq = events.last().map_or(seq, |event| event.seq);
            let events = bodies(&mut tx, &scene, Lens::Public, &events).await?;
            json!({ "epoch": site.epoch, "seq": seq, "events": events, "snapshot": null })
        }
        None => {
            let snapshot = snapshot(&mut tx, &scene, Lens::Public).await?;
            json!({ "epoch": site.epoch, "seq": seq, "events": [], "snapshot": snapshot })
        }
    };
    Ok(([(header::CACHE_CONTROL, "public, max-age=2")], Json(body)).into_response())
}
