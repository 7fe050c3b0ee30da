//! `GET /api/v1/sessions` and one session.

use axum::Json;
use axum::extract::State;
use dialogue::session::{INTAKE, SessionState};
use schemars::JsonSchema;
use serde::Serialize;

use super::{found, public_session};
use crate::app::Site;
use crate::views::Reader;
use crate::views::shapes::{BalanceShape, SessionShape};
use crate::web::parts::{At, Params, bad_parameter};
use crate::web::problem::Problem;

#[derive(Serialize, JsonSchema)]
pub struct Sessions {
    sessions: Vec<SessionShape>,
}

#[derive(Serialize, JsonSchema)]
pub struct SessionPage {
    session: SessionShape,
    balance: BalanceShape,
    viewers: usize,
    epoch: String,
    seq: i64,
}

/// A session alone: what administration and its moves answer.
#[derive(Serialize, JsonSchema)]
pub struct SessionBody {
    pub session: SessionShape,
}

/// Every announced session, newest start first; never a draft, never the intake.
pub async fn list(State(site): State<Site>, params: Params) -> Result<Json<Sessions>, Problem> {
    let states = states(&params)?;
    let mut tx = site.store.read().await?;
    let reference = Reader::reference(&mut tx).await?;
    let mut sessions = Vec::new();
    for session in tx.sessions().await? {
        let wanted = states.as_ref().is_none_or(|states| states.contains(&session.state));
        if session.no != INTAKE && session.state != SessionState::Draft && wanted {
            sessions.push(site.reader.scene_with(&mut tx, session, reference.clone()).await?.session());
        }
    }
    Ok(Json(Sessions { sessions }))
}

fn states(params: &Params) -> Result<Option<Vec<SessionState>>, Problem> {
    let Some(list) = params.word("state") else { return Ok(None) };
    let states = list.split(',').map(|word| word.trim().parse().map_err(|_| bad_parameter("state")));
    states.collect::<Result<_, _>>().map(Some)
}

/// A session, its balance, how many read along, and where its public log stands.
pub async fn one(State(site): State<Site>, At(slug): At<String>) -> Result<Json<SessionPage>, Problem> {
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, &slug).await?;
    let no = session.no;
    let scene = site.reader.scene(&mut tx, session).await?;
    let balance = BalanceShape::from(tx.balance(no).await?);
    let head = found(tx.log_head(no).await)?;
    Ok(Json(SessionPage {
        session: scene.session(),
        balance,
        viewers: site.live.viewers(no),
        epoch: site.epoch.clone(),
        seq: head.public_seq,
    }))
}
