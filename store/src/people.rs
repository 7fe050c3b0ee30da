//! Staff accounts and their signed-in browsers.

use dialogue::Millis;
use dialogue::person::{Person, Role};
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, row, rows, run};

const CREATE: &str = "INSERT INTO person (id, username, name, title, unit, roles, password, removed_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8)";
const SAVE: &str = "UPDATE person SET name = $2, title = $3, unit = $4, roles = $5 WHERE id = $1";
const SET_PASSWORD: &str = "UPDATE person SET password = $2 WHERE id = $1";
const REMOVE: &str = "UPDATE person SET removed_at = $2 WHERE id = $1";
const ALL: &str = "SELECT * FROM person WHERE removed_at IS NULL ORDER BY username";
const BY_USERNAME: &str = "SELECT * FROM person WHERE username = $1 AND removed_at IS NULL";
const TAKEN: &str = "SELECT id FROM person WHERE username = $1";
const BY_ID: &str = "SELECT * FROM person WHERE id = $1";
const SIGN_IN: &str = "INSERT INTO sign_in (hash, person, created_at, seen_at) VALUES ($1, $2, $3, $3)";
const SIGNED_IN: &str = "SELECT s.created_at AS signed_in_at, s.seen_at, p.* FROM sign_in s \
     JOIN person p ON p.id = s.person WHERE s.hash = $1 AND p.removed_at IS NULL";
const SEEN: &str = "UPDATE sign_in SET seen_at = $2 WHERE hash = $1";
const SIGN_OUT: &str = "DELETE FROM sign_in WHERE hash = $1";
const SIGN_OUT_ALL: &str = "DELETE FROM sign_in WHERE person = $1 AND hash <> $2";
/// The first half of the hash names a sign-in to its owner; the cookie cannot be made from it.
const OPEN: &str = "SELECT SUBSTR(hash, 1, 32) AS id, created_at AS at, seen_at FROM sign_in WHERE person = $1 \
     ORDER BY created_at DESC, hash";
const CLOSE: &str = "DELETE FROM sign_in WHERE person = $1 AND SUBSTR(hash, 1, 32) = $2";
const SWEEP: &str = "DELETE FROM sign_in WHERE created_at < $1 OR seen_at < $2";

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    username: String,
    name: String,
    title: String,
    unit: Option<String>,
    roles: String,
    password: String,
}

impl PersonRow {
    fn read(self) -> Result<Account, StoreError> {
        let Self { id, username, name, title, unit, roles, password } = self;
        let roles = serde_json::from_str(&roles)?;
        Ok(Account { person: Person { id, username, name, title, unit, roles }, password })
    }
}

#[derive(sqlx::FromRow)]
struct SignInRow {
    signed_in_at: i64,
    seen_at: i64,
    #[sqlx(flatten)]
    person: PersonRow,
}

/// A member of staff and the hash of their password.
#[derive(Clone, Debug)]
pub struct Account {
    pub person: Person,
    pub password: String,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct SignIn {
    pub person: Person,
    pub at: Millis,
    pub seen_at: Millis,
}

/// A signed-in browser as its owner sees it in a list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenSignIn {
    /// The first 32 hex digits of the hash.
    pub id: String,
    pub at: i64,
    pub seen_at: i64,
}

fn roles_text(person: &Person) -> Result<String, StoreError> {
    let roles: Vec<Role> = person.roles.iter().copied().collect();
    Ok(serde_json::to_string(&roles)?)
}

impl Tx {
    /// Files an account. A name that is taken, even by somebody removed, is [`StoreError::is_taken`].
    ///
    /// # Errors
    /// What the driver says; so for all writing methods here.
    pub async fn create_person(
        &mut self,
        person: &Person,
        password: &str,
        at: Millis,
    ) -> Result<(), StoreError> {
        run!(
            self,
            CREATE,
            person.id,
            &person.username,
            &person.name,
            &person.title,
            person.unit.as_deref(),
            roles_text(person)?,
            password,
            at.0,
        )?;
        Ok(())
    }

