//! Bells of visitors: one rings when a question of theirs changed, in whatever log it is.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dialogue::event::Event;
use store::{StoreError, Tx};
use uuid::Uuid;

use super::line::{Line, call};

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

    /// Rings for the visitors who asked the questions of these events.
    pub async fn ring(&self, tx: &mut Tx, events: &[Event]) -> Result<(), StoreError> {
        if self.lock().is_empty() {
            return Ok(());
        }
        let questions: BTreeSet<Uuid> = events.iter().filter_map(|event| event.what.question).collect();
        for question in questions {
            let asker = tx.question(question).await?.and_then(|filed| filed.visitor);
            let Some(asker) = asker else { continue };
            self.lock().get(&asker).into_iter().flatten().for_each(|line| line.call(call::OWN));
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Vec<Arc<Line>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
