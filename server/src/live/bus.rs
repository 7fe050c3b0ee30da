//! The bus between nodes: with Redis, a commit on one node wakes the rooms of the others.
//!
//! A message is the number of a log and nothing else. Redis may lose messages or die: every room and the indexer look
//! at the log each second by themselves, so that the database is the truth and Redis only makes it fast.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{AsyncCommands, Client, PushInfo, PushKind, RedisError, Value};

use super::Live;
use crate::wake::Wake;

const CHANNEL: &str = "doithoai.log";
/// A try to subscribe that failed is repeated after this.
const AGAIN: Duration = Duration::from_secs(2);

/// How other nodes learn of a commit.
#[derive(Clone)]
pub enum Bus {
    /// One node: nobody else to tell.
    Local,
    Redis(ConnectionManager),
}

impl Bus {
    /// The bus of an address; empty: none. A Redis that is not there yet is waited for in the background.
    ///
    /// # Errors
    /// An address that is none.
    pub fn open(address: &str, live: &Live, indexer: &Wake) -> Result<Self, RedisError> {
        if address.is_empty() {
            return Ok(Self::Local);
        }
        // Messages come as RESP3 pushes on the connection that also publishes.
        let separator = if address.contains('?') { '&' } else { '?' };
        let client = Client::open(format!("{address}{separator}protocol=resp3"))?;
        let (live, indexer) = (live.clone(), indexer.clone());
        let relay = move |push: PushInfo| {
            if let Some(no) = log_of(&push) {
                live.wake(no);
                indexer.wake();
            }
            Ok::<(), redis::aio::SendError>(())
        };
        let config =
            ConnectionManagerConfig::new().set_push_sender(Arc::new(relay)).set_automatic_resubscription();
        let manager = ConnectionManager::new_lazy_with_config(client, config)?;
        tokio::spawn(subscribe(manager.clone()));
        Ok(Self::Redis(manager))
    }

    /// Tells the other nodes that a log grew, without waiting for them.
    pub fn tell(&self, no: i64) {
        let Self::Redis(manager) = self else { return };
        let mut manager = manager.clone();
        tokio::spawn(async move {
            if let Err(error) = manager.publish::<_, _, ()>(CHANNEL, no).await {
                tracing::debug!(%error, "redis did not take a message; the other nodes look by themselves");
            }
        });
    }
}

async fn subscribe(mut manager: ConnectionManager) {
    while let Err(error) = manager.subscribe(CHANNEL).await {
        tracing::warn!(%error, "redis is not reachable; the logs are looked at each second meanwhile");
        tokio::time::sleep(AGAIN).await;
    }
}

fn log_of(push: &PushInfo) -> Option<i64> {
    match (&push.kind, push.data.as_slice()) {
        (PushKind::Message, [_, Value::BulkString(no)]) => std::str::from_utf8(no).ok()?.parse().ok(),
        _ => None,
    }
}
