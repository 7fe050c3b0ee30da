//! Staff accounts: created, changed, removed.

use std::collections::BTreeSet;

use dialogue::Millis;
use dialogue::person::{Actor, Person, Role};
use store::Tx;

use super::reference::{log_change, site_log};
use super::session::changed;
use super::{Done, Failure, Once, write};
use crate::app::App;
use crate::passwords::{LONGEST, SHORTEST};

/// A new account. `username`: 2 to 64 of a-z, 0-9, dot, hyphen, underscore.
#[derive(Clone, Debug)]
pub struct StaffInput {
    pub username: String,
    pub name: String,
    pub title: String,
    pub unit: Option<String>,
    pub roles: BTreeSet<Role>,
    pub password: String,
}

/// An account as it shall be; what is left out stays as it is.
#[derive(Clone, Debug)]
pub struct StaffChange {
    pub username: String,
    pub name: String,
    pub title: Option<String>,
    /// Empty: none.
    pub unit: Option<String>,
    pub roles: Option<BTreeSet<Role>>,
    pub password: Option<String>,
}

const LAST_ADMIN: Failure =
    Failure::InUse { message: "Đây là tài khoản quản trị cuối cùng nên phải giữ lại." };

/// Creates an account.
///
/// # Errors
/// [`Failure::Taken`] for a name that is taken, [`Failure::Invalid`] for one that cannot be, for a password that is too
/// short or too long, and for an unknown unit.
pub async fn create_staff(site: &App, by: Actor, input: StaffInput, once: Once) -> Result<Person, Failure> {
    check_username(&input.username)?;
    check_password("password", &input.password)?;
    let hash = site.passwords.hash(input.password).await?;
    let (at, id) = (site.now(), site.new_id());
    let StaffInput { username, name, title, unit, roles, .. } = input;
    let person = Person { id, username, name, title, unit, roles };
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            once.first(tx, at, &person.username).await?;
            must_be_unit(tx, person.unit.as_deref()).await?;
            // Asked before it is written: a statement that fails would end the transaction on PostgreSQL.
            if tx.is_username_taken(&person.username).await? {
                return Err(Failure::Taken);
            }
            match tx.create_person(&person, &hash, at).await {
                Err(error) if error.is_taken() => return Err(Failure::Taken),
                other => other?,
            }
            log_change(tx, head, by, "create_staff", &person.username, at).await?;
            Ok((Done::default(), person))
        })
    })
    .await
}

/// Changes an account. A new password, or a role that was taken away, holds at once: open sign-ins end with the one,
/// open streams of the desk with the other.
///
/// # Errors
/// [`Failure`]: no such account, an unknown unit, a password that cannot be taken, the last administrator.
pub async fn save_staff(site: &App, by: Actor, change: StaffChange) -> Result<Person, Failure> {
    let mut hash = None;
    if let Some(password) = &change.password {
        check_password("password", password)?;
        hash = Some(site.passwords.hash(password.clone()).await?);
    }
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            let before = tx.account(&change.username).await?.ok_or(Failure::NotFound)?.person;
            let person = as_wished(&before, change);
            let actor = by.clone();
            must_be_unit(tx, person.unit.as_deref()).await?;
            if !person.roles.contains(&Role::Admin) {
                must_leave_an_admin(tx, &before).await?;
            }
            tx.save_person(&person).await?;
            if let Some(hash) = hash {
                tx.set_password(person.id, &hash).await?;
                tx.sign_out_everywhere(person.id, "").await?;
            }
            log_change(tx, head, by, "save_staff", &person.username, at).await?;
            let is_renamed = (&before.name, &before.title) != (&person.name, &person.title);
            let logs = if is_renamed { tell_sessions(tx, &person, &actor, at).await? } else { Vec::new() };
            Ok((Done::in_logs(logs).with_rights(), person))
        })
    })
    .await
}

/// The sessions that this person chairs or hosts show the name: whoever reads along learns of another one. Gives their
/// logs.
async fn tell_sessions(tx: &mut Tx, person: &Person, by: &Actor, at: Millis) -> Result<Vec<i64>, Failure> {
    // Several logs are always taken in the order of their numbers.
    let shown = tx.session_roles_of(person.id).await?;
    let shown = shown.into_iter().filter(|(_, role)| matches!(role, Role::Chair | Role::Host));
    let logs: Vec<i64> = shown.map(|(no, _)| no).collect::<BTreeSet<_>>().into_iter().collect();
    for no in &logs {
        let mut head = tx.lock_log(*no).await?;
        let Some(session) = tx.session(*no).await? else { continue };
        tx.append(&mut head, at, changed("save_staff", by.clone(), session.state, session.state)).await?;
    }
    Ok(logs)
}

fn as_wished(before: &Person, change: StaffChange) -> Person {
    let unit = change.unit.or_else(|| before.unit.clone()).filter(|unit| !unit.is_empty());
    Person {
        name: change.name,
        title: change.title.unwrap_or_else(|| before.title.clone()),
        unit,
        roles: change.roles.unwrap_or_else(|| before.roles.clone()),
        ..before.clone()
    }
}

/// Removes an account: it stays in the log's rows and on answers, and signs in no more.
///
/// # Errors
/// [`Failure`]: no such account, or the last administrator.
pub async fn remove_staff(site: &App, by: Actor, username: String) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            let person = tx.account(&username).await?.ok_or(Failure::NotFound)?.person;
            must_leave_an_admin(tx, &person).await?;
            tx.remove_person(person.id, at).await?;
            log_change(tx, head, by, "remove_staff", &username, at).await?;
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await
}

/// Somebody must be left who can let others in. Two administrators who remove each other at once stand in line at the
/// site's log.
async fn must_leave_an_admin(tx: &mut Tx, person: &Person) -> Result<(), Failure> {
    let is_admin = |other: &&Person| other.roles.contains(&Role::Admin);
    let people = tx.people().await?;
    let others = people.iter().filter(is_admin).any(|other| other.id != person.id);
    if others || !is_admin(&person) { Ok(()) } else { Err(LAST_ADMIN) }
}

pub(super) async fn must_be_unit(tx: &mut Tx, unit: Option<&str>) -> Result<(), Failure> {
    let Some(unit) = unit else { return Ok(()) };
    let is_known = tx.units().await?.iter().any(|known| known.id == unit);
    if is_known { Ok(()) } else { Err(Failure::invalid("unit", "Không có đơn vị này.")) }
}

fn check_username(username: &str) -> Result<(), Failure> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if (2..=64).contains(&username.len()) && username.chars().all(fits) {
        Ok(())
    } else {
        let message = "Tên đăng nhập có 2 đến 64 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối.";
        Err(Failure::invalid("username", message))
    }
}

/// Its length; nothing else is asked of a password (NIST SP 800-63B-4, section 3.1.1.2).
pub(super) fn check_password(field: &str, password: &str) -> Result<(), Failure> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        let message = format!("Mật khẩu có từ {SHORTEST} đến {LONGEST} ký tự.");
        return Err(Failure::invalid(field, message));
    }
    Ok(())
}
