//! lease and release: a moderator holds a few items for a moment, so that two people never decide the same one.

use dialogue::clock::seconds;
use dialogue::person::Person;
use dialogue::rights::{Act, may};
use dialogue::{Millis, PublicId};
use uuid::Uuid;

use super::standing::own_session;
use super::{Done, Failure, Order, standing, write};
use crate::app::App;

/// How long a hold lasts, in milliseconds.
const HOLD: i64 = seconds(90);

/// Holds up to `count` pending items of a log: those held already, then the oldest. Returns them and the time until
/// which all of them are held.
///
/// # Errors
/// [`Failure`]: no such log, or forbidden.
pub async fn lease(site: &App, by: Person, slug: String, count: i64) -> Result<(Vec<Uuid>, Millis), Failure> {
    let at = site.now();
    let until = at.plus(HOLD);
    write(site, move |tx| {
        Box::pin(async move {
            // The log's lock keeps two moderators from being offered the same items.
            let (head, ..) = own_session(tx, &slug, &by, Act::Lease).await?;
            let mut held = Vec::new();
            for filed in tx.free_to_lease(head.no, by.id, at, count).await? {
                if tx.take_lease(filed.question.id, by.id, at, until).await? {
                    held.push(filed.question.id);
                }
            }
            Ok((Done::default(), (held, until)))
        })
    })
    .await
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
