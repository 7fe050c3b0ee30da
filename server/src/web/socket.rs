//! `GET /live/{slug}`: one reader's socket.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use dialogue::id::{Chance, Entropy};
use dialogue::rights::{Act, may};
use dialogue::session::SessionState;
use serde::Deserialize;
use store::StoreError;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::caller::{Staff, valid_sign_in};
use super::guard::is_same_origin;
use super::problem::Problem;
use crate::actions::{Fault, standing};
use crate::app::{App, Site};
use crate::live::lens::{ServerFrame, encode};
use crate::live::resume::{Greeting, Place, catch_up, greet};
use crate::live::{Frame, Lens, Seat};

/// The longest frame that a reader may send, in bytes.
const LONGEST: usize = 16 * 1024;
/// How often a reader hears from us when nothing happens.
const BEAT: Duration = Duration::from_secs(25);
/// A peer that is silent for longer is gone.
const SILENCE: Duration = Duration::from_secs(45);
/// How often a desk's right is checked again.
const CHECK: Duration = Duration::from_secs(4);
const RIGHT_LOST: u16 = 4403;
/// One write that takes longer is a reader that does not read.
const WRITE: Duration = Duration::from_secs(10);

#[derive(Debug, Default, Deserialize)]
pub struct Wish {
    after: Option<String>,
    epoch: Option<String>,
    audience: Option<String>,
    format: Option<String>,
}

/// Checks origin, session and right, then upgrades.
pub async fn live(
    State(site): State<Site>,
    Path(slug): Path<String>,
    Query(wish): Query<Wish>,
    staff: Option<Staff>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    if !is_same_origin(&site, &headers) {
        return Err(Problem::foreign_origin());
    }
    let lens = wish.lens()?;
    let mut tx = site.store.read().await?;
    if lens == Lens::Desk && staff.is_none() {
        return Err(Problem::sign_in_required());
    }
    let session = tx.session_by_slug(&slug).await?.filter(|s| s.state != SessionState::Draft);
    let session = session.ok_or_else(Problem::not_found)?;
    let pass = match (lens, staff) {
        (Lens::Desk, Some(staff)) => {
            let standing = standing(&mut tx, &staff.person, &session, None).await?;
            may(&standing, Act::ReadDesk).ok_or_else(Problem::forbidden)?;
            Some(staff.cookie)
        }
        _ => None,
    };
    let place = wish.place()?;
    drop(tx);
    let upgrade = upgrade
        .read_buffer_size(4 * 1024)
        .write_buffer_size(4 * 1024)
        .max_write_buffer_size(64 * 1024)
        .max_message_size(LONGEST)
        .max_frame_size(LONGEST);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let viewer = Viewer { site: &site, socket, no: session.no, lens, pass, seq: 0 };
        if let Err(gone) = viewer.serve(&place).await {
            tracing::debug!(%gone, "a reader left");
        }
    }))
}

impl Wish {
    fn lens(&self) -> Result<Lens, Problem> {
        match (self.audience.as_deref(), self.format.as_deref()) {
            (None | Some("public"), None | Some("json")) => Ok(Lens::Public),
            (None | Some("public"), Some("html")) => Ok(Lens::Page),
            (Some("desk"), None | Some("json")) => Ok(Lens::Desk),
            (Some("public" | "desk") | None, _) => Err(unknown("format")),
            _ => Err(unknown("audience")),
        }
    }

    fn place(&self) -> Result<Place, Problem> {
        let after = self.after.as_deref().map(|after| after.parse::<i64>().ok().filter(|after| *after >= 0));
        match after {
            Some(None) => Err(unknown("after")),
            after => Ok(Place { after: after.flatten(), epoch: self.epoch.clone() }),
        }
    }
}

fn unknown(parameter: &str) -> Problem {
    Problem::validation(vec![Fault::new(parameter, "Giá trị này không dùng được.")])
}

/// Why a reader's task ended.
#[derive(Debug, thiserror::Error)]
enum Gone {
    #[error("the socket: {0}")]
    Socket(#[from] axum::Error),
    #[error("a write took too long")]
    Slow,
    #[error("silent for too long")]
    Silent,
    #[error("it closed")]
    Closed,
    #[error("the server drains")]
    Drained,
    #[error("the store: {0}")]
    Store(#[from] StoreError),
}

struct Viewer<'a> {
    site: &'a Site,
    socket: WebSocket,
    no: i64,
    lens: Lens,
    /// The staff cookie that opened the desk's lens; the stream ends with it.
    pass: Option<String>,
    /// The last event that was sent.
    seq: i64,
}

impl Viewer<'_> {
    async fn serve(mut self, place: &Place) -> Result<(), Gone> {
        // The seat is taken before the state is read: what happens in between waits in it.
        let mut seat = self.site.live.join(self.no, self.lens);
        seat.ready().await;
        let (reader, epoch) = (&self.site.reader, &self.site.epoch);
        let greeting = greet(reader, self.no, self.lens, place, epoch, seat.viewers()).await?;
        self.seq = greeting.seq;
        self.send_all(greeting).await?;
        self.follow(&mut seat).await
    }

    async fn follow(&mut self, seat: &mut Seat) -> Result<(), Gone> {
        let mut heard = Instant::now();
        let mut beats = interval_at(heard + BEAT, BEAT);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut checks = interval_at(heard + CHECK, CHECK);
        checks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                frame = seat.frames.recv() => self.pass_on(frame).await?,
                message = self.socket.recv() => {
                    heard = Instant::now();
                    self.take(message.ok_or(Gone::Closed)??).await?;
                }
                _ = beats.tick() => {
                    if heard.elapsed() > SILENCE {
                        return Err(Gone::Silent);
                    }
                    self.beat().await?;
                    self.send(Message::Ping(axum::body::Bytes::new())).await?;
                }
                _ = checks.tick(), if self.pass.is_some() => self.must_still_be_allowed().await?,
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
        let missed = catch_up(&self.site.reader, self.no, self.lens, self.seq).await?;
        self.seq = missed.seq;
        self.send_all(missed).await
    }

    async fn take(&mut self, message: Message) -> Result<(), Gone> {
        match message {
            Message::Text(text) if is_ping(&text) => self.beat().await,
            Message::Close(_) => Err(Gone::Closed),
            Message::Binary(_) => self.close(1003).await,
            _ => Ok(()),
        }
    }

    /// Ends a desk's stream whose right was lost: signed out, removed, or no longer named.
    async fn must_still_be_allowed(&mut self) -> Result<(), Gone> {
        let Some(cookie) = self.pass.clone() else { return Ok(()) };
        if may_still_read(self.site, self.no, &cookie).await? {
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
        // Spread over two seconds, so that a hall of readers does not come back at once.
        let mut chance = [0; 2];
        Chance.fill(&mut chance);
        let retry_ms = u64::from(u16::from_be_bytes(chance) % 2_000);
        let bye = encode(&ServerFrame::Bye { reason: "drain", retry_ms })?;
        self.text(bye).await?;
        self.close(1012).await
    }

    async fn close(&mut self, code: u16) -> Result<(), Gone> {
        self.send(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() }))).await?;
        Err(Gone::Drained)
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

fn is_ping(text: &str) -> bool {
    #[derive(Deserialize)]
    struct Do<'a> {
        r#do: std::borrow::Cow<'a, str>,
    }
    serde_json::from_str::<Do<'_>>(text).is_ok_and(|frame| frame.r#do == "ping")
}
