//! edit: a new wording of what is public.

use dialogue::event::EventKind;
use dialogue::question::Wording;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// approved, merged: title, public text or masks change.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or the state does not allow it.
pub async fn edit(site: &App, order: Order, wording: Wording) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Edit).await?;
            bench.must_fit(&wording)?;
            let next = bench.allowed(bench.question().edit(wording))?;
            bench.record(next, What::new(EventKind::QuestionEdited, "edit")).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
