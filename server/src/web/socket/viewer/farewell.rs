//! How a stream ends: each ending has a word or a code, and the reader gets the time to take it.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use dialogue::id::{Chance, Entropy};
use dialogue::rights::{Act, may};
use store::StoreError;
use tokio::time::timeout;

use super::{Gone, Viewer};
use crate::actions::{standing, valid_sign_in};
use crate::app::App;
use crate::live::frames::ServerFrame;
use crate::live::wire;
use crate::web::socket::ear::{Ear, Heard};

/// How long a closed socket is still read, for the peer's own close: what stands unread when it is dropped resets the
/// connection, and the peer would never see the code.
const LINGER: Duration = Duration::from_secs(1);

const DRAIN: u16 = 1012;
const RIGHT_LOST: u16 = 4403;

impl Viewer {
    /// Closes a socket whose frames cannot be read, with the code that says why.
    pub(super) async fn dismiss(self: &Arc<Self>, code: u16, ear: Ear) -> Gone {
        match wire::close(Some(code)) {
            Ok(close) => self.line.end([close]),
            Err(error) => return error.into(),
        }
        self.farewell(Gone::Dismissed(code), ear).await
    }

    /// Ends a desk's stream whose right was lost: signed out, removed, or no longer named.
    pub(super) async fn must_still_be_allowed(&self) -> Result<(), Gone> {
        let Some(cookie) = &self.reader.pass else { return Ok(()) };
        if may_still_read(&self.site, self.reader.no, cookie).await? {
            return Ok(());
        }
        self.say_goodbye("rights", 0, RIGHT_LOST)
    }

    /// Says bye once what was accepted has its reply.
    pub(super) async fn say_bye(&self) -> Result<(), Gone> {
        while self.calls.load(Ordering::Acquire) > 0 {
            self.line.called().await;
        }
        // Spread over two seconds, so that a hall of readers does not come back at once.
        self.say_goodbye("drain", u64::from(dice(2_000)), DRAIN)
    }

    fn say_goodbye(&self, reason: &'static str, retry_ms: u64, code: u16) -> Result<(), Gone> {
        let bye = wire::text(&ServerFrame::Bye { reason, retry_ms })?;
        self.line.end([bye, wire::close(Some(code))?]);
        Err(Gone::Dismissed(code))
    }

    /// Reads on until the peer's own close, or until it is gone.
    pub(super) async fn farewell(&self, gone: Gone, mut ear: Ear) -> Gone {
        if !matches!(gone, Gone::Dismissed(_)) {
            return gone;
        }
        let leaves = async {
            loop {
                match ear.next() {
                    Ok(Some(Heard::Close(_))) => return,
                    Ok(Some(_)) => continue,
                    Ok(None) => {}
                    // Nothing more is understood: only the end of the stream counts.
                    Err(_) => ear = Ear::default(),
                }
                if self.line.readable().await.is_err() || self.read(&mut ear).is_err() {
                    return;
                }
            }
        };
        let _ = timeout(LINGER, leaves).await;
        gone
    }
}

async fn may_still_read(site: &App, no: i64, cookie: &str) -> Result<bool, StoreError> {
    let Some(sign_in) = valid_sign_in(site, cookie).await? else { return Ok(false) };
    let mut tx = site.store.read().await?;
    let Some(session) = tx.session(no).await? else { return Ok(false) };
    let standing = standing(&mut tx, &sign_in.person, &session, None).await?;
    Ok(may(&standing, Act::ReadDesk).is_some())
}

/// A number below `sides`.
fn dice(sides: u16) -> u16 {
    let mut chance = [0; 2];
    Chance.fill(&mut chance);
    u16::from_be_bytes(chance) % sides
}
