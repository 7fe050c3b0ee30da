//! Passwords: a new one set by the administrator, or by their owner.

use dialogue::person::{Actor, Capacity, Person};
use moderation::limits::{Action, Key};

use super::reference::{log_change, site_log};
use super::staff::check_password;
use super::{Done, Failure, write};
use crate::app::App;
use crate::keys::sha256;

/// Replaces the password of an account, and ends every sign-in with the old one.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown name, [`Failure::Invalid`] for a password that is too short or too long.
pub async fn set_password(site: &App, by: Actor, username: String, password: String) -> Result<(), Failure> {
    check_password("password", &password)?;
    let hash = site.passwords.hash(password).await?;
    replace(site, by, username, hash, "").await
}

/// The owner of an account changes its password; the sign-in of `cookie` goes on, every other one ends.
///
/// # Errors
/// [`Failure::Invalid`] for a wrong old password or a new one that cannot be taken; [`Failure::Limited`] for too many
/// tries at the account.
pub async fn change_password(
    site: &App,
    person: &Person,
    cookie: &str,
    old: String,
    new: String,
) -> Result<(), Failure> {
    check_password("new", &new)?;
    let username = person.username.clone();
    site.limits.check(Action::SignInPerAccount, &Key::account(&username)).await?;
    let account = site.store.read().await?.account(&username).await?.ok_or(Failure::NotFound)?;
    if !site.passwords.check(old, Some(account.password)).await? {
        return Err(Failure::invalid("old", "Mật khẩu hiện tại không đúng."));
    }
    let hash = site.passwords.hash(new).await?;
    // Whoever changes their own acts for no log: the site's log tells it as the system's row about this account.
    let by = Actor { capacity: Capacity::System, person: Some(person.id), unit: person.unit.clone() };
    replace(site, by, username, hash, &sha256(cookie)).await
}

async fn replace(site: &App, by: Actor, username: String, hash: String, but: &str) -> Result<(), Failure> {
    let (at, but) = (site.now(), but.to_owned());
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            let account = tx.account(&username).await?.ok_or(Failure::NotFound)?;
            tx.set_password(account.person.id, &hash).await?;
            tx.sign_out_everywhere(account.person.id, &but).await?;
            log_change(tx, head, by, "set_password", &username, at).await?;
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await
}
