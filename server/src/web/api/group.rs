//! One decision about a group.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use dialogue::rights::Act;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::told;
use crate::app::Site;
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::group::{Chosen, OF_GROUPS, decide_all};
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::object::Object;
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::web::verbs::{VerbBody, named};
use crate::words::Lang;

#[derive(Debug, Deserialize)]
pub struct GroupBody {
    #[serde(rename = "do")]
    verb: String,
    #[serde(default)]
    ids: Vec<String>,
    #[serde(default)]
    pairs: Vec<Object<Pair>>,
    #[serde(flatten)]
    body: VerbBody,
}

#[derive(Debug, Deserialize)]
struct Pair {
    id: String,
    into: String,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct GroupDecided {
    /// The public names of those that are decided.
    done: Vec<String>,
    refused: Vec<Refused>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Refused {
    id: String,
    /// The problem document.
    #[schemars(with = "serde_json::Map<String, Value>")]
    problem: Value,
}

/// Decides several questions of a log in the same way.
pub async fn group(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<GroupBody>, Problem>,
) -> Result<Json<GroupDecided>, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::Merge).await?;
    let (JsonBody(GroupBody { verb, ids, pairs, body }), key) = (body?, idempotency_key(&headers)?);
    let act = named(&verb, &OF_GROUPS)
        .ok_or_else(|| Problem::fault("do", "Chỉ approve, merge, reject, redirect, undo."))?;
    gate.must(&[act])?;
    let pairs = pairs.into_iter().map(|Object(Pair { id, into })| (id, into)).collect();
    let chosen = Chosen { ids, pairs };
    let decided =
        told(&site, decide_all(&site, (&staff.person, gate.session.no), act, &chosen, body, key).await)?;
    let refused = decided.refused.into_iter().map(|(name, failure)| Refused {
        id: name.to_string(),
        problem: Problem::of(failure, &site.zone).body(Lang::Vi),
    });
    let done = decided.done.iter().map(ToString::to_string).collect();
    Ok(Json(GroupDecided { done, refused: refused.collect() }))
}
