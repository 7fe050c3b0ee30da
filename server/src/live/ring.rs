//! The ring: the last events of a lens as they go over the wire, for readers who come back and for slow ones.
//!
//! An event shows the present view of its thing. So a later event of the same thing takes the bytes of the earlier ones
//! away: they are encoded anew when somebody needs them, and what was hidden since is in no memory.

use std::collections::VecDeque;

use bytes::Bytes;
use dialogue::event::{Event, EventKind};
use uuid::Uuid;

use super::lens::Lens;

/// How many events a ring holds, and how many bytes.
const MOST: usize = 512;
const HEAVIEST: usize = 4 * 1024 * 1024;

/// An event as a reader gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub prev: i64,
    pub seq: i64,
    pub bytes: Bytes,
}

/// An event's place in the ring.
#[derive(Debug)]
struct Held {
    prev: i64,
    seq: i64,
    shows: Shows,
    bytes: Option<Bytes>,
}

/// What an event's bytes show: when one of them changes, the bytes are old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shows {
    question: Option<Uuid>,
    session: bool,
}

impl Shows {
    fn of(event: &Event) -> Self {
        let question = event.what.question;
        let session = question.is_none() && event.what.kind != EventKind::NoticePosted;
        Self { question, session: session || event.what.kind == EventKind::StageChanged }
    }

    fn shares(self, other: Self) -> bool {
        (self.session && other.session) || self.question.is_some_and(|id| other.question == Some(id))
    }
}

#[derive(Debug)]
pub struct Ring {
    lens: Lens,
    held: VecDeque<Held>,
    weight: usize,
    /// The last event of the lens.
    head: i64,
}

impl Ring {
    pub const fn new(lens: Lens) -> Self {
        Self { lens, held: VecDeque::new(), weight: 0, head: 0 }
    }

    pub const fn head(&self) -> i64 {
        self.head
    }

    /// Begins at a number: what was before it stands in the log.
    pub fn begin(&mut self, head: i64) {
        (self.head, self.weight) = (head, 0);
        self.held.clear();
    }

    /// Takes the next event of the lens; without bytes when nobody reads here.
    pub fn push(&mut self, event: &Event, bytes: Option<Bytes>) {
        let shows = Shows::of(event);
        // A page's event carries the stage beside the question, so any event may have changed what it shows.
        let old = |held: &Held| matches!(self.lens, Lens::Page(_)) || shows.shares(held.shows);
        for held in self.held.iter_mut().filter(|held| old(held)) {
            self.weight -= held.bytes.take().map_or(0, |bytes| bytes.len());
        }
        self.head = event.seq;
        self.weight += bytes.as_ref().map_or(0, Bytes::len);
        self.held.push_back(Held { prev: self.lens.prev(event), seq: event.seq, shows, bytes });
        while self.held.len() > MOST || self.weight > HEAVIEST {
            let Some(first) = self.held.pop_front() else { break };
            self.weight -= first.bytes.map_or(0, |bytes| bytes.len());
        }
    }

    /// Every event after this number; `None` when the log must be read for it.
    pub fn after(&self, seq: i64) -> Option<Vec<Told>> {
        if seq < self.held.front().map_or(self.head, |first| first.prev) {
            return None;
        }
        let from = self.held.partition_point(|held| held.seq <= seq);
        let told = |held: &Held| Some(Told { prev: held.prev, seq: held.seq, bytes: held.bytes.clone()? });
        self.held.range(from..).map(told).collect()
    }

    /// Gives the events that were read from the log their bytes, and goes back in time with those before the first, so
    /// far as there is room.
    pub fn fill(&mut self, read: &[(Event, Told)]) {
        let mut before = Vec::new();
        for (event, told) in read {
            match self.held.binary_search_by_key(&told.seq, |held| held.seq) {
                Ok(at) if self.held[at].bytes.is_none() => {
                    self.weight += told.bytes.len();
                    self.held[at].bytes = Some(told.bytes.clone());
                }
                Ok(_) => {}
                Err(0) => before.push((event, told)),
                Err(_) => return,
            }
        }
        for (event, told) in before.into_iter().rev() {
            if self.held.len() >= MOST || self.weight + told.bytes.len() > HEAVIEST {
                return;
            }
            self.weight += told.bytes.len();
            let bytes = Some(told.bytes.clone());
            self.held.push_front(Held { prev: told.prev, seq: told.seq, shows: Shows::of(event), bytes });
        }
    }
}

#[cfg(test)]
#[path = "ring_tests.rs"]
mod tests;
