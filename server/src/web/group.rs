//! One decision about several questions: a group of near duplicates, the copies of one advertisement.

use dialogue::PublicId;
use dialogue::person::Person;
use dialogue::question::Moderation;
use dialogue::rights::Act;
use serde_json::json;
use uuid::Uuid;

use super::verbs::{Outcome, VerbBody};
use crate::actions::{Failure, Fault, Order};
use crate::app::App;
use crate::keys::sha256;

/// What can be decided about a group.
pub const OF_GROUPS: [Act; 5] = [Act::Approve, Act::Merge, Act::Reject, Act::Redirect, Act::Undo];
/// How many questions one decision is about at most.
pub const MOST: usize = 50;

/// What became of each question.
#[derive(Debug, Default)]
pub struct Decided {
    pub done: Vec<PublicId>,
    /// Somebody was faster, or its state does not allow it; the others are decided all the same.
    pub refused: Vec<(PublicId, Failure)>,
}

/// Decides all of them in the same way, one after the other: each is committed for itself. They are merged into a question
/// that may wait itself: then it is approved first. A call that is repeated under its key ends as it did before.
///
/// # Errors
/// [`Failure`]: the fields, no question, too many of them; or the target of a merge cannot be approved.
pub async fn decide_all(
    site: &App,
    by: &Person,
    act: Act,
    ids: &[String],
    body: VerbBody,
    key: Option<Uuid>,
) -> Result<Decided, Failure> {
    let names = names(ids)?;
    let mut decided = Decided::default();
    let mut target = None;
    if act == Act::Merge {
        let into = body.into.as_deref().and_then(|into| into.trim().parse::<PublicId>().ok());
        if let Some(into) = into.filter(|into| names.iter().all(|name| name.no == into.no)) {
            target = Some(into);
            if waits(site, into).await? {
                decide(site, by, Act::Approve, into, VerbBody::default(), key).await?;
                decided.done.push(into);
            }
        }
    }
    for name in names.into_iter().filter(|name| Some(*name) != target) {
        match decide(site, by, act, name, body.clone(), key).await {
            Ok(_) => decided.done.push(name),
            Err(failure @ Failure::Invalid(_)) => return Err(failure),
            Err(failure) => decided.refused.push((name, failure)),
        }
    }
    Ok(decided)
}

async fn decide(
    site: &App,
    by: &Person,
    act: Act,
    name: PublicId,
    body: VerbBody,
    key: Option<Uuid>,
) -> Result<Outcome, Failure> {
    let body = body.only(act);
    let order =
        Order::new(site, by.clone(), name).keyed(key.map(|key| own(key, name)), act.code(), &body.fields());
    body.check(act, &by.username).map_err(Failure::Invalid)?.run(site, order).await
}

async fn waits(site: &App, name: PublicId) -> Result<bool, Failure> {
    let filed = site.store.read().await?.question_by_name(name).await?;
    Ok(filed.is_some_and(|filed| filed.question.moderation == Moderation::Pending))
}

/// Each question's own key under that of the call.
fn own(key: Uuid, name: PublicId) -> Uuid {
    let hash = sha256(&json!([key, name]).to_string());
    Uuid::try_parse(&hash[..32]).unwrap_or(key)
}

fn names(ids: &[String]) -> Result<Vec<PublicId>, Failure> {
    let fault = |field: String, message: &str| Failure::Invalid(vec![Fault::new(field, message)]);
    if ids.is_empty() {
        return Err(fault("ids".to_owned(), "Hãy chọn ít nhất một câu."));
    }
    if ids.len() > MOST {
        return Err(fault("ids".to_owned(), "Mỗi lần nhiều nhất 50 câu."));
    }
    let mut names = Vec::with_capacity(ids.len());
    for (at, id) in ids.iter().enumerate() {
        let name = id.trim().parse::<PublicId>();
        let name = name.map_err(|_| fault(format!("ids.{at}"), "Số câu viết như 2-15."))?;
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}
