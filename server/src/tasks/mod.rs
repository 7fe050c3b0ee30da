//! What runs beside the calls: the indexer, the scheduler, the sweeper.

pub mod indexer;
mod scheduler;
mod sweeper;

use std::sync::Arc;

use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::app::Site;

/// A bell that a task waits for. Rung twice before it is heard, it is heard once.
#[derive(Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    pub fn wake(&self) {
        self.0.notify_one();
    }

    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

/// Starts every task of a site; they end when the set is dropped.
#[must_use]
pub fn start(site: &Site) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(indexer::run(Arc::clone(site)));
    tasks.spawn(scheduler::run(Arc::clone(site)));
    tasks.spawn(sweeper::run(Arc::clone(site)));
    tasks
}
