//! One reader: what is sent to them, in order, and when they are gone.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use dialogue::id::{Chance, Entropy};
use dialogue::rights::{Act, may};
use serde_json::Value;
use store::StoreError;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};
use tokio_tungstenite::tungstenite;

use super::Reader;
use super::spoken::{self, Said};
use crate::actions::{standing, valid_sign_in};
use crate::app::{App, Site};
use crate::live::frames::ServerFrame;
use crate::live::lens::encode;
use crate::live::resume::{Greeting, Place, catch_up, greet};
use crate::live::{Frame, Lens, Seat};
use crate::web::api::own::mine_of;

/// How often a reader hears from us when nothing happens; each waits up to a tenth less, so that a hall of readers does
/// not answer at once.
const BEAT: Duration = Duration::from_secs(25);
/// A peer that is silent for longer is gone.
const SILENCE: Duration = Duration::from_secs(45);
/// How often a desk's right is checked again, should no bell have told of its loss.
const CHECK: Duration = Duration::from_secs(4);
/// One write that takes longer is a reader that does not read.
const WRITE: Duration = Duration::from_secs(10);
/// How long a reader who does not read still has to take why it is closed.
const GRACE: Duration = Duration::from_secs(5);
/// How long a closed socket is still read, for the peer's own close: what stands unread when it is dropped resets the
/// connection, and the peer would never see the code.
const LINGER: Duration = Duration::from_secs(1);
/// How many calls of one reader run at once; the next frame is read when one of them is done.
const AT_ONCE: usize = 32;

const BINARY: u16 = 1003;
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

pub struct Viewer {
    site: Site,
    socket: WebSocket,
    reader: Arc<Reader>,
    /// The last event that was sent.
    seq: i64,
    /// The calls that run.
    calls: JoinSet<Value>,
}

impl Viewer {
    pub fn new(site: Site, socket: WebSocket, reader: Reader) -> Self {
        Self { site, socket, reader: Arc::new(reader), seq: 0, calls: JoinSet::new() }
    }

    pub async fn serve(mut self, place: &Place) -> Result<(), Gone> {
        // The seat is taken before the state is read: what happens in between waits in it.
        let asks = self.reader.lens != Lens::Desk;
        let visitor = Some(self.reader.visitor.id).filter(|_| asks);
        let mut seat = self.site.live.join(self.reader.no, self.reader.lens, visitor);
        seat.ready().await;
        let (no, lens) = (self.reader.no, self.reader.lens);
        let greeting = greet(&self.site.reader, no, lens, place, &self.site.epoch, seat.viewers()).await?;
        let followed = match self.follow(&mut seat, greeting).await {
            Err(Gone::Slow) => Err(self.give_up().await),
            followed => followed,
        };
        // What was accepted is finished; whoever asked has left or hears of it by asking again.
        self.calls.detach_all();
        followed
    }

