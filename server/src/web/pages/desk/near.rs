//! Near duplicates at the desk: what a question repeats, and the group that one decision handles.

use std::collections::{HashMap, HashSet};

use dialogue::PublicId;
use dialogue::question::Moderation;
use store::{Filed, StoreError, Tx};

use crate::screening::{Lane, Log};

/// A question that another one is near to.
pub struct Like {
    pub id: String,
    /// In percent.
    pub score: u8,
    /// What it says in public, or would say.
    pub text: String,
    pub is_approved: bool,
}

/// Questions that one decision handles: they are merged into one.
pub struct Group {
    pub into: Like,
    /// Those that wait, with how near each is.
    pub members: Vec<Like>,
}

/// The groups of a lane, by the question under which each is shown.
///
/// # Errors
/// What the store says.
pub async fn groups(
    tx: &mut Tx,
    log: &Log,
    lane: Lane,
    list: &[Filed],
) -> Result<HashMap<PublicId, Group>, StoreError> {
    /// (the question under which it is shown, into which, with how sure, its members)
    type Plan = (PublicId, i64, u8, Vec<(i64, u8)>);
    let shown: HashSet<i64> = list.iter().map(|filed| filed.question.name.number).collect();
    let mut seen = HashSet::new();
    let mut plans: Vec<Plan> = Vec::new();
    for filed in list {
        let name = filed.question.name;
        if !lane.waits() {
            continue;
        }
        let members = log.followers(name.number);
        if !members.is_empty() {
            seen.insert(name.number);
            plans.push((name, name.number, 100, members));
        } else if let Some((leader, score)) = log.leader(name.number) {
            // A group stands under its first where that is shown, else under its oldest member.
            if !shown.contains(&leader) && seen.insert(leader) {
                plans.push((name, leader, score, log.followers(leader)));
            }
        }
    }
    let mut groups = HashMap::with_capacity(plans.len());
    for (under, leader, score, members) in plans {
        let Some(into) = likes(tx, under.no, &[(leader, score)]).await?.pop() else { continue };
        groups.insert(under, Group { into, members: likes(tx, under.no, &members).await? });
    }
    Ok(groups)
}

/// What waits and what it repeats, side by side: one press merges all that are ticked.
pub struct Pair {
    pub one: Like,
    pub into: Like,
}

/// The pairs of these questions.
///
/// # Errors
/// What the store says.
pub async fn pairs(tx: &mut Tx, log: &Log, list: &[Filed]) -> Result<Vec<Pair>, StoreError> {
    let mut pairs = Vec::new();
    for filed in list.iter().take(crate::web::group::MOST) {
        let PublicId { no, number } = filed.question.name;
        let Some(leader) = log.leader(number) else { continue };
        let both = likes(tx, no, &[(number, leader.1), leader]).await?;
        if let Ok([one, into]) = <[Like; 2]>::try_from(both) {
            pairs.push(Pair { one, into });
        }
    }
    Ok(pairs)
}

/// These questions of a log, as the desk reads them.
async fn likes(tx: &mut Tx, no: i64, near: &[(i64, u8)]) -> Result<Vec<Like>, StoreError> {
    let numbers: Vec<i64> = near.iter().map(|(number, _)| *number).collect();
    let found = tx.questions_in_order(no, &numbers, crate::web::group::MOST).await?;
    let like = |filed: &Filed| {
        let question = &filed.question;
        let (_, score) = near.iter().find(|(number, _)| *number == question.name.number)?;
        let text = question.public_text.clone().or_else(|| question.proposed_text())?;
        let is_approved = question.moderation == Moderation::Approved;
        Some(Like { id: question.name.to_string(), score: *score, text, is_approved })
    };
    Ok(found.iter().filter_map(like).collect())
}
