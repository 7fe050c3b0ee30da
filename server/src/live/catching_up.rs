//! The task of a line that is behind: it writes what waits whenever the socket takes it, then brings the reader level
//! from the ring or the log, and ends.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use store::StoreError;
use tokio::time::{Instant, timeout_at};

use super::audience::More;
use super::frames::ServerFrame;
use super::line::{Flow, Line, call};
use super::resume::Place;
use super::waiting::What;
use super::wire;

/// One write that takes longer is a reader that does not read.
const WRITE: Duration = Duration::from_secs(10);
/// How much of a long frame is one write.
const PART: usize = 16 * 1024;
/// How long such a reader still has to take why it is closed.
const GRACE: Duration = Duration::from_secs(5);
const SLOW: u16 = 1013;

/// Where a line stands.
enum Settled {
    /// It is level, or has ended, and nothing waits.
    Done,
    Waiting,
    /// It has nothing after this event.
    Behind(i64),
}

/// Serves a line until nothing waits and it is level.
pub async fn serve(line: Arc<Line>) {
    let mut end = Instant::now() + WRITE;
    let (mut part, mut gives_up) = (0, false);
    loop {
        let flow = line.flush(&mut line.out());
        match flow {
            Flow::Gone => return,
            Flow::Blocked(taken) => {
                part += taken.bytes;
                if (taken.finished || part >= PART) && !gives_up {
                    (part, end) = (0, Instant::now() + WRITE);
                }
                match timeout_at(end, line.writable()).await {
                    Ok(Ok(())) => {}
                    Ok(Err(_)) => return line.cut(),
                    Err(_) if gives_up => return line.cut(),
                    Err(_) => {
                        (gives_up, end) = (true, Instant::now() + GRACE);
                        line.give_up();
                    }
                }
            }
            Flow::Clear => {
                line.call(call::ROOM);
                match Box::pin(line.level()).await {
                    Ok(true) => return,
                    Ok(false) => (part, end) = (0, Instant::now() + WRITE),
                    Err(error) => {
                        tracing::error!(%error, "a reader could not catch up");
                        return line.cut();
                    }
                }
            }
        }
    }
}

impl Line {
    /// Brings the line one step nearer to the head; true when it is there and nothing waits.
    ///
    /// # Errors
    /// What the store says.
    async fn level(self: &Arc<Self>) -> Result<bool, StoreError> {
        let seq = match self.settle()? {
            Settled::Done => return Ok(true),
            Settled::Waiting => return Ok(false),
            Settled::Behind(seq) => seq,
        };
        let more = self.room.audience(self.lens).more(seq, &self.room).await?;
        let mut out = self.out();
        if out.seq != seq || out.ended {
            return Ok(false);
        }
        match more {
            More::Events(events) => {
                for told in events {
                    if !out.waiting.has_room(told.bytes.len()) {
                        break;
                    }
                    out.waiting.push(told.bytes, What::Event { prev: told.prev });
                    out.seq = told.seq;
                }
            }
            More::Snapshot(opening) => {
                (out.seq, out.tally) = (opening.seq, opening.tally);
                out.waiting.push(opening.snapshot.clone(), What::Own);
            }
        }
        Ok(false)
    }

    /// Whether the line is level, as far as that can be said without reading.
    fn settle(&self) -> Result<Settled, StoreError> {
        // The ring is held while the line is called level: what is pushed later finds it so.
        let ring = self.room.audience(self.lens).ring();
        let mut tallies = self.room.tallies();
        let mut out = self.out();
        let follows = out.follows && !out.ended;
        if follows && !out.level && out.seq < ring.head() {
            return Ok(Settled::Behind(out.seq));
        }
        if follows {
            out.level = true;
            if out.tally < tallies.number() {
                out.tally = tallies.number();
                out.waiting.push(tallies.whole()?, What::Tally);
            }
            for _ in 0..std::mem::take(&mut out.owed) {
                let beat = wire::text(&ServerFrame::Beat { seq: out.seq })?;
                out.waiting.push(beat, What::Own);
            }
        }
        out.served = !out.waiting.is_empty();
        Ok(if out.served { Settled::Waiting } else { Settled::Done })
    }

    /// Greets a reader, from one state of the memory: hello, then what they missed or everything. Afterwards the room
    /// tells them what is new.
    ///
    /// # Errors
    /// What the store says.
    pub async fn greet(self: &Arc<Self>, place: &Place) -> Result<(), StoreError> {
        let greeting = self.room.audience(self.lens).greet(place, &self.room).await?;
        let mut out = self.out();
        (out.seq, out.tally) = (greeting.seq, greeting.tally);
        for frame in greeting.frames {
            self.put(&mut out, frame, What::Own);
        }
        Ok(())
    }

    /// From now on the room tells this line what is new, once it has what happened meanwhile.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn follow(self: &Arc<Self>) -> Result<(), StoreError> {
        {
            let mut out = self.out();
            out.follows = true;
            if out.served {
                return Ok(());
            }
            out.served = true;
        }
        // Mostly nothing is missing, and no task is needed to find that out.
        if !matches!(self.settle()?, Settled::Done) {
            tokio::spawn(serve(Arc::clone(self)));
        }
        Ok(())
    }

    /// Tries to tell a reader who does not read why it is closed.
    fn give_up(&self) {
        let last = || {
            Ok::<[Bytes; 2], StoreError>([
                wire::text(&ServerFrame::Bye { reason: "slow", retry_ms: 0 })?,
                wire::close(Some(SLOW))?,
            ])
        };
        let mut out = self.out();
        out.waiting.drop_all();
        out.ended = true;
        match last() {
            Ok(frames) => frames.into_iter().for_each(|frame| out.waiting.push(frame, What::Own)),
            Err(error) => tracing::error!(%error, "a goodbye could not be told"),
        }
    }
}
