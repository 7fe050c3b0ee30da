//! `GET .../events`: the live stream for programs that cannot hold a socket, by the same rule.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use super::{found, public_session};
use crate::app::Site;
use crate::live::Lens;
use crate::live::frames::{EventBody, EventSchema, SnapshotBody, SnapshotSchema};
use crate::live::resume::{Place, bodies, head_in, missed, snapshot};
use crate::web::parts::{At, Params};
use crate::web::problem::Problem;

/// Either the events that a reader missed, or a snapshot.
#[derive(Serialize, JsonSchema)]
pub struct EventsPage {
    epoch: String,
    seq: i64,
    #[schemars(with = "Vec<EventSchema>")]
    events: Vec<EventBody>,
    #[schemars(with = "Option<SnapshotSchema>")]
    snapshot: Option<SnapshotBody>,
}

/// The events after a number, or a snapshot when the reader cannot resume.
pub async fn events(
    State(site): State<Site>,
    At(slug): At<String>,
    params: Params,
) -> Result<Response, Problem> {
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, &slug).await?;
    let limit = params.number("limit", 1..=500, 500)?;
    let after = match params.word("after") {
        Some(_) => Some(params.number("after", 0..=i64::MAX, 0)?),
        None => None,
    };
    let place = Place { after, epoch: params.get("epoch").map(str::to_owned) };
    let head = found(tx.log_head(session.no).await)?;
    let (no, seq) = (session.no, head_in(Lens::Public, &head));
    let missed = missed(&mut tx, Lens::Public, &place, &site.epoch, no, seq).await?;
    let scene = site.reader.scene(&mut tx, session).await?;
    let epoch = site.epoch.clone();
    let body = match missed {
        Some(mut events) => {
            events.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            let seq = events.last().map_or(seq, |event| event.seq);
            let events = bodies(&mut tx, &scene, Lens::Public, events).await?;
            EventsPage { epoch, seq, events, snapshot: None }
        }
        None => {
            let snapshot = snapshot(&mut tx, &scene, Lens::Public).await?;
            EventsPage { epoch, seq, events: Vec::new(), snapshot: Some(snapshot) }
        }
    };
    Ok(([(header::CACHE_CONTROL, "public, max-age=2")], Json(body)).into_response())
}
