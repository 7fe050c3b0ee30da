//! One reader: greets them, hears what they say, tells what is theirs alone. What everybody gets, the room writes. How it
//! ends stands in [`farewell`].

mod farewell;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use serde_json::Value;
use store::StoreError;
use tokio::net::TcpStream;

use super::Reader;
use super::ear::{Ear, Heard};
use super::spoken::{self, Call, Said};
use crate::app::Site;
use crate::live::frames::{MineBody, ServerFrame};
use crate::live::lens::draw;
use crate::live::line::call;
use crate::live::resume::Place;
use crate::live::{Lens, Line, Seat, wire};
use crate::views::cards::OwnList;
use crate::views::shapes::OwnShape;
use crate::web::api::own::{mine_in, mine_of};

/// How many calls of one reader run at once; the next frame is read when one of them is done.
const AT_ONCE: usize = 32;
/// How much is read at once.
const READ: usize = 4 * 1024;

/// Why a reader's task ended.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    #[error("it closed")]
    Closed,
    #[error("it said goodbye, and was answered")]
    Left,
    #[error("the socket: {0}")]
    Socket(#[from] io::Error),
    #[error("it was closed with {0}")]
    Dismissed(u16),
    #[error("the store: {0}")]
    Store(#[from] StoreError),
}

pub struct Viewer {
    site: Site,
    line: Arc<Line>,
    reader: Reader,
    /// How many calls run.
    calls: AtomicUsize,
}

/// A call that runs: it is counted until it is dropped.
struct Running(Arc<Viewer>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.calls.fetch_sub(1, Ordering::AcqRel);
        self.0.line.call(call::ROOM);
    }
}

/// Serves a reader until they are gone. `said` is what they sent together with their request.
pub async fn serve(site: Site, stream: TcpStream, said: Bytes, reader: Reader, place: Place) {
    let visitor = Some(reader.visitor.id).filter(|_| reader.lens != Lens::Desk);
    // The seat is taken before the state is read: what happens in between is told to it.
    let seat = site.live.join(reader.no, reader.lens, visitor, stream);
    let viewer = Viewer { site, line: Arc::clone(&seat.line), reader, calls: AtomicUsize::new(0) };
    let viewer = Arc::new(viewer);
    // Boxed, so that a reader who only reads costs no more than the hearing.
    let greeted = Box::pin(viewer.greet(&seat, &place)).await;
    drop(place);
    let mut ear = Ear::default();
    ear.feed(&said);
    drop(said);
    let gone = match greeted {
        Ok(()) => viewer.hear(ear).await,
        Err(gone) => gone,
    };
    tracing::debug!(%gone, "a reader left");
    // Whoever was told the end may still have to take it.
    if !matches!(gone, Gone::Dismissed(_) | Gone::Left) {
        viewer.line.cut();
    }
}

impl Viewer {
    async fn greet(&self, seat: &Seat, place: &Place) -> Result<(), Gone> {
        seat.ready().await;
        self.line.greet(place).await?;
        if self.reader.lens != Lens::Desk && self.reader.visitor.known {
            if self.site.live.has_asked(self.reader.visitor.id).await? {
                self.tell_own().await?;
            } else {
                self.tell_mine(&[])?;
            }
        }
        Ok(self.line.follow()?)
    }

    async fn hear(self: &Arc<Self>, mut ear: Ear) -> Gone {
        loop {
            let listens = self.calls.load(Ordering::Acquire) < AT_ONCE && !self.line.is_clogged();
            if listens {
                match ear.next() {
                    Ok(None) => {}
                    Ok(Some(heard)) => match self.take(heard) {
                        Ok(()) => continue,
                        Err(gone) => return gone,
                    },
                    Err(code) => return Box::pin(self.dismiss(code, ear)).await,
                }
            }
            tokio::select! {
                ready = self.line.readable(), if listens => {
                    if let Err(gone) = ready.map_err(Gone::from).and_then(|()| self.read(&mut ear)) {
                        return gone;
                    }
                }
                why = self.line.called() => {
                    if let Err(gone) = Box::pin(self.answer_call(why)).await {
                        return Box::pin(self.farewell(gone, ear)).await;
                    }
                }
            }
        }
    }

    fn read(&self, ear: &mut Ear) -> Result<(), Gone> {
        let mut bytes = [0; READ];
        match self.line.read(&mut bytes) {
            Ok(0) => Err(Gone::Closed),
            Ok(count) => {
                ear.feed(&bytes[..count]);
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn take(self: &Arc<Self>, heard: Heard) -> Result<(), Gone> {
        match heard {
            Heard::Text(text) => match spoken::read(&text) {
                Ok(Said::Ping) => self.line.beat()?,
                Ok(Said::Call(call)) => self.run(call),
                Err(reply) => self.reply(reply)?,
            },
            Heard::Ping(payload) => self.line.say(wire::pong(&payload)?),
            Heard::Close(code) => {
                self.line.end([wire::close(code)?]);
                return Err(Gone::Left);
            }
        }
        Ok(())
    }

    /// What was accepted is finished; whoever asked may have left and hears of it by asking again.
    fn run(self: &Arc<Self>, call: Call) {
        self.calls.fetch_add(1, Ordering::AcqRel);
        let running = Running(Arc::clone(self));
        tokio::spawn(async move {
            let viewer = &running.0;
            let reply = spoken::answer(&viewer.site, &viewer.reader, call).await;
            if let Err(error) = viewer.reply(reply) {
                tracing::error!(%error, "a reply could not be written");
            }
        });
    }

    fn reply(&self, reply: Value) -> Result<(), StoreError> {
        self.line.say(wire::text(&ServerFrame::Reply { reply })?);
        Ok(())
    }

    async fn answer_call(&self, why: u8) -> Result<(), Gone> {
        if why & call::OWN != 0 {
            self.tell_own().await?;
        }
        if why & call::RIGHTS != 0 {
            self.must_still_be_allowed().await?;
        }
        if why & call::DRAIN != 0 {
            self.say_bye().await?;
        }
        Ok(())
    }

    async fn tell_own(&self) -> Result<(), StoreError> {
        let (visitor, no) = (self.reader.visitor.id, self.reader.no);
        let mut tx = self.site.reader.begin().await?;
        let mine = match self.reader.lens {
            Lens::Page(lang) => mine_in(&mut tx, &self.site, visitor, no, lang).await?,
            _ => mine_of(&mut tx, &self.site, visitor).await?.questions,
        };
        drop(tx);
        self.tell_mine(&mine)
    }

    fn tell_mine(&self, mine: &[OwnShape]) -> Result<(), StoreError> {
        let body = match self.reader.lens {
            Lens::Page(_) => MineBody::Page { mine: draw(&OwnList { mine })? },
            _ => MineBody::Json { questions: mine },
        };
        self.line.say(wire::text(&ServerFrame::Mine(body))?);
        Ok(())
    }
}
