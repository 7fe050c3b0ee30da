//! What a moderator should look at in a text: findings with their places and reasons. They order the queue and suggest;
//! they decide nothing.

mod abuse;
mod character;
mod flat;
mod masking;
mod personal;

pub use abuse::{Terms, abuse, first_terms};
pub use character::{Character, character};
pub use masking::{Masking, first_masking};
pub use personal::{Kind, personal};

/// A part of a text and what is found in it. Places count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Its first character.
    pub start: usize,
    /// The character behind its last.
    pub end: usize,
}
