//! The bus between nodes: with Redis, a commit on one node wakes the rooms of the others.
//!
//! A message is the number of a log that grew, or the name of a question whose votes changed. Redis may lose messages or die: every room and the indexer look
//! at the log each second by themselves, so that the database is the truth and Redis only makes it fast.

use std::sync::Arc;
use std::time::Duration;

use dialogue::PublicId;
use dialogue::session::SITE_LOG;
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
            match Message::of(&push) {
                Some(Message::Rights) => live.check_rights(),
                Some(Message::Log(no)) => {
                    live.wake(no);
                    indexer.wake();
                }
                Some(Message::Votes(name)) => live.voted(name),
                None => {}
            }
            Ok::<(), redis::aio::SendError>(())
        };
        let config =
            ConnectionManagerConfig::new().set_push_sender(Arc::new(relay)).set_automatic_resubscription();
        let manager = ConnectionManager::new_lazy_with_config(client, config)?;
        tokio::spawn(subscribe(manager.clone()));
        Ok(Self::Redis(manager))
    }

    /// The connection, for what else nodes share.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionManager> {
        match self {
            Self::Local => None,
            Self::Redis(manager) => Some(manager.clone()),
        }
    }

    /// Tells the other nodes that a log grew, without waiting for them.
    pub fn tell(&self, no: i64) {
        self.publish(no.to_string());
    }

    /// Tells them that a question's votes changed, which is no event.
    pub fn voted(&self, name: PublicId) {
        self.publish(name.to_string());
    }

    fn publish(&self, message: String) {
        let Self::Redis(manager) = self else { return };
        let mut manager = manager.clone();
        tokio::spawn(async move {
            if let Err(error) = manager.publish::<_, _, ()>(CHANNEL, message).await {
                tracing::debug!(%error, "redis did not take a message; the other nodes look by themselves");
            }
        });
    }
}

/// What a node hears from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    /// A log grew.
    Log(i64),
    /// Somebody may have lost a right.
    Rights,
    Votes(PublicId),
}

impl Message {
    fn of(push: &PushInfo) -> Option<Self> {
        match (&push.kind, push.data.as_slice()) {
            (PushKind::Message, [_, Value::BulkString(text)]) => Self::read(std::str::from_utf8(text).ok()?),
            _ => None,
        }
    }

    fn read(text: &str) -> Option<Self> {
        if let Ok(name) = text.parse() {
            return Some(Self::Votes(name));
        }
        match text.parse().ok()? {
            SITE_LOG => Some(Self::Rights),
            no => Some(Self::Log(no)),
        }
    }
}

async fn subscribe(mut manager: ConnectionManager) {
    while let Err(error) = manager.subscribe(CHANNEL).await {
        tracing::warn!(%error, "redis is not reachable; the logs are looked at each second meanwhile");
        tokio::time::sleep(AGAIN).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_log_a_right_or_a_vote() {
        let name = PublicId { no: 2, number: 15 };
        assert_eq!(Message::read("2"), Some(Message::Log(2)));
        assert_eq!(Message::read("-1"), Some(Message::Rights));
        assert_eq!(Message::read("2-15"), Some(Message::Votes(name)));
        for junk in ["", "x", "2-", "2-15=", "-"] {
            assert_eq!(Message::read(junk), None, "{junk}");
        }
    }
}