    /// Saves name, title, unit and roles.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn save_person(&mut self, person: &Person) -> Result<(), StoreError> {
        run!(
            self,
            SAVE,
            person.id,
            &person.name,
            &person.title,
            person.unit.as_deref(),
            roles_text(person)?
        )?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn set_password(&mut self, person: Uuid, password: &str) -> Result<(), StoreError> {
        run!(self, SET_PASSWORD, person, password)?;
        Ok(())
    }

    /// Removes an account: it stays in the log's rows, and signs in no more.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn remove_person(&mut self, person: Uuid, at: Millis) -> Result<(), StoreError> {
        run!(self, REMOVE, person, at.0)?;
        self.sign_out_everywhere(person, "").await
    }

    /// All who can sign in, by username.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all reading methods here.
    pub async fn people(&mut self) -> Result<Vec<Person>, StoreError> {
        let rows = rows!(self, PersonRow, ALL)?;
        rows.into_iter().map(|row| Ok(row.read()?.person)).collect()
    }

    /// # Errors
    /// As [`Tx::people`].
    pub async fn account(&mut self, username: &str) -> Result<Option<Account>, StoreError> {
        row!(self, PersonRow, BY_USERNAME, username)?.map(PersonRow::read).transpose()
    }

    /// Whether a name belongs to somebody, also to one who was removed.
    ///
    /// # Errors
    /// As [`Tx::people`].
    pub async fn is_username_taken(&mut self, username: &str) -> Result<bool, StoreError> {
        Ok(row!(self, (Uuid,), TAKEN, username)?.is_some())
    }

    /// A person by id, also one who was removed.
    ///
    /// # Errors
    /// As [`Tx::people`].
    pub async fn person(&mut self, id: Uuid) -> Result<Option<Person>, StoreError> {
        let account = row!(self, PersonRow, BY_ID, id)?.map(PersonRow::read).transpose()?;
        Ok(account.map(|account| account.person))
    }

    /// `hash` is the SHA-256 of the cookie's value, in hex.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn sign_in(&mut self, hash: &str, person: Uuid, at: Millis) -> Result<(), StoreError> {
        run!(self, SIGN_IN, hash, person, at.0)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::people`].
    pub async fn signed_in(&mut self, hash: &str) -> Result<Option<SignIn>, StoreError> {
        let Some(row) = row!(self, SignInRow, SIGNED_IN, hash)? else {
            return Ok(None);
        };
        let (at, seen_at) = (Millis(row.signed_in_at), Millis(row.seen_at));
        Ok(Some(SignIn { person: row.person.read()?.person, at, seen_at }))
    }

    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn seen(&mut self, hash: &str, at: Millis) -> Result<(), StoreError> {
        run!(self, SEEN, hash, at.0)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn sign_out(&mut self, hash: &str) -> Result<(), StoreError> {
        run!(self, SIGN_OUT, hash)?;
        Ok(())
    }

    /// Ends every sign-in of a person but the one of this hash, if there is one.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn sign_out_everywhere(&mut self, person: Uuid, but: &str) -> Result<(), StoreError> {
        run!(self, SIGN_OUT_ALL, person, but)?;
        Ok(())
    }

    /// A person's sign-ins, newest first.
    ///
    /// # Errors
    /// As [`Tx::people`].
    pub async fn open_sign_ins(&mut self, person: Uuid) -> Result<Vec<OpenSignIn>, StoreError> {
        Ok(rows!(self, OpenSignIn, OPEN, person)?)
    }

    /// Ends the sign-in of a person that [`Tx::open_sign_ins`] names so; false when there is none.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn close_sign_in(&mut self, person: Uuid, id: &str) -> Result<bool, StoreError> {
        Ok(run!(self, CLOSE, person, id)? == 1)
    }

    /// Forgets sign-ins that began before the one time or were last used before the other.
    ///
    /// # Errors
    /// As [`Tx::create_person`].
    pub async fn sweep_sign_ins(&mut self, began: Millis, seen: Millis) -> Result<u64, StoreError> {
        Ok(run!(self, SWEEP, began.0, seen.0)?)
    }
}
