//! Near duplicates at the desk: what a question repeats, and the group that one decision handles.

use std::collections::{HashMap, HashSet};

use dialogue::PublicId;
use dialogue::question::Moderation;
use store::{Filed, StoreError, Tx};

use crate::screening::{Lane, Log};
use crate::web::group::MOST;

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
    for name in list.iter().map(|filed| filed.question.name).filter(|_| lane.waits()) {
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
    let of_plan = |(_, leader, _, members): &Plan| {
        std::iter::once(*leader).chain(members.iter().map(|(number, _)| *number)).collect::<Vec<_>>()
    };
    let texts = Texts::of(tx, list, plans.iter().flat_map(of_plan)).await?;
    let group = |(under, leader, score, members): Plan| {
        let members = members.into_iter().take(MOST).filter_map(|near| texts.like(near)).collect();
        Some((under, Group { into: texts.like((leader, score))?, members }))
    };
    Ok(plans.into_iter().filter_map(group).collect())
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
    let numbers = list.iter().map(|filed| filed.question.name.number);
    let all = numbers.filter_map(|number| Some((number, log.leader(number)?)));
    let all: Vec<(i64, (i64, u8))> = all.take(MOST).collect();
    let texts = Texts::of(tx, list, all.iter().flat_map(|(number, (leader, _))| [*number, *leader])).await?;
    let pair = |(number, leader): (i64, (i64, u8))| {
        Some(Pair { one: texts.like((number, leader.1))?, into: texts.like(leader)? })
    };
    Ok(all.into_iter().filter_map(pair).collect())
}

/// Questions of a log by number, read at once.
struct Texts(HashMap<i64, Filed>);

impl Texts {
    /// All are of the log of this list.
    async fn of(tx: &mut Tx, list: &[Filed], numbers: impl Iterator<Item = i64>) -> Result<Self, StoreError> {
        let Some(no) = list.first().map(|filed| filed.question.name.no) else {
            return Ok(Self(HashMap::new()));
        };
        let names: HashSet<PublicId> = numbers.map(|number| PublicId { no, number }).collect();
        let found = tx.questions_by_names(&Vec::from_iter(names)).await?;
        Ok(Self(found.into_iter().map(|filed| (filed.question.name.number, filed)).collect()))
    }

    /// A question as the desk reads it; none when its text was erased.
    fn like(&self, (number, score): (i64, u8)) -> Option<Like> {
        let question = &self.0.get(&number)?.question;
        let text = question.public_text.clone().or_else(|| question.proposed_text())?;
        let is_approved = question.moderation == Moderation::Approved;
        Some(Like { id: question.name.to_string(), score, text, is_approved })
    }
}
