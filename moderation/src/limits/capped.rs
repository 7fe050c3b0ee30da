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

/// How many buckets those share who find no room, 32 KB for an action.
const SHARED: usize = 4_096;

/// The buckets of one action, one for each key while there is room. Keys that are new after that share a bucket with their
/// wider network until a sweep has made room: a flood of made-up keys costs no memory, those who were here before do not
/// feel it, and those who come from elsewhere hardly do.
pub(super) struct Capped {
    keys: DashMapStateStore<Key>,
    crowd: Box<[InMemoryState]>,
}

impl Default for Capped {
    fn default() -> Self {
        let crowd = std::iter::repeat_with(InMemoryState::default).take(SHARED);
        Self { keys: DashMapStateStore::default(), crowd: crowd.collect() }
    }
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
            self.crowd[key.wider() % SHARED].measure_and_replace(&NotKeyed::NonKey, f)
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
