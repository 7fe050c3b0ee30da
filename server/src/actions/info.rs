//! request-info: the asker is asked for more.

use dialogue::event::EventKind;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// pending -> `needs_info`, with the note that tells the asker what is missing.
///
/// # Errors
/// [`Failure`]: not found, forbidden, or the state does not allow it.
pub async fn request_info(site: &App, order: Order, note: String) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::RequestInfo).await?;
            let next = bench.question().request_info(bench.order.by.id, bench.at());
            let next = bench.allowed(next)?;
            let what = What::new(EventKind::QuestionInfoRequested, "request_info").note(&note);
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
