//! Bells of visitors: one rings when a question of theirs changed, in whatever log it is.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dialogue::event::Event;
use store::{StoreError, Tx};
use tokio::sync::watch;
use uuid::Uuid;

/// The visitors who read along, and the bell of each: it counts the changes of their own questions.
#[derive(Default)]
pub struct Bells(Mutex<HashMap<Uuid, watch::Sender<u64>>>);

impl Bells {
    /// The bell of a visitor, to wait for.
    pub fn listen(&self, visitor: Uuid) -> watch::Receiver<u64> {
        self.lock().entry(visitor).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    /// Takes a bell down for which nobody listens any more.
    pub fn forget(&self, visitor: Uuid) {
        let mut bells = self.lock();
        if bells.get(&visitor).is_some_and(|bell| bell.receiver_count() == 0) {
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
            if let Some(bell) = asker.and_then(|asker| self.lock().get(&asker).cloned()) {
                bell.send_modify(|changes| *changes += 1);
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
