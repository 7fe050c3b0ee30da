//! The entrance: which log stands behind an address. A herd that comes back asks for one and the same.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// An answer is shared for so long.
const FRESH: Duration = Duration::from_secs(1);

#[derive(Default)]
pub struct Entrance {
    logs: Mutex<HashMap<String, (Instant, i64)>>,
    reading: tokio::sync::Mutex<()>,
}

impl Entrance {
    /// The number of an address' log: from a moment ago, or read once for all who wait. A refusal is not kept.
    ///
    /// # Errors
    /// What reading says.
    pub async fn log<E>(&self, slug: &str, read: impl AsyncFnOnce() -> Result<i64, E>) -> Result<i64, E> {
        if let Some(no) = self.recent(slug) {
            return Ok(no);
        }
        let _alone = self.reading.lock().await;
        if let Some(no) = self.recent(slug) {
            return Ok(no);
        }
        let at = Instant::now();
        let no = read().await?;
        self.lock().insert(slug.to_owned(), (at, no));
        Ok(no)
    }

    fn recent(&self, slug: &str) -> Option<i64> {
        let logs = self.lock();
        logs.get(slug).filter(|(at, _)| at.elapsed() < FRESH).map(|(_, no)| *no)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Instant, i64)>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
