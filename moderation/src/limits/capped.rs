use governor::{
    nanos::Nanos,
    state::{
        InMemoryState, NotKeyed, StateStore,
        keyed::{DashMapStateStore, ShrinkableKeyedStateStore},
    },
};

use super::Key;

/// The most keys an action remembers, about 7 MB of them.
pub(super) const MOST_KEYS: usize = 100_000;

/// The buckets of one action, one for each key while there is room. Keys that are new after that
/// share a single bucket until a sweep has made room: a flood of made-up keys costs no memory, and
/// those who were here before do not feel it.
#[derive(Default)]
pub(super) struct Capped {
    keys: DashMapStateStore<Key>,
    crowd: InMemoryState,
}

impl Capped {
    fn has_place_for(&self, key: &Key) -> bool {
        self.keys.contains_key(key) || self.keys.len() < MOST_KEYS
    }
}

impl StateStore for Capped {
    type Key = Key;

    fn measure_and_replace<T, F, E>(&self, key: &Key, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        if self.has_place_for(key) {
            self.keys.measure_and_replace(key, f)
        } else {
            self.crowd.measure_and_replace(&NotKeyed::NonKey, f)
        }
    }
}

impl ShrinkableKeyedStateStore<Key> for Capped {
    fn retain_recent(&self, drop_below: Nanos) {
        self.keys.retain_recent(drop_below);
    }

    fn shrink_to_fit(&self) {
        self.keys.shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.keys.len()
    }

    fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}
