//! `GET /api/v1/sessions` and one session.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, Query, State};
use dialogue::session::{INTAKE, SessionState};
use serde_json::{Value, json};

use super::{Params, bad_parameter, public_session};
use crate::app::Site;
use crate::views::Reader;
use crate::views::shapes::BalanceShape;
use crate::web::problem::Problem;

/// Every announced session, newest start first; never a draft, never the intake.
pub async fn list(
    State(site): State<Site>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Problem> {
    let states = states(&Params(query))?;
    let mut tx = site.store.read().await?;
    let reference = Reader::reference(&mut tx).await?;
    let mut sessions = Vec::new();
    for session in tx.sessions().await? {
        let wanted = states.as_ref().is_none_or(|states| states.contains(&session.state));
        if session.no != INTAKE && session.state != SessionState::Draft && wanted {
            sessions.push(site.reader.scene_with(&mut tx, session, reference.clone()).await?.session());
        }
    }
    Ok(Json(json!({ "sessions": sessions })))
}

fn states(params: &Params) -> Result<Option<Vec<SessionState>>, Problem> {
    let Some(list) = params.get("state") else { return Ok(None) };
    let states = list.split(',').map(|word| word.trim().parse().map_err(|_| bad_parameter("state")));
    states.collect::<Result<_, _>>().map(Some)
}

/// A session, its balance, how many read along, and where its public log stands.
pub async fn one(State(site): State<Site>, Path(slug): Path<String>) -> Result<Json<Value>, Problem> {
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, &slug).await?;
    let no = session.no;
    let scene = site.reader.scene(&mut tx, session).await?;
    let balance = BalanceShape::from(tx.balance(no).await?);
    let head = super::found(tx.log_head(no).await)?;
    Ok(Json(json!({
        "session": scene.session(),
        "balance": balance,
        "viewers": site.live.viewers(no),
        "epoch": site.epoch,
        "seq": head.public_seq,
    })))
}
