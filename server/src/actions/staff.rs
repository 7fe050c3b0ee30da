//! Staff accounts.

use std::collections::BTreeSet;

use dialogue::person::{Actor, Person, Role};

use super::reference::log_change;
use super::{Done, Failure, write};
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

/// Creates an account.
///
/// # Errors
/// [`Failure::Taken`] for a name that is taken, [`Failure::Invalid`] for one that cannot be, for a password that is too
/// short or too long, and for an unknown unit.
pub async fn create_staff(site: &App, by: Actor, input: StaffInput) -> Result<Person, Failure> {
    check_username(&input.username)?;
    check_password(&input.password)?;
    let hash = site.passwords.hash(input.password).await?;
    let (at, id) = (site.now(), site.new_id());
    let StaffInput { username, name, title, unit, roles, .. } = input;
    let person = Person { id, username, name, title, unit, roles };
    write(site, move |tx| {
        Box::pin(async move {
            if let Some(unit) = &person.unit
                && !tx.units().await?.iter().any(|known| known.id == *unit)
            {
                return Err(Failure::invalid("unit", "Không có đơn vị này."));
            }
            match tx.create_person(&person, &hash, at).await {
                Err(error) if error.is_taken() => return Err(Failure::Taken),
                other => other?,
            }
            log_change(tx, by, "create_staff", &person.username, at).await?;
            Ok((Done::default(), person))
        })
    })
    .await
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

pub(super) fn check_password(password: &str) -> Result<(), Failure> {
    if (SHORTEST..=LONGEST).contains(&password.chars().count()) {
        Ok(())
    } else {
        let message = format!("Mật khẩu có từ {SHORTEST} đến {LONGEST} ký tự.");
        Err(Failure::invalid("password", message))
    }
}
