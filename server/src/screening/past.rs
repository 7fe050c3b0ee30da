//! What the archive was found to have answered, remembered for a while: the desk is read far more often than the archive grows.

use std::collections::HashMap;

use dialogue::{Millis, PublicId};
use schemars::JsonSchema;
use serde::Serialize;

/// How many questions are remembered; the oldest half is forgotten beyond.
const MOST: usize = 4_096;

/// An answered question of another log, or an imported item, that is near to what waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Past")]
pub struct PastShape {
    pub id: String,
    /// 65 to 100, in percent.
    pub score: i64,
    pub title: String,
    pub url: String,
}

/// What was found, and when.
#[derive(Clone, Debug)]
pub struct Known {
    pub at: Millis,
    pub past: Vec<PastShape>,
}

#[derive(Debug, Default)]
pub(super) struct Past(HashMap<PublicId, Known>);

impl Past {
    pub fn of(&self, name: PublicId) -> Option<Known> {
        self.0.get(&name).cloned()
    }

    pub fn note(&mut self, name: PublicId, known: Known) {
        if self.0.len() >= MOST && !self.0.contains_key(&name) {
            let mut times: Vec<Millis> = self.0.values().map(|known| known.at).collect();
            let (_, middle, _) = times.select_nth_unstable(MOST / 2);
            let middle = *middle;
            self.0.retain(|_, known| known.at > middle);
        }
        self.0.insert(name, known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut past = Past::default();
        let name = |number| PublicId { no: 1, number };
        for number in 0..=i64::try_from(MOST).unwrap_or(i64::MAX) {
            past.note(name(number), Known { at: Millis(number), past: Vec::new() });
        }
        assert!(past.of(name(0)).is_none() && past.of(name(MOST as i64)).is_some());
        assert!(past.0.len() <= MOST);
    }
}
