//! sign_in and sign_out.

use dialogue::id::{Chance, random_hex};
use moderation::limits::{Action, Key};
use std::net::IpAddr;

use super::{Done, Failure, write};
use crate::app::App;
use crate::keys::sha256;

/// The value of the new `staff` cookie: 256 bits; only its SHA-256 is stored.
#[derive(Clone, Debug)]
pub struct SignedIn(pub String);

/// Checks a name and a password. An unknown name takes as long and reads the same as a wrong password.
///
/// # Errors
/// [`Failure::SignIn`], or [`Failure::Limited`] for too many tries from an address or at an account.
pub async fn sign_in(
    site: &App,
    from: IpAddr,
    username: &str,
    password: String,
) -> Result<SignedIn, Failure> {
    site.limits.check(Action::SignInPerAddress, &Key::address(from))?;
    site.limits.check(Action::SignInPerAccount, &Key::account(username))?;
    let account = site.store.read().await?.account(username).await?;
    let stored = account.as_ref().map(|account| account.password.clone());
    let right = site.passwords.check(password, stored).await?;
    let person = account.filter(|_| right).ok_or(Failure::SignIn)?.person;
    let cookie = random_hex(32, &mut Chance);
    let (hash, at) = (sha256(&cookie), site.now());
    write(site, move |tx| {
        Box::pin(async move {
            tx.sign_in(&hash, person.id, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await?;
    Ok(SignedIn(cookie))
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
            Ok((Done::default(), ()))
        })
    })
    .await
}
