//! What is written on a line at once, and what waits.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use rustix::io::Errno;
use rustix::net::SendFlags;
use socket2::SockRef;

use super::{Line, Out};
use crate::live::batch::{Batch, Follows};
use crate::live::catching_up;
use crate::live::waiting::{Taken, What};

/// How a write ended.
pub(in crate::live) enum Flow {
    /// Nothing waits.
    Clear,
    Blocked(Taken),
    Gone,
}

impl Line {
    /// Tells events that just happened; a reader who is not level gets them from the ring.
    pub(in crate::live) fn tell(self: &Arc<Self>, batch: &Batch) {
        let mut out = self.out();
        if !out.level || out.ended {
            return;
        }
        let from = match batch.follows(out.seq) {
            Follows::From(from) => from,
            Follows::Old => return,
            Follows::Gap => return self.fall_behind(&mut out, None),
        };
        let taken = if out.waiting.is_empty() { self.write(&batch.bytes()[from..]) } else { Some(0) };
        let Some(taken) = taken else { return self.break_off(&mut out) };
        let mut at = from + taken;
        for rest in batch.rest(at) {
            if !batch.is_between(at) {
                out.waiting.push_rest(rest.bytes.clone(), What::Event { prev: rest.prev });
            } else if out.waiting.has_room(rest.bytes.len()) {
                out.waiting.push(rest.bytes.clone(), What::Event { prev: rest.prev });
            } else {
                return self.fall_behind(&mut out, Some(rest.prev));
            }
            at += rest.bytes.len();
        }
        out.seq = batch.last();
        self.have_served(&mut out);
    }

    /// Something happened that the line is not told: it reads the ring or the log.
    pub(in crate::live) fn miss(self: &Arc<Self>) {
        let mut out = self.out();
        if out.level && !out.ended {
            self.fall_behind(&mut out, None);
        }
    }

    /// Tells counts; a reader who is not level, or slow, gets the latest later.
    pub(in crate::live) fn tally(self: &Arc<Self>, number: u64, frame: &Bytes) {
        let mut out = self.out();
        if !out.level || out.tally >= number {
            return;
        }
        // Who is slow gets the latest when nothing waits any more.
        if out.waiting.is_empty() {
            out.tally = number;
            self.put(&mut out, frame.clone(), What::Tally);
        }
    }

    /// Whatever waits and can be had again is let go; the reader is brought level when they read again.
    fn fall_behind(self: &Arc<Self>, out: &mut Out, prev: Option<i64>) {
        let dropped = out.waiting.drop_backlog();
        out.seq = dropped.or(prev).unwrap_or(out.seq);
        (out.level, out.tally) = (false, 0);
        self.have_served(out);
    }

    /// Writes at once when nothing waits, and queues the rest.
    pub(in crate::live) fn put(self: &Arc<Self>, out: &mut Out, frame: Bytes, what: What) {
        if out.ended {
            return;
        }
        if !out.waiting.is_empty() {
            return out.waiting.push(frame, what);
        }
        match self.write(&frame) {
            Some(taken) if taken == frame.len() => {}
            Some(0) => out.waiting.push(frame, what),
            Some(taken) => out.waiting.push_rest(frame.slice(taken..), what),
            None => return self.break_off(out),
        }
        self.have_served(out);
    }

    /// How many bytes the socket took; `None` when it is gone.
    fn write(&self, bytes: &[u8]) -> Option<usize> {
        // Past tokio: in a large room, asking for each socket whether it was ready costs as much as what is not the
        // kernel's. One that is not ready is asked for then.
        match rustix::net::send(&self.stream, bytes, SendFlags::NOSIGNAL) {
            Ok(taken) => Some(taken),
            Err(Errno::WOULDBLOCK | Errno::INTR) => Some(0),
            Err(_) => None,
        }
    }

    fn break_off(&self, out: &mut Out) {
        out.waiting.drop_all();
        out.ended = true;
        // The reader's task hears the end of the stream.
        let _ = SockRef::from(&self.stream).shutdown(std::net::Shutdown::Both);
    }

    /// Sees to it that a task serves what waits, or what is missing.
    pub(in crate::live) fn have_served(self: &Arc<Self>, out: &mut Out) {
        let behind = out.follows && !out.level && !out.ended;
        if !out.served && (behind || !out.waiting.is_empty()) {
            out.served = true;
            tokio::spawn(catching_up::serve(Arc::clone(self)));
        }
    }

    /// Writes what waits, as far as the socket takes it.
    pub(in crate::live) fn flush(&self, out: &mut Out) -> Flow {
        let mut taken = Taken { bytes: 0, finished: false };
        while !out.waiting.is_empty() {
            match self.stream.try_write_vectored(&out.waiting.slices()) {
                Ok(written) => {
                    let now = out.waiting.advance(written);
                    taken =
                        Taken { bytes: taken.bytes + now.bytes, finished: taken.finished || now.finished };
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Flow::Blocked(taken),
                Err(_) => {
                    self.break_off(out);
                    return Flow::Gone;
                }
            }
        }
        Flow::Clear
    }
}
