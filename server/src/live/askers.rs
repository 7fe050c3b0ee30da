//! Who has asked: nobody else's own questions are looked for when they come back.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::StoreError;
use tokio::time::Instant;
use uuid::Uuid;

use crate::views::Reader;

/// Another node may take a question without this one being told.
const FRESH: Duration = Duration::from_secs(1);

/// The askers of every log. A question is read once, for all who come after it.
#[derive(Default)]
pub struct Askers {
    known: Mutex<Known>,
    /// Held by the one who reads.
    reading: tokio::sync::Mutex<()>,
    /// Whether a log grew since they were read.
    grown: AtomicBool,
}

#[derive(Default)]
struct Known {
    visitors: HashSet<Uuid>,
    /// How many questions of each log are read.
    read: HashMap<i64, i64>,
    at: Option<Instant>,
}

impl Askers {
    /// A log grew: there may be another asker.
    pub fn grew(&self) {
        self.grown.store(true, Ordering::Release);
    }

    /// Whether this visitor has asked, in whatever log.
    ///
    /// # Errors
    /// What the store says.
    pub async fn know(&self, visitor: Uuid, reader: &Reader) -> Result<bool, StoreError> {
        if !self.is_fresh() {
            let _alone = self.reading.lock().await;
            if !self.is_fresh() {
                self.read(reader).await?;
            }
        }
        Ok(self.lock().visitors.contains(&visitor))
    }

    fn is_fresh(&self) -> bool {
        let recent = self.lock().at.is_some_and(|at| at.elapsed() < FRESH);
        recent && !self.grown.load(Ordering::Acquire)
    }

    async fn read(&self, reader: &Reader) -> Result<(), StoreError> {
        // Before the reading: whoever asks during it is looked for again.
        self.grown.store(false, Ordering::Release);
        let at = Instant::now();
        let mut tx = reader.begin().await?;
        for head in tx.log_heads().await? {
            let read = self.lock().read.get(&head.no).copied().unwrap_or_default();
            if head.questions > read {
                let askers = tx.askers_after(head.no, read).await?;
                let mut known = self.lock();
                known.visitors.extend(askers);
                known.read.insert(head.no, head.questions);
            }
        }
        self.lock().at = Some(at);
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
