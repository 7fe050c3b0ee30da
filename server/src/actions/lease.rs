//! lease and release: a moderator holds a few items for a moment, so that two people never decide the same one.

use dialogue::clock::seconds;
use dialogue::person::Person;
use dialogue::question::Moderation;
use dialogue::rights::{Act, may};
use dialogue::{Millis, PublicId};
use store::{Filed, Tx};
use uuid::Uuid;

use super::standing::own_session;
use super::{Done, Failure, Order, standing, write};
use crate::app::App;

/// How long a hold lasts, in milliseconds.
const HOLD: i64 = seconds(90);
/// How many questions are read at once to find free ones.
const CHUNK: usize = 50;

/// Holds up to `count` pending items of a log: those held already, then the next of a lane.
/// An appeal is not given to whoever decided first. Returns the items and the time until which all of them are held.
///
/// # Errors
/// [`Failure`]: no such log, or forbidden.
pub async fn lease(
    site: &App,
    by: Person,
    (slug, waiting): (String, Vec<i64>),
    count: usize,
) -> Result<(Vec<Uuid>, Millis), Failure> {
    let at = site.now();
    let until = at.plus(HOLD);
    write(site, move |tx| {
        Box::pin(async move {
            // The log's lock keeps two moderators from being offered the same items.
            let (head, ..) = own_session(tx, &slug, &by, Act::Lease).await?;
            let mut held = Vec::new();
            for filed in tx.held_by(head.no, by.id, at).await?.into_iter().take(count) {
                hold(tx, &filed, &by, (at, until), &mut held).await?;
            }
            for numbers in waiting.chunks(CHUNK) {
                if held.len() >= count {
                    break;
                }
                let next = tx.questions_in_order(head.no, numbers, CHUNK).await?;
                for filed in next.into_iter().filter(|filed| is_for(filed, by.id)) {
                    if held.len() < count && !held.contains(&filed.question.id) {
                        hold(tx, &filed, &by, (at, until), &mut held).await?;
                    }
                }
            }
            Ok((Done::default(), (held, until)))
        })
    })
    .await
}

/// Whether an item waits, and for this person too.
fn is_for(Filed { question, .. }: &Filed, by: Uuid) -> bool {
    let was_theirs = question.appealed && question.decision.is_some_and(|decision| decision.by == by);
    question.moderation == Moderation::Pending && !was_theirs
}

async fn hold(
    tx: &mut Tx,
    filed: &Filed,
    by: &Person,
    (at, until): (Millis, Millis),
    held: &mut Vec<Uuid>,
) -> Result<(), Failure> {
    if tx.take_lease(filed.question.id, by.id, at, until).await? {
        held.push(filed.question.id);
    }
    Ok(())
}

/// Gives an item back to the others.
///
/// # Errors
/// [`Failure`]: not found, or forbidden.
pub async fn release(site: &App, order: Order) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let PublicId { no, .. } = order.name;
            let session = tx.session(no).await?.ok_or(Failure::NotFound)?;
            let question = tx.question_by_name(order.name).await?.ok_or(Failure::NotFound)?.question;
            let standing = standing(tx, &order.by, &session, Some(&question)).await?;
            may(&standing, Act::Lease).ok_or(Failure::Forbidden)?;
            tx.drop_lease(question.id, order.by.id).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}
