//! The site's key: it signs visitor cookies and derives the askers' secrets.

use dialogue::id::{Entropy, random_hex};
use hmac::{Hmac, KeyInit, Mac};
use moderation::limits::Key;
use sha2::{Digest, Sha256};
use store::{Store, StoreError};
use uuid::Uuid;

const SETTING: &str = "site_key";

/// 256 bits, made once and kept in the database, so that all nodes agree on it.
#[derive(Clone)]
pub struct Keys(Vec<u8>);

impl Keys {
    /// Reads the key, making it in an empty database.
    ///
    /// # Errors
    /// What the store says, or a stored key that is not hex.
    pub async fn load(store: &Store, entropy: &mut dyn Entropy) -> Result<Self, StoreError> {
        let fresh = random_hex(32, entropy);
        let key: String = store
            .write(move |tx| {
                Box::pin(async move {
                    tx.keep_setting(SETTING, &fresh).await?;
                    tx.setting(SETTING).await?.ok_or(StoreError::Closed)
                })
            })
            .await?;
        hex::decode(&key).map(Self).map_err(|error| StoreError::Inconsistent(error.to_string()))
    }

    /// The asker's secret of a question: 128 bits, 32 hex digits. Derived, so that a repeated receipt is byte-equal.
    #[must_use]
    pub fn secret(&self, question: Uuid) -> String {
        hex::encode(&self.mac(b"secret", question.as_bytes())[..16])
    }

    /// The value of a visitor's cookie: the id and 128 bits of its signature.
    #[must_use]
    pub fn visitor_cookie(&self, visitor: Uuid) -> String {
        format!("{}.{}", visitor.simple(), self.visitor_signature(visitor))
    }

    /// The visitor of a cookie's value; `None` when it was not made here.
    #[must_use]
    pub fn visitor_of(&self, cookie: &str) -> Option<Uuid> {
        let (id, signature) = cookie.split_once('.')?;
        let visitor = Uuid::try_parse(id).ok().filter(|_| id.len() == 32)?;
        same(signature, &self.visitor_signature(visitor)).then_some(visitor)
    }

    /// The name of a limit's key outside of this process: 128 bits that tell no address.
    #[must_use]
    pub fn limit(&self, key: &Key) -> String {
        hex::encode(&self.mac(b"limit", &key.to_bytes())[..16])
    }

    fn visitor_signature(&self, visitor: Uuid) -> String {
        hex::encode(&self.mac(b"visitor", visitor.as_bytes())[..16])
    }

    fn mac(&self, purpose: &[u8], data: &[u8]) -> [u8; 32] {
        // HMAC takes keys of every length (RFC 2104), so the fallback never runs.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return [0; 32] };
        mac.update(purpose);
        mac.update(&[0]);
        mac.update(data);
        mac.finalize().into_bytes().into()
    }
}

/// SHA-256 in hex: how secrets and sign-in cookies are stored.
#[must_use]
pub fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Compares in a time that does not tell where two texts differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_made_here_is_known_and_a_forged_one_is_not() {
        let keys = Keys(vec![1; 32]);
        let visitor = Uuid::from_u128(42);
        let cookie = keys.visitor_cookie(visitor);
        assert_eq!(keys.visitor_of(&cookie), Some(visitor));
        assert_eq!(Keys(vec![2; 32]).visitor_of(&cookie), None);
        let other = cookie.replacen('0', "1", 1);
        assert_eq!(keys.visitor_of(&other), None);
        for junk in ["", ".", "x.y", &cookie[1..]] {
            assert_eq!(keys.visitor_of(junk), None, "{junk}");
        }
    }

    #[test]
    fn a_secret_is_32_hex_digits_and_differs_by_question() {
        let keys = Keys(vec![1; 32]);
        let secret = keys.secret(Uuid::from_u128(1));
        assert_eq!(secret.len(), 32);
        assert_ne!(secret, keys.secret(Uuid::from_u128(2)));
        assert_eq!(secret, keys.secret(Uuid::from_u128(1)));
    }
}
