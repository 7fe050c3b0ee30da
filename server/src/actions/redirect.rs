//! redirect: to another authority, or to where complaints are received. Not a rejection.

use dialogue::event::EventKind;
use dialogue::question::RedirectTo;
use dialogue::rights::Act;

use super::bench::{Bench, What};
use super::{Failure, Order, write};
use crate::app::App;

/// pending -> redirected, with the note that tells the asker where to go.
///
/// Not to the intake: until a question is filed anew there with all that it holds, sending it there would lose it.
///
/// # Errors
/// [`Failure`]: not found, forbidden, to the intake, or the state does not allow it.
pub async fn redirect(site: &App, order: Order, to: RedirectTo, note: String) -> Result<(), Failure> {
    if to == RedirectTo::Intake {
        let message = "Chưa chuyển được câu hỏi vào kênh tiếp nhận thường xuyên. Hãy chọn nơi khác.";
        return Err(Failure::invalid("to", message));
    }
    write(site, move |tx| {
        Box::pin(async move {
            let mut bench = Bench::take(tx, order, Act::Redirect).await?;
            let next = bench.question().redirect(bench.order.by.id, to, None, bench.at());
            let next = bench.allowed(next)?;
            let what = What::new(EventKind::QuestionRedirected, "redirect").because(to.code()).note(&note);
            bench.record(next, what).await?;
            Ok((bench.done(), ()))
        })
    })
    .await
}
