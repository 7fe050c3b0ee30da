//! What stands in a lane of the desk.

use dialogue::PublicId;
use dialogue::question::Moderation;
use store::{Balance, Filed, StoreError, Tx};

use crate::screening::{Lane, Log};

/// How many questions a lane shows.
const LIMIT: usize = 100;
/// How far back the approved lane looks for the last changed ones.
const LOOK_BACK: i64 = 300;

/// The lanes with how many stand in each.
pub fn counted(log: &Log, balance: &Balance) -> Vec<(Lane, i64)> {
    let pending = log.counts();
    let count = |lane: Lane| match lane {
        Lane::Pending => balance.pending,
        Lane::NeedsInfo => balance.needs_info,
        Lane::Approved => balance.approved,
        _ => pending.get(&lane).copied().unwrap_or(0),
    };
    Lane::ALL.map(|lane| (lane, count(lane))).into()
}

/// The questions of a lane: what waits, as it is to be decided; what is approved, last changed first. One that was asked
/// for stands on top when the list does not hold it.
///
/// # Errors
/// What the store says.
pub async fn questions(
    lane: Lane,
    tx: &mut Tx,
    log: &Log,
    no: i64,
    picked: Option<PublicId>,
) -> Result<Vec<Filed>, StoreError> {
    let mut list = first(lane, tx, log, no).await?;
    let missing = picked.filter(|name| name.no == no && list.iter().all(|f| f.question.name != *name));
    if let Some(name) = missing {
        let asked = tx.question_by_name(name).await?;
        let asked = asked.filter(|filed| holds(lane, filed.question.moderation));
        list.splice(0..0, asked);
    }
    Ok(list)
}

async fn first(lane: Lane, tx: &mut Tx, log: &Log, no: i64) -> Result<Vec<Filed>, StoreError> {
    let mut list = match lane {
        Lane::NeedsInfo => tx.in_moderation(no, Moderation::NeedsInfo, 100).await?,
        Lane::Approved => tx.last_changed(no, LOOK_BACK).await?,
        _ => tx.questions_in_order(no, &log.waiting(lane), LIMIT).await?,
    };
    // Somebody may have decided since the memory looked.
    list.retain(|filed| holds(lane, filed.question.moderation));
    list.truncate(LIMIT);
    Ok(list)
}

const fn holds(lane: Lane, state: Moderation) -> bool {
    match lane {
        Lane::NeedsInfo => matches!(state, Moderation::NeedsInfo),
        Lane::Approved => matches!(state, Moderation::Approved | Moderation::Merged),
        _ => matches!(state, Moderation::Pending),
    }
}
