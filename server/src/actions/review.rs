//! submit and return: a second respondent of the unit reads an answer before it is published.

use dialogue::event::EventKind;
use dialogue::rights::Act;

use super::answer::{DraftInput, current, save};
use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// drafting -> `in_review`, for a second respondent of the unit.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or there is no draft.
pub async fn submit_draft(site: &App, order: Order, input: Option<DraftInput>) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Submit).await?;
            if let Some(input) = input {
                save(&mut bench, input).await?;
            }
            let next = bench.allowed(bench.question().submit())?;
            let mut draft = current(&mut bench).await?;
            draft.submitted_by = Some(bench.order.by.id);
            bench.tx.save_draft(&draft).await?;
            bench.record(next, What::new(EventKind::QuestionAssigned, "submit")).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}

/// `in_review` -> drafting, with the note that tells the author what to change; counted.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or it is not in review.
pub async fn return_draft(site: &App, order: Order, note: String) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Return).await?;
            let next = bench.allowed(bench.question().send_back())?;
            let what = What::new(EventKind::QuestionAssigned, Act::Return.code()).note(&note);
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
