//! The wording that may be published, and the masks over the original.

use super::{Mask, Question};

/// The wording that a moderator publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    pub title: Option<String>,
    /// `None`: the proposed text, that is the original with its masks applied.
    pub public_text: Option<String>,
    /// `None`: the masks stay as they are.
    pub masks: Option<Vec<Mask>>,
}

impl Question {
    /// What is published when a moderator words nothing: the original with its masks applied.
    #[must_use]
    pub fn proposed_text(&self) -> Option<String> {
        self.original.as_deref().map(|original| masked(original, &self.masks))
    }

    /// New masks without a new text mean the proposed text: an older wording might still show what they hide.
    pub(super) fn set_wording(&mut self, wording: Wording) {
        let kept = self.public_text.take().filter(|_| wording.masks.is_none());
        if let Some(masks) = wording.masks {
            self.masks = masks;
        }
        self.title = wording.title.or_else(|| self.title.take());
        self.public_text = wording.public_text.or(kept).or_else(|| self.proposed_text());
    }
}

/// The original with every masked span replaced by an ellipsis in brackets.
#[must_use]
pub fn masked(original: &str, masks: &[Mask]) -> String {
    let hidden = |at: usize| masks.iter().any(|mask| (mask.start..mask.end).contains(&at));
    let mut text = String::with_capacity(original.len());
    let mut inside = false;
    for (at, character) in original.chars().enumerate() {
        match hidden(at) {
            true if !inside => text.push_str("[…]"),
            true => {}
            false => text.push(character),
        }
        inside = hidden(at);
    }
    text
}
