//! erase: every text of a question leaves the memory; ids, states and digests stay, and the chain holds.

use dialogue::event::{EventKind, Happening};
use dialogue::person::Actor;
use dialogue::{Millis, PublicId};
use store::Tx;

use super::{Done, Failure, write};
use crate::app::App;

/// Erases the question's texts, its notes, its answers' texts and its contact.
///
/// # Errors
/// [`Failure`]: no such question.
pub async fn erase(site: &App, name: PublicId) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            // One that was moved to the intake stands in two logs, the session's first as everywhere.
            let first = tx.moved_from(name).await?.unwrap_or(name);
            if let Some(moved_to) = erase_one(tx, first, at).await? {
                erase_one(tx, moved_to, at).await?;
                return Ok((Done::in_logs(vec![first.no, moved_to.no]), ()));
            }
            Ok((Done::in_log(name.no), ()))
        })
    })
    .await
}

/// Erases one question, and tells under which name it was filed anew.
async fn erase_one(tx: &mut Tx, name: PublicId, at: Millis) -> Result<Option<PublicId>, Failure> {
    tx.session(name.no).await?.ok_or(Failure::NotFound)?;
    let mut head = tx.lock_log(name.no).await?;
    let question = tx.question_by_name(name).await?.ok_or(Failure::NotFound)?.question;
    let happening = Happening {
        kind: EventKind::QuestionEdited,
        verb: "erase".to_owned(),
        question: Some(question.id),
        actor: Actor::system(),
        from: question.states(),
        to: question.states(),
        reason: None,
        digests: Vec::new(),
        public: true,
    };
    let seq = tx.append(&mut head, at, happening).await?;
    tx.erase_answers(question.id).await?;
    tx.erase_question(question.id, seq).await?;
    Ok(question.moved_to)
}
