//! submit, return and take over: what a second respondent of the unit does with a draft.

use dialogue::answer::Draft;
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

/// drafting -> drafting, by somebody else: the text stays, under the next revision, so that whoever wrote it meets the
/// new writer's name at the next save.
///
/// # Errors
/// [`Failure`]: not found, forbidden, there is no draft, or the state does not allow it.
pub async fn take_over_draft(site: &App, order: Order) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Draft).await?;
            let Draft { text, mode, legal_basis, revision, .. } = current(&mut bench).await?;
            save(&mut bench, DraftInput { text, mode, legal_basis, revision }).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
