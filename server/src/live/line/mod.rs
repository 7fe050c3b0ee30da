//! A line: one reader's socket and the order of what goes out on it. The room, the reader's own task and a server of
//! what waits all write here, and none ever inside another's frame. How it is written stands in [`writing`].

mod writing;

use std::io;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio::sync::Notify;

use super::room::Room;
use super::waiting::{Waiting, What};
use super::{Lens, wire};
pub(super) use writing::Flow;

/// What the kernel holds for a reader who does not read: left to itself it keeps up to 4 MiB.
const KERNEL: usize = 64 * 1024;
/// After this the kernel gives up on a peer that takes nothing.
const UNHEARD: Duration = Duration::from_secs(45);
/// Pings of a reader who is still catching up, answered when they have.
const OWED: u8 = 8;

/// Why a line's reader is woken: bits of one byte.
pub mod call {
    /// Something of the visitor's own changed.
    pub const OWN: u8 = 1;
    /// The server leaves.
    pub const DRAIN: u8 = 2;
    /// Somebody may have lost a right.
    pub const RIGHTS: u8 = 4;
    /// There is room again for what the reader asks.
    pub const ROOM: u8 = 8;
}

pub struct Line {
    stream: TcpStream,
    pub(super) room: Arc<Room>,
    pub(super) lens: Lens,
    out: Mutex<Out>,
    calls: AtomicU8,
    called: Notify,
    /// The room's time at which the peer was last heard.
    heard: AtomicU32,
}

/// What goes out.
#[derive(Default)]
pub(super) struct Out {
    pub(super) waiting: Waiting,
    /// The last event that is on its way.
    pub(super) seq: i64,
    /// The last tally that is.
    pub(super) tally: u64,
    /// Whether the reader was greeted, and is to be told what comes after that.
    pub(super) follows: bool,
    /// Whether the room tells this line what is new; one that is not level catches up first.
    pub(super) level: bool,
    /// Whether a task serves what waits.
    pub(super) served: bool,
    /// Beats that a ping asked for.
    pub(super) owed: u8,
    /// Nothing goes out any more: a close was the last.
    pub(super) ended: bool,
}

impl Line {
    pub(super) fn new(stream: TcpStream, room: Arc<Room>, lens: Lens) -> Arc<Self> {
        let socket = SockRef::from(&stream);
        // A socket that cannot be told so is served all the same.
        let _ = socket.set_send_buffer_size(KERNEL);
        let _ = socket.set_tcp_user_timeout(Some(UNHEARD));
        let heard = AtomicU32::new(room.time());
        let (out, calls, called) = (Mutex::default(), AtomicU8::new(0), Notify::new());
        Arc::new(Self { stream, room, lens, out, calls, called, heard })
    }

    /// Waits until the peer may have said something.
    ///
    /// # Errors
    /// What the socket says.
    pub async fn readable(&self) -> io::Result<()> {
        self.stream.readable().await
    }

    /// Reads what the peer said, without waiting.
    ///
    /// # Errors
    /// What the socket says, [`io::ErrorKind::WouldBlock`] among it.
    pub fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.try_read(into);
        self.heard.store(self.room.time(), Ordering::Relaxed);
        read
    }

    /// Since when the peer is silent, in the room's time.
    pub(super) fn heard(&self) -> u32 {
        self.heard.load(Ordering::Relaxed)
    }

    /// Wakes the line's reader.
    pub fn call(&self, why: u8) {
        self.calls.fetch_or(why, Ordering::AcqRel);
        self.called.notify_one();
    }

    /// Waits until the reader is called, and tells why.
    pub async fn called(&self) -> u8 {
        self.called.notified().await;
        self.calls.swap(0, Ordering::AcqRel)
    }

    /// Whether more waits for this reader than may: what they ask is read later.
    pub fn is_clogged(&self) -> bool {
        self.out().waiting.is_full_of_own()
    }

    /// Says something to this reader alone.
    pub fn say(self: &Arc<Self>, frame: Bytes) {
        let mut out = self.out();
        self.put(&mut out, frame, What::Own);
    }

    /// Tells where the lens stands, once this reader has everything up to there.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn beat(self: &Arc<Self>) -> Result<(), store::StoreError> {
        let mut out = self.out();
        if !out.level {
            out.owed = out.owed.saturating_add(1).min(OWED);
            return Ok(());
        }
        let beat = wire::text(&super::frames::ServerFrame::Beat { seq: out.seq })?;
        self.put(&mut out, beat, What::Own);
        Ok(())
    }

    /// A beat and a ping, unless something waits anyway.
    pub(super) fn ping(self: &Arc<Self>) {
        let mut out = self.out();
        if out.level && out.waiting.is_empty() {
            match wire::beat_and_ping(out.seq) {
                Ok(frames) => self.put(&mut out, frames, What::Own),
                Err(error) => tracing::error!(%error, "a beat could not be told"),
            }
        }
    }

    /// The last frames of all; what comes later is not said any more.
    pub fn end(self: &Arc<Self>, frames: impl IntoIterator<Item = Bytes>) {
        let mut out = self.out();
        for frame in frames {
            self.put(&mut out, frame, What::Own);
        }
        out.ended = true;
    }

    /// Breaks off: what waits is lost, and the reader hears the end of the stream.
    pub fn cut(&self) {
        self.out().ended = true;
        let socket = SockRef::from(&self.stream);
        // The kernel lets go of its buffers at once. A socket that is gone already needs neither.
        let _ = socket.set_linger(Some(Duration::ZERO));
        let _ = socket.shutdown(std::net::Shutdown::Both);
    }

    /// Waits until the socket takes something.
    pub(super) async fn writable(&self) -> io::Result<()> {
        self.stream.writable().await
    }

    pub(super) fn out(&self) -> MutexGuard<'_, Out> {
        self.out.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
