//! `GET /similar`: what was asked already, while somebody types.

use axum::Json;
use axum::extract::State;
use dialogue::text::PlainText;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use search::Reach;
use serde::Serialize;

use super::told;
use crate::actions::Failure;
use crate::app::Site;
use crate::web::caller::Address;
use crate::web::parts::Params;
use crate::web::problem::Problem;
use crate::web::search::search_archive;
use crate::words::Lang;

/// How many are told at most.
const MOST: usize = 5;
/// How much of the words a question must have to be told, rare words counting more.
const NEAR: f32 = 0.3;

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
    let limited = site.limits.check(Action::SearchPerAddress, &Key::address(address.0));
    told(&site, limited.map_err(Failure::from))?;
    let words = PlainText::query(params.get("text").unwrap_or_default()).into_string();
    if words.is_empty() {
        return Ok(Json(Similar::default()));
    }
    let session = params.get("session").map(str::to_owned);
    let query =
        search::Query { words, session, reach: Reach::Some, per_page: MOST, ..search::Query::default() };
    let page = search_archive(&site, query, Lang::Vi).await?;
    let is_near = |hit: &crate::web::search::ArchiveHit| hit.covers >= NEAR;
    let item = |hit: crate::web::search::ArchiveHit| SimilarItem {
        answered: hit.answered_at.is_some(),
        id: hit.id,
        title: hit.title,
        question: hit.question,
        url: hit.url,
        score: hit.score,
    };
    Ok(Json(Similar { items: page.hits.into_iter().filter(is_near).map(item).collect() }))
}
