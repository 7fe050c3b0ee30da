//! How a stream ends: each ending has a word or a code, and the reader gets the time to take it.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes};
use dialogue::rights::{Act, may};
use store::StoreError;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite;

use super::{Viewer, dice};
use crate::actions::{standing, valid_sign_in};
use crate::app::App;
use crate::live::frames::ServerFrame;
use crate::live::lens::encode;

/// How long a reader who does not read still has to take why it is closed.
const GRACE: Duration = Duration::from_secs(5);
/// How long a closed socket is still read, for the peer's own close: what stands unread when it is dropped resets the
/// connection, and the peer would never see the code.
const LINGER: Duration = Duration::from_secs(1);

pub(super) const BINARY: u16 = 1003;
const NOT_UTF8: u16 = 1007;
const TOO_LONG: u16 = 1009;
const PROTOCOL: u16 = 1002;
const DRAIN: u16 = 1012;
const SLOW: u16 = 1013;
const RIGHT_LOST: u16 = 4403;

/// Why a reader's task ended.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    #[error("the socket: {0}")]
    Socket(#[from] axum::Error),
    #[error("a write took too long")]
    Slow,
    #[error("silent for too long")]
    Silent,
    #[error("it closed")]
    Closed,
    #[error("it was closed with {0}")]
    Dismissed(u16),
    #[error("the store: {0}")]
    Store(#[from] StoreError),
}

impl Viewer {
    /// Closes a socket whose frames cannot be read, with the code that says why.
    pub(super) async fn dismiss(&mut self, error: axum::Error) -> Result<(), Gone> {
        use tungstenite::Error;
        let error = error.into_inner();
        let code = match error.downcast_ref::<Error>() {
            Some(Error::Capacity(_)) => TOO_LONG,
            Some(Error::Utf8(_)) => NOT_UTF8,
            Some(Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake)) => {
                return Err(Gone::Closed);
            }
            Some(Error::Protocol(_)) => PROTOCOL,
            _ => return Err(Gone::Socket(axum::Error::new(error))),
        };
        self.close(code).await
    }

    /// Ends a desk's stream whose right was lost: signed out, removed, or no longer named.
    pub(super) async fn must_still_be_allowed(&mut self) -> Result<(), Gone> {
        let Some(cookie) = self.reader.pass.clone() else { return Ok(()) };
        if may_still_read(&self.site, self.reader.no, &cookie).await? {
            return Ok(());
        }
        let bye = encode(&ServerFrame::Bye { reason: "rights", retry_ms: 0 })?;
        self.text(bye).await?;
        self.close(RIGHT_LOST).await
    }

    pub(super) async fn say_bye(&mut self) -> Result<(), Gone> {
        // What was accepted has its reply first.
        while let Some(reply) = self.calls.join_next().await {
            self.reply(reply.ok()).await?;
        }
        // Spread over two seconds, so that a hall of readers does not come back at once.
        let retry_ms = u64::from(dice(2_000));
        let bye = encode(&ServerFrame::Bye { reason: "drain", retry_ms })?;
        self.text(bye).await?;
        self.close(DRAIN).await
    }

    pub(super) async fn close(&mut self, code: u16) -> Result<(), Gone> {
        self.send(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() }))).await?;
        self.linger().await;
        Err(Gone::Dismissed(code))
    }

    /// Reads on until the peer's close, which also sends our answer to a close of theirs.
    pub(super) async fn linger(&mut self) {
        let _ = timeout(LINGER, async { while let Some(Ok(_)) = self.socket.recv().await {} }).await;
    }

    /// Tries to tell a reader who does not read why it is closed.
    pub(super) async fn give_up(&mut self) -> Gone {
        let told = timeout(GRACE, async {
            let bye = encode(&ServerFrame::Bye { reason: "slow", retry_ms: 0 })?;
            self.text(bye).await?;
            self.close(SLOW).await
        });
        match told.await {
            Ok(Err(gone)) => gone,
            Ok(Ok(())) | Err(_) => Gone::Slow,
        }
    }
}

async fn may_still_read(site: &App, no: i64, cookie: &str) -> Result<bool, StoreError> {
    let Some(sign_in) = valid_sign_in(site, cookie).await? else { return Ok(false) };
    let mut tx = site.store.read().await?;
    let Some(session) = tx.session(no).await? else { return Ok(false) };
    let standing = standing(&mut tx, &sign_in.person, &session, None).await?;
    Ok(may(&standing, Act::ReadDesk).is_some())
}
