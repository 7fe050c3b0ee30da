//! rate: the asker says whether the answer helped.

use dialogue::Refusal;
use dialogue::question::Handling;
use dialogue::text::PlainText;

use super::bench::Bench;
use super::{Asker, Done, Failure, Order, write};
use crate::app::App;

/// 1 to 5 for an answered question; a later one replaces it. It is no event: nobody reads it but the statistics.
///
/// # Errors
/// [`Failure`]: not theirs, not answered, or a score out of range.
pub async fn rate(
    site: &App,
    order: Order<Asker>,
    score: i64,
    comment: Option<PlainText>,
) -> Result<(), Failure> {
    if !(1..=5).contains(&score) {
        return Err(Failure::invalid("score", "Chấm từ 1 đến 5."));
    }
    write(site, move |tx| {
        Box::pin(async move {
            let bench = Bench::take_own(tx, order).await?;
            let is_answered = bench.question().handling == Handling::Answered;
            bench.allowed(if is_answered { Ok(()) } else { Err(Refusal::Handling) })?;
            bench.tx.rate(bench.filed.question.id, score, comment.as_deref(), bench.order.at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}
