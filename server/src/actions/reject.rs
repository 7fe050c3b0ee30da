//! reject and retract: never without a reason.

use dialogue::PublicId;
use dialogue::event::EventKind;
use dialogue::question::{Moderation, Retracted};
use dialogue::rights::Act;
use store::Tx;
use uuid::Uuid;

use super::bench::{Bench, What};
use super::merge::must_stand_alone;
use super::{Done, Failure, Order, write};
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
/// [`Failure`]: not found, forbidden, an unknown reason, others are merged into it, or the state does not allow it.
pub async fn retract(site: &App, order: Order, reason: String, note: String) -> Result<bool, Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let (name, by) = (order.name, order.by.id);
            let mut bench = match Bench::take(tx, order, Act::Retract).await {
                Err(Failure::Repeated(_)) => return Ok((Done::default(), took_down(tx, name, by).await?)),
                other => other?,
            };
            must_be_reason(&mut bench, &reason).await?;
            let step = bench.question().retract(bench.order.by.id, &reason, bench.at());
            let step = bench.allowed(step)?;
            must_stand_alone(&mut bench).await?;
            let done = match step {
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

/// Whether this person was the second: who asked for it first is not who decided it.
async fn took_down(tx: &mut Tx, name: PublicId, by: Uuid) -> Result<bool, Failure> {
    let question = tx.question_by_name(name).await?.ok_or(Failure::NotFound)?.question;
    let decided = question.decision.is_some_and(|decision| decision.by == by);
    Ok(question.moderation == Moderation::Rejected && decided)
}

async fn must_be_reason(bench: &mut Bench<'_>, key: &str) -> Result<(), Failure> {
    let reasons = bench.tx.reasons().await?;
    if reasons.iter().any(|reason| reason.key == key) {
        Ok(())
    } else {
        Err(Failure::invalid("reason", "Hãy chọn một lý do trong danh sách."))
    }
}
