//! `GET /similar`: what was asked already, while somebody types.

use axum::Json;
use axum::extract::State;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use serde::Serialize;

use super::told;
use crate::actions::Failure;
use crate::app::Site;
use crate::web::caller::Address;
use crate::web::near::{Near, nearest};
use crate::web::parts::Params;
use crate::web::problem::Problem;
use crate::web::search::ArchiveHit;
use crate::words::Lang;

/// How many are told at most.
const MOST: usize = 5;
/// How much of the words a question must have to be told, in percent, rare words counting more.
const NEAR: u8 = 30;

#[derive(Default, Serialize, JsonSchema)]
pub struct Similar {
    items: Vec<SimilarItem>,
}

#[derive(Serialize, JsonSchema)]
struct SimilarItem {
    id: String,
    title: Option<String>,
    question: String,
    answered: bool,
    url: String,
    score: f32,
}

/// The questions of the archive that are nearest to a text, of one session if it is named.
pub async fn similar(
    State(site): State<Site>,
    address: Address,
    params: Params,
) -> Result<Json<Similar>, Problem> {
    let limited = site.limits.check(Action::SearchPerAddress, &Key::address(address.0)).await;
    told(&site, limited.map_err(Failure::from))?;
    let near = Near {
        text: params.get("text").unwrap_or_default(),
        session: params.get("session").map(str::to_owned),
        most: MOST,
        least: NEAR,
        ..Near::default()
    };
    let found = nearest(&site, near, Lang::Vi).await?;
    let item = |hit: ArchiveHit| SimilarItem {
        answered: hit.answer.is_some(),
        id: hit.id,
        title: hit.title,
        question: hit.question,
        url: hit.url,
        score: hit.score,
    };
    Ok(Json(Similar { items: found.into_iter().map(item).collect() }))
}
