//! How a person stands to a log: the roles that hold there, and what they allow.

use std::collections::BTreeSet;

use dialogue::person::{Capacity, Person, Role};
use dialogue::question::Question;
use dialogue::rights::{Act, Standing, may};
use dialogue::session::Session;
use store::{LogHead, StoreError, Tx};

use super::Failure;

/// For the intake the account's roles hold; for a session those that the person is named for. A respondent is named
/// wherever the person's unit hosts or answers, or leads or supports a question.
///
/// # Errors
/// What the store says.
pub async fn standing(
    tx: &mut Tx,
    person: &Person,
    session: &Session,
    question: Option<&Question>,
) -> Result<Standing, StoreError> {
    let unit = person.unit.as_deref();
    let handles = question.zip(unit).is_some_and(|(question, unit)| question.is_handled_by(unit));
    let mut roles = if session.is_intake() {
        person.roles.clone()
    } else {
        let named = tx.session_roles_of(person.id).await?;
        named.into_iter().filter(|(no, _)| *no == session.no).map(|(_, role)| role).collect::<BTreeSet<_>>()
    };
    if person.roles.contains(&Role::Respondent) {
        let in_room = match unit {
            Some(unit) => handles || answers(session, unit) || tx.has_work_in(session.no, unit).await?,
            None => false,
        };
        if in_room {
            roles.insert(Role::Respondent);
        }
    }
    Ok(Standing {
        roles,
        admin: person.roles.contains(&Role::Admin),
        handles,
        hosts: unit.is_some() && session.host_unit.as_deref() == unit,
    })
}

fn answers(session: &Session, unit: &str) -> bool {
    let others = session.co_host_units.iter().chain(&session.respondent_units);
    session.host_unit.as_deref() == Some(unit) || others.into_iter().any(|other| other == unit)
}

/// Owns the log of this name and reads its session as it is now, for a person who may do this with it.
///
/// # Errors
/// [`Failure`]: no such session, or forbidden.
pub(super) async fn own_session(
    tx: &mut Tx,
    slug: &str,
    by: &Person,
    act: Act,
) -> Result<(LogHead, Session, Capacity), Failure> {
    let (head, session) = tx.own_log_of(slug).await?.ok_or(Failure::NotFound)?;
    let standing = standing(tx, by, &session, None).await?;
    let capacity = may(&standing, act).ok_or(Failure::Forbidden)?;
    Ok((head, session, capacity))
}
