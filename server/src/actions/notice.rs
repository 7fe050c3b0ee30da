//! notice: a sentence to everybody in the session ("nghỉ 10 phút").

use dialogue::event::{EventKind, Happening, digest};
use dialogue::person::{Actor, Person};
use dialogue::rights::Act;
use dialogue::session::SessionState;
use dialogue::text::PlainText;
use store::Note;

use super::session::changed;
use super::standing::own_session;
use super::{Done, Failure, Once, write};
use crate::app::App;

/// Posts a notice in a session that is not a draft; returns its event's number.
///
/// # Errors
/// [`Failure`]: no such session, or forbidden.
pub async fn notice(
    site: &App,
    by: Person,
    slug: String,
    text: PlainText,
    once: Once,
) -> Result<i64, Failure> {
    let (at, salt) = (site.now(), site.salt());
    let posted = write(site, move |tx| {
        Box::pin(async move {
            let (mut head, session, capacity) = own_session(tx, &slug, &by, Act::Notice).await?;
            if session.state == SessionState::Draft {
                return Err(Failure::session_refused(dialogue::Refusal::State, &session));
            }
            let actor = Actor::staff(&by, capacity);
            let happening = Happening {
                kind: EventKind::NoticePosted,
                digests: vec![digest(&salt, text.as_str())],
                ..changed(Act::Notice.code(), actor, session.state, session.state)
            };
            let note = Note { salt: &salt, text: text.as_str(), public: true };
            let seq = tx.append_noted(&mut head, at, happening, Some(note)).await?;
            // Last, because its receipt is the number; a repeated call takes all of this back.
            once.first(tx, at, &seq.to_string()).await?;
            Ok((Done::in_log(session.no), seq))
        })
    });
    match posted.await {
        Err(Failure::Repeated(seq)) => seq.parse().map_err(|_| Failure::KeyReused),
        other => other,
    }
}
