//! reject and retract: never without a reason.

use dialogue::event::EventKind;
use dialogue::question::Retracted;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// pending -> rejected. The note goes to the asker, who always learns it.
///
/// # Errors
/// [`Failure`]: not found, forbidden, an unknown reason, or the state does not allow it.
pub async fn reject(site: &App, order: Order, reason: String, note: String) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Reject).await?;
            must_be_reason(&mut bench, &reason).await?;
            let next = bench.question().reject(bench.order.by.id, &reason, bench.at());
            let next = bench.allowed(next)?;
            let what = What::new(EventKind::QuestionRejected, "reject").because(&reason).note(&note);
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// approved -> rejected, when a second person agrees. False: this was the first person, nothing is hidden yet.
///
/// # Errors
/// [`Failure`]: not found, forbidden, an unknown reason, or the state does not allow it.
pub async fn retract(site: &App, order: Order, reason: String, note: String) -> Result<bool, Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Retract).await?;
            must_be_reason(&mut bench, &reason).await?;
            let step = bench.question().retract(bench.order.by.id, &reason, bench.at());
            let done = match bench.allowed(step)? {
                Retracted::Asked(next) => {
                    let what = What::new(EventKind::QuestionEdited, "retract").because(&reason).note(&note);
                    bench.record(next, what.for_desk()).await?;
                    false
                }
                Retracted::Done(next) => {
                    let what =
                        What::new(EventKind::QuestionRejected, "retract").because(&reason).public_note(&note);
                    bench.record(next, what).await?;
                    true
                }
            };
            Ok((bench.done(), done))
        })
    })
    .await
}

async fn must_be_reason(bench: &mut Bench<'_>, key: &str) -> Result<(), Failure> {
    let reasons = bench.tx.reasons().await?;
    if reasons.iter().any(|reason| reason.key == key) {
        Ok(())
    } else {
        Err(Failure::invalid("reason", "Hãy chọn một lý do trong danh sách."))
    }
}
