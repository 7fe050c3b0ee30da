//! `PUT, DELETE .../vote`.

use axum::Json;
use axum::extract::{Path, State};
use moderation::limits::{Action, Key};
use serde_json::{Value, json};

use super::{found, name_in_path, told};
use crate::actions;
use crate::app::{App, Site};
use crate::web::caller::Visitor;
use crate::web::problem::Problem;

/// Casts a vote.
pub async fn cast(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Json<Value>, Problem> {
    vote(&site, &id, visitor, true).await
}

/// Takes a vote back.
pub async fn take_back(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Json<Value>, Problem> {
    vote(&site, &id, visitor, false).await
}

async fn vote(site: &App, id: &str, visitor: Visitor, on: bool) -> Result<Json<Value>, Problem> {
    let name = name_in_path(id)?;
    found(site.store.read().await?.question_by_name(name).await)?;
    if !visitor.known {
        return Err(Problem::visitor_required());
    }
    let limited = site.limits.check(Action::VotePerVisitor, &Key::visitor(visitor.id.as_u128()));
    told(site, limited.map_err(actions::Failure::from))?;
    let voted = told(site, actions::vote(site, name, visitor.id, on).await)?;
    Ok(Json(json!({ "votes": voted.votes, "mine": voted.mine })))
}
