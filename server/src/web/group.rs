//! One decision about several questions, such as a group of near duplicates.

use std::collections::HashSet;

use dialogue::PublicId;
use dialogue::person::Person;
use dialogue::question::Moderation;
use dialogue::rights::Act;
use serde_json::json;
use uuid::Uuid;

use super::verbs::{VerbBody, run};
use crate::actions::{Failure, Fault};
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

/// Which questions, and for a merge into which other each.
#[derive(Debug, Default)]
pub struct Chosen {
    pub ids: Vec<String>,
    /// `(2-17, 2-15)`: each with a target of its own.
    pub pairs: Vec<(String, String)>,
}

/// Decides all of them, of one log, in the same way, one after the other: each is committed for itself, and what cannot be
/// decided is told beside the others. A question into which others are merged may wait itself: then it is approved first. A
/// call that is repeated under its key changes nothing.
///
/// # Errors
/// [`Failure`]: the fields, no question, too many of them, one of another log; what the store says.
pub async fn decide_all(
    site: &App,
    (by, no): (&Person, i64),
    act: Act,
    chosen: &Chosen,
    body: VerbBody,
    key: Option<Uuid>,
) -> Result<Decided, Failure> {
    let plan = plan(act, chosen, &body, no)?;
    let decide = |act, name, body| run(site, by.clone(), name, act, body, key.map(|key| own(key, name, act)));
    let mut sample = body.clone().only(act);
    sample.into = plan.iter().find_map(|(_, into)| into.map(|into| into.to_string())).or(sample.into);
    sample.check(act, &by.username).map_err(Failure::Invalid)?;
    let targets: HashSet<PublicId> = plan.iter().filter_map(|(_, into)| *into).collect();
    let mut decided = Decided::default();
    // What others are merged into is merged into nothing in the same call.
    for (name, into) in plan.into_iter().filter(|(name, _)| !targets.contains(name)) {
        let done = async {
            let waiting = match into {
                Some(into) => waits(site, into).await?.then_some(into),
                None => None,
            };
            if let Some(into) = waiting {
                match decide(Act::Approve, into, VerbBody::default()).await {
                    Ok(_) => decided.done.push(into),
                    // A colleague may have approved it meanwhile.
                    Err(failure) if waits(site, into).await? => return Err(failure),
                    Err(_) => {}
                }
            }
            let mut own = body.clone();
            own.into = into.map(|into| into.to_string()).or(own.into);
            decide(act, name, own).await
        };
        match done.await {
            Ok(_) => decided.done.push(name),
            Err(failure @ Failure::Store(_)) => return Err(failure),
            Err(failure) => decided.refused.push((name, failure)),
        }
    }
    Ok(decided)
}

/// Each question once, with its target.
fn plan(
    act: Act,
    chosen: &Chosen,
    body: &VerbBody,
    no: i64,
) -> Result<Vec<(PublicId, Option<PublicId>)>, Failure> {
    let into = body.into.as_deref().filter(|_| act == Act::Merge);
    let into = into.and_then(|into| into.trim().parse::<PublicId>().ok());
    let with = |id: &String| (id.clone(), None);
    let pairs = chosen.pairs.iter().map(|(id, into)| (id.clone(), Some(into.clone())));
    let all: Vec<(String, Option<String>)> = chosen.ids.iter().map(with).chain(pairs).collect();
    let fault = |field: String, message: &str| Failure::Invalid(vec![Fault::new(field, message)]);
    if all.is_empty() {
        return Err(fault("ids".to_owned(), "Hãy chọn ít nhất một câu."));
    }
    if act != Act::Merge && !chosen.pairs.is_empty() {
        return Err(fault("pairs".to_owned(), "Chỉ khi gộp mới có câu đích riêng."));
    }
    if all.len() > MOST {
        return Err(fault("ids".to_owned(), "Mỗi lần nhiều nhất 50 câu."));
    }
    let mut plan: Vec<(PublicId, Option<PublicId>)> = Vec::with_capacity(all.len());
    for (at, (id, own)) in all.iter().enumerate() {
        let name = |text: &String| text.trim().parse::<PublicId>();
        let wrong = |_| fault(format!("ids.{at}"), "Số câu viết như 2-15.");
        let (id, own) = (name(id).map_err(wrong)?, own.as_ref().map(name).transpose().map_err(wrong)?);
        let target = own.or(into);
        if id.no != no || target.is_some_and(|target| target.no != no) {
            return Err(fault(format!("ids.{at}"), "Câu này thuộc phiên khác."));
        }
        if plan.iter().all(|(known, _)| *known != id) {
            plan.push((id, target));
        }
    }
    Ok(plan)
}

async fn waits(site: &App, name: PublicId) -> Result<bool, Failure> {
    let filed = site.store.read().await?.question_by_name(name).await?;
    Ok(filed.is_some_and(|filed| filed.question.moderation == Moderation::Pending))
}

/// The key of one verb on one question under that of the call.
fn own(key: Uuid, name: PublicId, act: Act) -> Uuid {
    let hash = sha256(&json!([key, name, act.code()]).to_string());
    Uuid::try_parse(&hash[..32]).unwrap_or(key)
}
