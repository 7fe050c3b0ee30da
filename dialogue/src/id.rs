//! Names of things, and the randomness they are made of.
//!
//! Randomness is passed in as an [`Entropy`]: the system's ([`Chance`]) where it protects
//! something, a repeatable one ([`Seeded`]) in tests and for the demonstration.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use thiserror::Error;
use uuid::{Builder, Uuid};

use crate::clock::Millis;

/// A source of random bytes.
pub trait Entropy {
    /// Overwrites all of `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// The operating system's randomness, fit for secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chance;

impl Entropy for Chance {
    /// # Panics
    /// When the operating system refuses randomness. It does not on a machine that has started; a
    /// program that went on would give out guessable secrets.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where randomness is fetched; all others are given an Entropy"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no randomness, so no secret can be made: {error}");
        }
    }
}

/// The same bytes for the same seed, by `SplitMix64` (Steele, Lea and Flood, 2014). Guessable: never
/// for secrets.
///
/// A copy goes on from where the original stands. Bytes come in blocks of eight for each call, so
/// one call for 16 bytes gives what two for 8 give.
#[derive(Clone, Debug)]
pub struct Seeded(pub u64);

impl Seeded {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}

impl Entropy for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for block in bytes.chunks_mut(8) {
            block.copy_from_slice(&self.next().to_le_bytes()[..block.len()]);
        }
    }
}

/// A new UUID of version 7 (RFC 9562, section 5.7): 48 bits of time, 74 of randomness.
///
/// Ids sort by the millisecond they were made in; within one millisecond their order is random. A
/// time before 1970 counts as 1970.
pub fn new_id(now: Millis, entropy: &mut dyn Entropy) -> Uuid {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    Builder::from_unix_timestamp_millis(u64::try_from(now.0).unwrap_or(0), &random).into_uuid()
}

/// `bytes` random bytes as twice as many lower-case hex digits.
pub fn random_hex(bytes: usize, entropy: &mut dyn Entropy) -> String {
    let mut random = vec![0; bytes];
    entropy.fill(&mut random);
    hex::encode(random)
}

/// The public name of a question, `2-15`: the number of its log and its number there (protocol.md,
/// "Names").
///
/// Sorts by log, then by number. Written as a string in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PublicId {
    /// The log's number: 0 the intake, 1, 2, 3 .. the sessions.
    pub no: i64,
    /// The question's number in its log, from 1, without a gap.
    pub number: i64,
}

/// A text that is not the public name of any possible question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("not the public name of a question, such as 2-15")]
pub struct NotAPublicId;

impl fmt::Display for PublicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.no, self.number)
    }
}

impl FromStr for PublicId {
    type Err = NotAPublicId;

    /// Takes only what [`Display`](fmt::Display) writes: no sign, no leading zero, no blank, so
    /// that each question has one address.
    fn from_str(text: &str) -> Result<Self, NotAPublicId> {
        let (no, number) = text.split_once('-').ok_or(NotAPublicId)?;
        match (canonical(no), canonical(number)) {
            (Some(no), Some(number)) if number > 0 => Ok(Self { no, number }),
            _ => Err(NotAPublicId),
        }
    }
}

impl Serialize for PublicId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A decimal number in its one spelling. None beyond `i64::MAX`.
fn canonical(digits: &str) -> Option<i64> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_seed_gives_the_published_sequence() {
        let mut seeded = Seeded(1_234_567);
        let mut bytes = [0; 16];
        seeded.fill(&mut bytes);
        assert_eq!(bytes[..8], 6_457_827_717_110_365_317_u64.to_le_bytes());
        assert_eq!(bytes[8..], 3_203_168_211_198_807_973_u64.to_le_bytes());
    }

    #[test]
    fn chance_fills_everything_and_differs() {
        let (mut a, mut b) = ([0; 64], [0; 64]);
        Chance.fill(&mut a);
        Chance.fill(&mut b);
        assert_ne!(a, b);
        assert_ne!(a[32..], [0; 32]);
    }

    #[test]
    fn sources_may_be_shared_between_threads() {
        fn shared<T: Entropy + Send + Sync + 'static>(_: T) {}
        shared(Chance);
        shared(Seeded(1));
    }

    #[test]
    fn ids_are_version_7_and_sort_by_time() {
        let mut entropy = Seeded(7);
        let early = new_id(Millis(1_790_213_400_000), &mut entropy);
        let late = new_id(Millis(1_790_213_400_001), &mut entropy);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!((early.get_version_num(), early.get_variant()), (7, uuid::Variant::RFC4122));
        assert_eq!(early.as_u128() >> 80, 1_790_213_400_000);
        assert_eq!(new_id(Millis(-1), &mut entropy).as_u128() >> 80, 0);
    }

    #[test]
    fn hex_has_two_digits_for_a_byte() {
        assert_eq!(random_hex(16, &mut Seeded(3)).len(), 32);
        assert_eq!(random_hex(0, &mut Seeded(3)), "");
        assert_ne!(random_hex(16, &mut Chance), random_hex(16, &mut Chance));
    }

    #[test]
    fn public_names_have_one_spelling() {
        assert_eq!("2-15".parse(), Ok(PublicId { no: 2, number: 15 }));
        assert_eq!("0-1".parse(), Ok(PublicId { no: 0, number: 1 }));
        for text in [
            "",
            "-",
            "2",
            "2-",
            "-15",
            "2-0",
            "02-15",
            "2-015",
            "+2-15",
            "2-+15",
            "2--15",
            "2-15-1",
            " 2-15",
            "2-15 ",
            "a-7",
            "２-15",
            "99999999999999999999-1",
        ] {
            assert_eq!(text.parse::<PublicId>(), Err(NotAPublicId), "{text}");
        }
    }

    #[test]
    fn public_names_sort_by_number_not_by_digits() {
        assert!(PublicId { no: 2, number: 9 } < PublicId { no: 2, number: 15 });
        assert!(PublicId { no: 2, number: 99 } < PublicId { no: 10, number: 1 });
    }

    #[test]
    fn public_names_are_json_strings() {
        assert_eq!(serde_json::to_string(&PublicId { no: 2, number: 15 }).unwrap(), r#""2-15""#);
    }

    proptest! {
        #[test]
        fn a_public_name_is_read_back(no in 0..=i64::MAX, number in 1..=i64::MAX) {
            let id = PublicId { no, number };
            prop_assert_eq!(id.to_string().parse(), Ok(id));
        }

        #[test]
        fn a_text_that_is_read_is_the_name_written(text in "[0-9+-]{0,8}") {
            if let Ok(id) = text.parse::<PublicId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
