//! `edit_session`: what the administrator wrote about a session changes, and who is named in it.

use dialogue::Refusal;
use dialogue::person::{Actor, Person, Role};
use dialogue::rights::Act;
use dialogue::session::{Session, SessionState};
use dialogue::text::is_slug;
use store::Tx;

use super::session::{LONGEST, changed, faults, people, refuse, written};
use super::standing::own_session;
use super::{Done, Failure, Fault, Once, SessionInput, write};
use crate::app::App;

/// The roles that a session names people for.
const NAMED: [Role; 4] = [Role::Chair, Role::Host, Role::Secretary, Role::Moderator];

/// Replaces what is written about a session by what `make` makes of it as it is now, with the people who are named in
/// it and still there. Whoever is no longer named loses the desk at once.
///
/// # Errors
/// [`Failure`]: no such session, forbidden, archived or cancelled, an address that people know already, the fields that
/// cannot be taken.
pub async fn edit_session(
    site: &App,
    by: Person,
    slug: String,
    make: impl FnOnce(&Session, &[(Person, Role)]) -> Result<SessionInput, Failure> + Send + 'static,
    once: Once,
) -> Result<Session, Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let (mut head, session, capacity) = own_session(tx, &slug, &by, Act::EditSession).await?;
            match once.first(tx, at, "").await {
                Err(Failure::Repeated(_)) => return Ok((Done::default(), session)),
                other => other?,
            }
            if session.is_intake() {
                return Err(refuse(Refusal::State, &session));
            }
            let input = make(&session, &named(tx, head.no).await?)?;
            must_be_editable(&session)?;
            let mut faults = faults(tx, &input, LONGEST.max(session.duration_min)).await?;
            check_slug(tx, &session, input.slug.as_deref(), &mut faults).await?;
            let people = people(tx, &input.naming, &mut faults).await?;
            if !faults.is_empty() {
                return Err(Failure::Invalid(faults));
            }
            let next = written(&session, input);
            tx.save_session(&next).await?;
            for role in NAMED {
                tx.clear_role(head.no, role).await?;
            }
            for (person, role) in people {
                tx.name_in_session(head.no, person, role).await?;
            }
            let actor = Actor::staff(&by, capacity);
            let happening = changed(Act::EditSession.code(), actor, session.state, next.state);
            tx.append(&mut head, at, happening).await?;
            Ok((Done::in_log(head.no).with_rights(), next))
        })
    })
    .await
}

/// Who is named in a session; a removed account can be named no more.
async fn named(tx: &mut Tx, no: i64) -> Result<Vec<(Person, Role)>, Failure> {
    let mut named = Vec::new();
    for (id, role) in tx.named_in_session(no).await? {
        let Some(person) = tx.person(id).await? else { continue };
        if tx.account(&person.username).await?.is_some() {
            named.push((person, role));
        }
    }
    Ok(named)
}

fn must_be_editable(session: &Session) -> Result<(), Failure> {
    if matches!(session.state, SessionState::Archived | SessionState::Cancelled) {
        Err(refuse(Refusal::State, session))
    } else {
        Ok(())
    }
}

/// An address may change while nobody knows it.
async fn check_slug(
    tx: &mut Tx,
    session: &Session,
    wish: Option<&str>,
    faults: &mut Vec<Fault>,
) -> Result<(), Failure> {
    let Some(wish) = wish.filter(|wish| *wish != session.slug) else { return Ok(()) };
    let message = if session.state != SessionState::Draft {
        "Phiên đã công bố thì đường dẫn không đổi được nữa."
    } else if !is_slug(wish) {
        "Đường dẫn có 3 đến 80 ký tự: a-z, 0-9, gạch nối."
    } else if tx.session_by_slug(wish).await?.is_some() {
        "Đường dẫn này đã được dùng."
    } else {
        return Ok(());
    };
    faults.push(Fault::new("slug", message));
    Ok(())
}
