//! `PUT, DELETE .../vote`.

use axum::Json;
use axum::extract::State;
use moderation::limits::{Action, Key};
use schemars::JsonSchema;
use serde::Serialize;

use super::{found, name_in_path, told};
use crate::actions::{self, Failure};
use crate::app::{App, Site};
use crate::web::caller::Visitor;
use crate::web::parts::At;
use crate::web::problem::Problem;

#[derive(Serialize, JsonSchema)]
pub struct VotedShape {
    votes: i64,
    mine: bool,
}

/// Casts a vote.
pub async fn cast(
    State(site): State<Site>,
    At(id): At<String>,
    visitor: Visitor,
) -> Result<Json<VotedShape>, Problem> {
    vote(&site, &id, visitor, true).await.map(Json)
}

/// Takes a vote back.
pub async fn take_back(
    State(site): State<Site>,
    At(id): At<String>,
    visitor: Visitor,
) -> Result<Json<VotedShape>, Problem> {
    vote(&site, &id, visitor, false).await.map(Json)
}

/// One vote, by a call or by a frame.
///
/// # Errors
/// Not found, without a cookie, too many, or not to be voted on.
pub async fn vote(site: &App, id: &str, visitor: Visitor, on: bool) -> Result<VotedShape, Problem> {
    let name = name_in_path(id)?;
    if !visitor.known {
        // A question that is not there is told before what is missing in the call.
        found(site.store.peek().await?.question_by_name(name).await)?;
        return Err(Problem::visitor_required());
    }
    let limited = site.limits.check(Action::VotePerVisitor, &Key::visitor(visitor.id.as_u128())).await;
    told(site, limited.map_err(Failure::from))?;
    let voted = told(site, actions::vote(site, name, visitor.id, on).await)?;
    Ok(VotedShape { votes: voted.votes, mine: voted.mine })
}
