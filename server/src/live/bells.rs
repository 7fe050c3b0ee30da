//! Bells of visitors: one rings when a question of theirs changed, in whatever log it is.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::line::{Line, call};
use super::thing::Thing;

/// The visitors who read along, and the lines of each.
#[derive(Default)]
pub struct Bells(Mutex<HashMap<Uuid, Vec<Arc<Line>>>>);

impl Bells {
    /// Rings for this line when something of the visitor's own changed.
    pub fn hang(&self, visitor: Uuid, line: &Arc<Line>) {
        self.lock().entry(visitor).or_insert_with(|| Vec::with_capacity(1)).push(Arc::clone(line));
    }

    pub fn take_down(&self, visitor: Uuid, line: &Arc<Line>) {
        let mut bells = self.lock();
        let Some(lines) = bells.get_mut(&visitor) else { return };
        lines.retain(|other| !Arc::ptr_eq(other, line));
        if lines.is_empty() {
            bells.remove(&visitor);
        }
    }

    /// Rings for the visitors who asked the questions of these.
    pub fn ring(&self, things: &[Thing]) {
        let filed = things.iter().filter_map(|thing| thing.filed.as_ref());
        let askers: BTreeSet<Uuid> = filed.filter_map(|filed| filed.visitor).collect();
        let bells = self.lock();
        let lines = askers.iter().filter_map(|asker| bells.get(asker)).flatten();
        lines.for_each(|line| line.call(call::OWN));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Vec<Arc<Line>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