    async fn follow(&mut self, seat: &mut Seat, greeting: Greeting) -> Result<(), Gone> {
        self.seq = greeting.seq;
        self.send_all(greeting).await?;
        if self.reader.lens != Lens::Desk && self.reader.visitor.known {
            self.tell_own().await?;
        }
        let mut heard = Instant::now();
        let beat = BEAT.mul_f64(1.0 - f64::from(dice(100)) / 1_000.0);
        let mut beats = interval_at(heard + beat, beat);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut checks = interval_at(heard + CHECK, CHECK);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let is_staff = self.reader.pass.is_some();
            tokio::select! {
                frame = seat.frames.recv() => self.pass_on(frame).await?,
                message = self.socket.recv(), if self.calls.len() < AT_ONCE => {
                    heard = Instant::now();
                    match message {
                        None => return Err(Gone::Closed),
                        Some(Ok(message)) => self.take(message).await?,
                        Some(Err(error)) => return self.dismiss(error).await,
                    }
                }
                Some(reply) = self.calls.join_next() => self.reply(reply.ok()).await?,
                () = told(&mut seat.own) => self.tell_own().await?,
                _ = beats.tick() => {
                    self.beat().await?;
                    self.send(Message::Ping(axum::body::Bytes::new())).await?;
                }
                () = sleep_until(heard + SILENCE), if self.calls.len() < AT_ONCE => return Err(Gone::Silent),
                _ = checks.tick(), if is_staff => self.must_still_be_allowed().await?,
                Ok(()) = seat.rights.changed(), if is_staff => self.must_still_be_allowed().await?,
                () = drained(&mut seat.draining) => return self.say_bye().await,
            }
        }
    }

    async fn pass_on(&mut self, frame: Result<Frame, RecvError>) -> Result<(), Gone> {
        match frame {
            Ok(Frame::Event { seq, .. }) if seq <= self.seq => Ok(()),
            Ok(Frame::Event { prev, seq, text }) if prev <= self.seq => {
                self.seq = seq;
                self.text(text).await
            }
            Ok(Frame::Tally(text)) => self.text(text).await,
            Ok(Frame::Event { .. }) | Err(RecvError::Lagged(_)) => self.catch_up().await,
            Err(RecvError::Closed) => Err(Gone::Closed),
        }
    }

    async fn catch_up(&mut self) -> Result<(), Gone> {
        let missed = catch_up(&self.site.reader, self.reader.no, self.reader.lens, self.seq).await?;
        self.seq = missed.seq;
        self.send_all(missed).await
    }

    async fn take(&mut self, message: Message) -> Result<(), Gone> {
        match message {
            Message::Text(text) => match spoken::read(&text) {
                Ok(Said::Ping) => self.beat().await,
                Ok(Said::Call(call)) => {
                    let (site, reader) = (Arc::clone(&self.site), Arc::clone(&self.reader));
                    self.calls.spawn(async move { spoken::answer(&site, &reader, call).await });
                    Ok(())
                }
                Err(reply) => self.reply(Some(reply)).await,
            },
            Message::Close(_) => {
                self.linger().await;
                Err(Gone::Closed)
            }
            Message::Binary(_) => self.close(BINARY).await,
            _ => Ok(()),
        }
    }

    /// Closes a socket whose frames cannot be read, with the code that says why.
    async fn dismiss(&mut self, error: axum::Error) -> Result<(), Gone> {
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

    /// A call whose task ended without a reply has told its failure in the log.
    async fn reply(&mut self, reply: Option<Value>) -> Result<(), Gone> {
        let Some(reply) = reply else { return Ok(()) };
        self.text(encode(&ServerFrame::Reply { reply })?).await
    }

    async fn tell_own(&mut self) -> Result<(), Gone> {
        let mut tx = self.site.reader.begin().await?;
        let mine = mine_of(&mut tx, &self.site, self.reader.visitor.id).await?;
        drop(tx);
        self.text(encode(&ServerFrame::Mine { questions: &mine.questions })?).await
    }

    /// Ends a desk's stream whose right was lost: signed out, removed, or no longer named.
    async fn must_still_be_allowed(&mut self) -> Result<(), Gone> {
        let Some(cookie) = self.reader.pass.clone() else { return Ok(()) };
        if may_still_read(&self.site, self.reader.no, &cookie).await? {
            return Ok(());
        }
        let bye = encode(&ServerFrame::Bye { reason: "rights", retry_ms: 0 })?;
        self.text(bye).await?;
        self.close(RIGHT_LOST).await
    }

    async fn beat(&mut self) -> Result<(), Gone> {
        let beat = encode(&ServerFrame::Beat { seq: self.seq })?;
        self.text(beat).await
    }

    async fn say_bye(&mut self) -> Result<(), Gone> {
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

    async fn close(&mut self, code: u16) -> Result<(), Gone> {
        self.send(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() }))).await?;
        self.linger().await;
        Err(Gone::Dismissed(code))
    }

    /// Reads on until the peer's close, which also sends our answer to a close of theirs.
    async fn linger(&mut self) {
        let _ = timeout(LINGER, async { while let Some(Ok(_)) = self.socket.recv().await {} }).await;
    }

    /// Tries to tell a reader who does not read why it is closed.
    async fn give_up(&mut self) -> Gone {
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

    async fn send_all(&mut self, greeting: Greeting) -> Result<(), Gone> {
        for frame in greeting.frames {
            self.text(frame).await?;
        }
        Ok(())
    }

    async fn text(&mut self, text: Utf8Bytes) -> Result<(), Gone> {
        self.send(Message::Text(text)).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        timeout(WRITE, self.socket.send(message)).await.map_err(|_| Gone::Slow)??;
        Ok(())
    }
}

async fn may_still_read(site: &App, no: i64, cookie: &str) -> Result<bool, StoreError> {
    let Some(sign_in) = valid_sign_in(site, cookie).await? else { return Ok(false) };
    let mut tx = site.store.read().await?;
    let Some(session) = tx.session(no).await? else { return Ok(false) };
    let standing = standing(&mut tx, &sign_in.person, &session, None).await?;
    Ok(may(&standing, Act::ReadDesk).is_some())
}

async fn drained(draining: &mut watch::Receiver<bool>) {
    // The hall is gone only with the server.
    let _ = draining.wait_for(|draining| *draining).await;
}

/// Waits until something of the visitor's own changed; for ever where nobody listens for that.
async fn told(own: &mut Option<watch::Receiver<u64>>) {
    let changed = match own {
        Some(own) => own.changed().await.is_ok(),
        None => false,
    };
    if !changed {
        std::future::pending::<()>().await;
    }
}

/// A number below `sides`.
fn dice(sides: u16) -> u16 {
    let mut chance = [0; 2];
    Chance.fill(&mut chance);
    u16::from_be_bytes(chance) % sides
}
