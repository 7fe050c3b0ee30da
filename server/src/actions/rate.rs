//! rate: the asker says whether the answer helped.

use dialogue::question::Handling;
use dialogue::text::PlainText;
use dialogue::{PublicId, Refusal};

use super::{Done, Failure, write};
use crate::app::App;

/// 1 to 5 for an answered question; a later one replaces it. The caller has checked that this is the asker.
///
/// # Errors
/// [`Failure`]: no such question, not answered, or a score out of range.
pub async fn rate(site: &App, name: PublicId, score: i64, comment: Option<PlainText>) -> Result<(), Failure> {
    if !(1..=5).contains(&score) {
        return Err(Failure::invalid("score", "Chấm từ 1 đến 5."));
    }
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let question = tx.question_by_name(name).await?.ok_or(Failure::NotFound)?.question;
            if question.handling != Handling::Answered {
                return Err(Failure::refused(Refusal::Handling, &question));
            }
            tx.rate(question.id, score, comment.as_deref(), at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}
