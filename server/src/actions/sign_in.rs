//! `sign_in` and `sign_out`, and the list of an account's open sign-ins.

use dialogue::clock::{hours, minutes};
use dialogue::id::{Chance, random_hex};
use dialogue::person::Actor;
use moderation::limits::{Action, Key};
use std::net::IpAddr;
use store::{SignIn, StoreError};
use uuid::Uuid;

use super::reference::{log_change, site_log};
use super::{Done, Failure, write};
use crate::app::App;
use crate::keys::sha256;

/// How long a sign-in lives without a call, in milliseconds.
pub(super) const IDLE: i64 = minutes(30);
/// How long it lives at most, in milliseconds.
pub(super) const LONGEST: i64 = hours(12);
/// Its last use is written at most this often, in milliseconds.
const SEEN_EVERY: i64 = minutes(1);

/// The value of the new `staff` cookie: 256 bits; only its SHA-256 is stored.
#[derive(Clone, Debug)]
pub struct SignedIn(pub String);

/// Checks a name and a password. An unknown name takes as long and reads the same as a wrong password. The sign-in of
/// the browser's `former` cookie ends.
///
/// # Errors
/// [`Failure::SignIn`], or [`Failure::Limited`] for too many tries from an address or at an account.
pub async fn sign_in(
    site: &App,
    from: IpAddr,
    username: &str,
    password: String,
    former: Option<&str>,
) -> Result<SignedIn, Failure> {
    site.limits.check(Action::SignInPerAddress, &Key::address(from)).await?;
    site.limits.check(Action::SignInPerAccount, &Key::account(username)).await?;
    let account = site.store.read().await?.account(username).await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let right = site.passwords.check(password, stored).await?;
    let person = account.filter(|_| right).ok_or(Failure::SignIn)?.person;
    let cookie = random_hex(32, &mut Chance);
    let (hash, former, at) = (sha256(&cookie), former.map(sha256), site.now());
    write(site, move |tx| {
        Box::pin(async move {
            if let Some(former) = former {
                tx.sign_out(&former).await?;
            }
            tx.sign_in(&hash, person.id, at).await?;
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await?;
    Ok(SignedIn(cookie))
}

/// The sign-in behind a cookie's value, while it holds.
///
/// # Errors
/// What the store says.
pub async fn valid_sign_in(site: &App, cookie: &str) -> Result<Option<SignIn>, StoreError> {
    let sign_in = site.store.peek().await?.signed_in(&sha256(cookie)).await?;
    let now = site.now();
    let fresh = |sign_in: &SignIn| now <= sign_in.seen_at.plus(IDLE) && now <= sign_in.at.plus(LONGEST);
    Ok(sign_in.filter(fresh))
}

/// Notes that a sign-in was used: somebody who works is not signed out.
///
/// # Errors
/// What the store says.
pub async fn seen(site: &App, cookie: &str, sign_in: &SignIn) -> Result<(), StoreError> {
    let (hash, now) = (sha256(cookie), site.now());
    if now <= sign_in.seen_at.plus(SEEN_EVERY) {
        return Ok(());
    }
    site.store.write(move |tx| Box::pin(async move { tx.seen(&hash, now).await })).await
}

/// Ends the sign-in of a cookie; an unknown one is no fault.
///
/// # Errors
/// What the store says.
pub async fn sign_out(site: &App, cookie: &str) -> Result<(), Failure> {
    let hash = sha256(cookie);
    write(site, move |tx| {
        Box::pin(async move {
            tx.sign_out(&hash).await?;
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await
}

/// Ends one sign-in of an account, by the name that its list gives it.
///
/// # Errors
/// [`Failure::NotFound`]; what the store says.
pub async fn close_sign_in(site: &App, person: Uuid, id: String) -> Result<(), Failure> {
    write(site, move |tx| {
        Box::pin(async move {
            if !tx.close_sign_in(person, &id).await? {
                return Err(Failure::NotFound);
            }
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await
}

/// The administrator ends every sign-in of an account.
///
/// # Errors
/// [`Failure::NotFound`]; what the store says.
pub async fn close_all_sign_ins(site: &App, by: Actor, username: String) -> Result<(), Failure> {
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let head = site_log(tx).await?;
            let account = tx.account(&username).await?.ok_or(Failure::NotFound)?;
            tx.sign_out_everywhere(account.person.id, "").await?;
            log_change(tx, head, by, "end_sign_ins", &username, at).await?;
            Ok((Done::default().with_rights(), ()))
        })
    })
    .await
}
