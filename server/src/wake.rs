//! A bell between a commit and the tasks that follow the log.

use std::sync::Arc;

use tokio::sync::Notify;

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
