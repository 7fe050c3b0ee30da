//! One reader: what is sent to them, in order. How it ends stands in [`farewell`].

mod farewell;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use dialogue::id::{Chance, Entropy};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout};

use farewell::BINARY;
pub use farewell::Gone;

use super::Reader;
use super::spoken::{self, Said};
use crate::app::Site;
use crate::live::frames::{MineBody, ServerFrame};
use crate::live::lens::{draw, encode};
use crate::live::resume::{Greeting, Place, catch_up, greet};
use crate::live::{Frame, Lens, Seat};
use crate::views::cards::OwnList;
use crate::web::api::own::{mine_in, mine_of};

/// How often a reader hears from us when nothing happens; each waits up to a tenth less, so that a hall of readers does
/// not answer at once.
const BEAT: Duration = Duration::from_secs(25);
/// A peer that is silent for longer is gone.
const SILENCE: Duration = Duration::from_secs(45);
/// How often a desk's right is checked again, should no bell have told of its loss.
const CHECK: Duration = Duration::from_secs(4);
/// One write that takes longer is a reader that does not read.
const WRITE: Duration = Duration::from_secs(10);
/// How many calls of one reader run at once; the next frame is read when one of them is done.
const AT_ONCE: usize = 32;

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

    /// A call whose task ended without a reply has told its failure in the log.
    async fn reply(&mut self, reply: Option<Value>) -> Result<(), Gone> {
        let Some(reply) = reply else { return Ok(()) };
        self.text(encode(&ServerFrame::Reply { reply })?).await
    }

    async fn tell_own(&mut self) -> Result<(), Gone> {
        let (visitor, no) = (self.reader.visitor.id, self.reader.no);
        let mut tx = self.site.reader.begin().await?;
        let frame = if let Lens::Page(lang) = self.reader.lens {
            let mine = mine_in(&mut tx, &self.site, visitor, no, lang).await?;
            encode(&ServerFrame::Mine(MineBody::Page { mine: draw(&OwnList { mine: &mine })? }))?
        } else {
            let mine = mine_of(&mut tx, &self.site, visitor).await?;
            encode(&ServerFrame::Mine(MineBody::Json { questions: &mine.questions }))?
        };
        drop(tx);
        self.text(frame).await
    }

    async fn beat(&mut self) -> Result<(), Gone> {
        let beat = encode(&ServerFrame::Beat { seq: self.seq })?;
        self.text(beat).await
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
