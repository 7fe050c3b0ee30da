//! What is hidden of a text before anybody has looked at it.

use dialogue::question::Mask;

use crate::screening::Words;

/// Stands behind a mask that the screen proposed.
const BY: &str = "auto";

/// A mask over each part that tells who somebody is, where they live or how they are reached. Whoever approves sees them
/// and may publish other masks or words; the original stays as it was typed.
#[must_use]
pub fn masks_over(words: &Words, text: &str) -> Vec<Mask> {
    let mask = |found: moderation::screen::Finding| Mask {
        kind: found.kind.code().to_owned(),
        start: found.start,
        end: found.end,
        by: BY.to_owned(),
    };
    words.masking.personal(text).into_iter().map(mask).collect()
}
