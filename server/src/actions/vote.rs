//! vote (quan tâm): cast or taken back, one per visitor and question.

use dialogue::PublicId;
use dialogue::question::Moderation;
use uuid::Uuid;

use super::{Done, Failure, write};
use crate::app::App;

/// The count after the vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voted {
    pub votes: i64,
    /// Whether the visitor's vote stands now.
    pub mine: bool,
}

/// Casts (`on`) or takes back a vote; repeating it changes nothing.
///
/// # Errors
/// [`Failure`]: no such question, it is not approved, or its session counts no votes.
pub async fn vote(site: &App, name: PublicId, voter: Uuid, on: bool) -> Result<Voted, Failure> {
    let at = site.now();
    let votes = write(site, move |tx| {
        Box::pin(async move {
            let session = tx.session(name.no).await?.ok_or(Failure::NotFound)?;
            let id = tx.question_by_name(name).await?.ok_or(Failure::NotFound)?.question.id;
            // Read again under its lock: it may have been merged away while this vote waited.
            tx.lock_question(id).await?;
            let question = tx.question(id).await?.ok_or(Failure::NotFound)?.question;
            if !question.is_readable() || question.moderation != Moderation::Approved || !session.allow_votes
            {
                return Err(Failure::refused(dialogue::Refusal::Moderation, &question));
            }
            let changed = if on {
                tx.cast_vote(question.id, voter, at).await?
            } else {
                tx.take_back_vote(question.id, voter).await?
            };
            let votes = if changed { tx.recount_votes(question.id).await? } else { question.votes };
            Ok((Done { voted: changed.then_some(name).into_iter().collect(), ..Done::default() }, votes))
        })
    })
    .await?;
    Ok(Voted { votes, mine: on })
}
