//! undo: the last decision, by its maker, within ten seconds.

use dialogue::event::EventKind;
use dialogue::question::Moderation;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::merge::{must_stand_alone, recount};
use super::{Failure, Order, write};
use crate::app::App;

/// Back to the state that the decision left.
///
/// # Errors
/// [`Failure`]: not found, forbidden, somebody else's, too late, others are merged into it, or work has gone on.
pub async fn undo(site: &App, order: Order) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Undo).await?;
            let former = bench.question().merged_into;
            let next = bench.question().undo(bench.order.by.id, bench.at());
            let next = bench.allowed(next)?;
            if next.moderation == Moderation::Pending {
                must_stand_alone(&mut bench).await?;
            }
            bench.record(next, What::new(EventKind::QuestionReturned, "undo")).await?;
            let voted = recount(&mut bench, former).await?;
            Ok((bench.done().with_votes(voted), ()))
        })
    })
    .await
}
