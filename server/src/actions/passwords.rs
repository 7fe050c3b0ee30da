//! A new password, set by the administrator.

use dialogue::person::Actor;

use super::reference::log_change;
use super::staff::check_password;
use super::{Done, Failure, write};
use crate::app::App;

/// Replaces the password of an account, and ends every sign-in with the old one.
///
/// # Errors
/// [`Failure::NotFound`] for an unknown name, [`Failure::Invalid`] for a password that is too short or too long.
pub async fn set_password(site: &App, by: Actor, username: String, password: String) -> Result<(), Failure> {
    check_password(&password)?;
    let hash = site.passwords.hash(password).await?;
    let at = site.now();
    write(site, move |tx| {
        Box::pin(async move {
            let account = tx.account(&username).await?.ok_or(Failure::NotFound)?;
            tx.set_password(account.person.id, &hash).await?;
            tx.sign_out_everywhere(account.person.id).await?;
            log_change(tx, by, "set_password", &username, at).await?;
            Ok((Done::default(), ()))
        })
    })
    .await
}
