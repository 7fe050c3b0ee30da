//! What waits for a socket that is not ready: pieces in their order, bounded.

use std::collections::VecDeque;
use std::io::IoSlice;

use bytes::{Buf, Bytes};

/// How many bytes wait at most, beside the frame that is being written.
pub const MOST: usize = 64 * 1024;
/// How many pieces leave in one write.
const AT_ONCE: usize = 64;

/// What a piece is, for the day it must go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An event, with the number of the one before it: it can be had again from the ring or the log.
    Event { prev: i64 },
    /// Counts: newer ones will come.
    Tally,
    /// A reply, a greeting, a control frame: it is told once.
    Own,
}

#[derive(Debug)]
struct Piece {
    bytes: Bytes,
    what: What,
}

/// The pieces that wait. The first may be written in part; then nothing but its rest may follow on the wire.
#[derive(Debug, Default)]
pub struct Waiting {
    pieces: VecDeque<Piece>,
    bytes: usize,
    own: usize,
    begun: bool,
}

/// What a write did to the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub bytes: usize,
    /// Whether a whole piece is gone.
    pub finished: bool,
}

impl Waiting {
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Whether as much that cannot be had again waits as may wait at all: then nothing more is asked for.
    pub const fn is_full_of_own(&self) -> bool {
        self.own > MOST
    }

    /// Whether there is room for so many bytes more.
    pub fn has_room(&self, bytes: usize) -> bool {
        let first = self.pieces.front().map_or(0, |piece| piece.bytes.len());
        self.pieces.is_empty() || self.bytes - first + bytes <= MOST
    }

    pub fn push(&mut self, bytes: Bytes, what: What) {
        self.bytes += bytes.len();
        self.own += if what == What::Own { bytes.len() } else { 0 };
        self.pieces.push_back(Piece { bytes, what });
    }

    /// The rest of a frame whose beginning is written already.
    pub fn push_rest(&mut self, bytes: Bytes, what: What) {
        debug_assert!(self.pieces.is_empty());
        self.begun = true;
        self.push(bytes, what);
    }

    /// Lets everything go that can be had again; the number after which the reader has nothing, if an event was among it.
    pub fn drop_backlog(&mut self) -> Option<i64> {
        let mut first = None;
        self.keep(|piece| {
            if let What::Event { prev } = piece.what {
                first = first.or(Some(prev));
            }
            piece.what == What::Own
        });
        first
    }

    /// Lets everything go but the rest of a frame that is begun.
    pub fn drop_all(&mut self) {
        self.keep(|_| false);
    }

    fn keep(&mut self, mut keeps: impl FnMut(&Piece) -> bool) {
        let mut begun = self.begun;
        self.pieces.retain(|piece| std::mem::take(&mut begun) || keeps(piece));
        self.bytes = self.pieces.iter().map(|piece| piece.bytes.len()).sum();
        let own = self.pieces.iter().filter(|piece| piece.what == What::Own);
        self.own = own.map(|piece| piece.bytes.len()).sum();
    }

    /// The next bytes, for one write.
    pub fn slices(&self) -> Vec<IoSlice<'_>> {
        self.pieces.iter().take(AT_ONCE).map(|piece| IoSlice::new(&piece.bytes)).collect()
    }

    /// Takes away what was written.
    pub fn advance(&mut self, written: usize) -> Taken {
        let (mut left, mut finished) = (written, false);
        while left > 0 {
            let Some(first) = self.pieces.front_mut() else { break };
            let taken = left.min(first.bytes.len());
            first.bytes.advance(taken);
            self.bytes -= taken;
            self.own -= if first.what == What::Own { taken } else { 0 };
            self.begun = true;
            left -= taken;
            if first.bytes.is_empty() {
                self.pieces.pop_front();
                (self.begun, finished) = (false, true);
            }
        }
        if self.pieces.is_empty() {
            // What once waited must not cost a reader who has caught up.
            self.pieces = VecDeque::new();
        }
        Taken { bytes: written, finished }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(length: usize) -> Bytes {
        vec![b'x'; length].into()
    }

    fn lengths(waiting: &Waiting) -> Vec<usize> {
        waiting.slices().iter().map(|slice| slice.len()).collect()
    }

    #[test]
    fn the_frame_that_is_written_does_not_count_and_the_rest_is_bounded() {
        let mut waiting = Waiting::default();
        assert!(waiting.has_room(10 * MOST), "one frame may always be begun");
        waiting.push(bytes(10 * MOST), What::Own);
        assert!(waiting.has_room(MOST));
        waiting.push(bytes(MOST), What::Event { prev: 4 });
        assert!(!waiting.has_room(1));
    }

    #[test]
    fn a_backlog_goes_but_for_what_is_begun_or_told_once() {
        let mut waiting = Waiting::default();
        waiting.push(bytes(5), What::Event { prev: 4 });
        waiting.push(bytes(6), What::Event { prev: 7 });
        waiting.push(bytes(7), What::Own);
        waiting.push(bytes(8), What::Tally);
        waiting.push(bytes(9), What::Event { prev: 8 });
        assert_eq!(waiting.advance(2), Taken { bytes: 2, finished: false });
        assert_eq!(waiting.drop_backlog(), Some(7), "the first event stays: it is begun");
        assert_eq!(lengths(&waiting), [3, 7]);
        assert_eq!(waiting.advance(10), Taken { bytes: 10, finished: true });
        assert!(waiting.is_empty() && waiting.has_room(MOST));
    }

    #[test]
    fn nothing_stays_at_the_end_but_the_rest_of_a_frame() {
        let mut waiting = Waiting::default();
        waiting.push_rest(bytes(3), What::Own);
        waiting.push(bytes(4), What::Own);
        waiting.drop_all();
        assert_eq!(lengths(&waiting), [3]);
        waiting.advance(3);
        waiting.push(bytes(4), What::Own);
        waiting.drop_all();
        assert!(waiting.is_empty());
    }
}
