//! reply, withdraw, appeal: the moves that the asker makes.

use dialogue::event::EventKind;
use dialogue::text::PlainText;

use super::bench::{Bench, What};
use super::{Asker, Failure, Order, write};
use crate::app::App;

/// `needs_info` -> pending: the reply stands beside the original at the desk, and in the timeline of the asker and the staff.
///
/// # Errors
/// [`Failure`]: not theirs, nothing more was asked for.
pub async fn reply(site: &App, order: Order<Asker>, text: PlainText) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take_own(tx, order).await?;
            let next = bench.allowed(bench.question().reply())?;
            let what = What::new(EventKind::QuestionReturned, "reply").note(text.as_str());
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// pending, `needs_info`, approved -> withdrawn, before an answer.
///
/// # Errors
/// [`Failure`]: not theirs, the state does not allow it, others are merged into it.
pub async fn withdraw(site: &App, order: Order<Asker>) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take_own(tx, order).await?;
            let next = bench.allowed(bench.question().withdraw())?;
            super::merge::must_stand_alone(&mut bench).await?;
            bench.record(next, What::new(EventKind::QuestionWithdrawn, "withdraw")).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// rejected -> pending, once, within seven days; another moderator decides.
///
/// # Errors
/// [`Failure`]: not theirs, not rejected, too late, or the second time.
pub async fn appeal(site: &App, order: Order<Asker>, text: PlainText) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take_own(tx, order).await?;
            let next = bench.allowed(bench.question().appeal(bench.at()))?;
            let what = What::new(EventKind::QuestionReturned, "appeal").note(text.as_str());
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
