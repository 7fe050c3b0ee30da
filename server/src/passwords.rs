//! Passwords: argon2id, at most two hashes at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

/// The shortest password, in characters.
pub const SHORTEST: usize = 12;
/// The longest password, in characters.
pub const LONGEST: usize = 128;
/// Each hash takes 64 MiB: a flood of sign-ins must not take the machine's memory.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords away from the tasks that serve readers.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
    params: Params,
    /// What an unknown name is checked against, so that it takes the same time.
    nobody: Arc<str>,
}

#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct HashError(String);

impl Passwords {
    /// With 64 MiB, three passes, one lane (above the minimum of the OWASP Password Storage Cheat Sheet).
    ///
    /// # Errors
    /// [`HashError`] when the machine has no such memory.
    pub fn new() -> Result<Self, HashError> {
        let params = Params::new(64 * 1024, 3, 1, None).map_err(|error| HashError(error.to_string()))?;
        let nobody = hash(&params, "nobody signs in with this")?.into();
        Ok(Self { places: Arc::new(Semaphore::new(AT_ONCE)), params, nobody })
    }

    /// # Errors
    /// [`HashError`] when the machine has no memory left.
    pub async fn hash(&self, password: String) -> Result<String, HashError> {
        let params = self.params.clone();
        self.run(move || hash(&params, &password)).await?
    }

    /// Whether the password is the account's; for no account it takes as long and is false.
    ///
    /// # Errors
    /// [`HashError`] when the machine has no memory left.
    pub async fn check(&self, password: String, stored: Option<String>) -> Result<bool, HashError> {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.nobody.to_string());
        self.run(move || known & matches(&password, &stored)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let fail = |error: &dyn std::fmt::Display| HashError(error.to_string());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|error| fail(&error))?;
        // The place goes with the work: a caller that leaves does not make room for another hash.
        let work = move || {
            let value = work();
            drop(place);
            value
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| fail(&error))
    }
}

fn hash(params: &Params, password: &str) -> Result<String, HashError> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash: PasswordHash =
        argon2.hash_password(password.as_bytes()).map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

fn matches(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}
