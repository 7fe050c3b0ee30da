//! What runs beside the calls: the indexer, the scheduler, the sweeper.

pub mod indexer;
mod scheduler;
mod sweeper;

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::app::Site;

/// Starts every task of a site; they end when the set is dropped.
#[must_use]
pub fn start(site: &Site) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(indexer::run(Arc::clone(site)));
    tasks.spawn(scheduler::run(Arc::clone(site)));
    tasks.spawn(sweeper::run(Arc::clone(site)));
    tasks
}
