//! A batch: events that go out together, as one write.

use bytes::{Bytes, BytesMut};

use super::ring::Told;

/// Events in their order, and their bytes in one piece. It is never empty.
pub struct Batch {
    bytes: Bytes,
    events: Vec<Mark>,
}

/// An event's number, the one before it, and where its bytes end.
struct Mark {
    prev: i64,
    seq: i64,
    end: usize,
}

/// How a batch follows on what a reader has.
#[derive(Debug, PartialEq, Eq)]
pub enum Follows {
    /// From this byte on it is news.
    From(usize),
    /// The reader has all of it.
    Old,
    /// Something before it is missing.
    Gap,
}

/// A part of a batch that a socket did not take: the number of the event before it, and the bytes.
pub struct Rest {
    pub prev: i64,
    pub bytes: Bytes,
}

impl Batch {
    /// `None` for no events.
    pub fn of(told: &[Told]) -> Option<Self> {
        let mut end = 0;
        let mark = |told: &Told| {
            end += told.bytes.len();
            Mark { prev: told.prev, seq: told.seq, end }
        };
        let events: Vec<Mark> = told.iter().map(mark).collect();
        let bytes = match told {
            [] => return None,
            [one] => one.bytes.clone(),
            many => {
                let mut joined = BytesMut::with_capacity(end);
                many.iter().for_each(|told| joined.extend_from_slice(&told.bytes));
                joined.freeze()
            }
        };
        Some(Self { bytes, events })
    }

    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The number of the last event.
    pub fn last(&self) -> i64 {
        self.events.last().map_or(0, |event| event.seq)
    }

    pub fn follows(&self, seq: i64) -> Follows {
        let next = self.events.partition_point(|event| event.seq <= seq);
        match self.events.get(next) {
            None => Follows::Old,
            Some(event) if event.prev > seq => Follows::Gap,
            Some(_) => Follows::From(self.start(next)),
        }
    }

    /// What stands after this byte, event by event; the first may be a part of one.
    pub fn rest(&self, from: usize) -> impl Iterator<Item = Rest> {
        let first = self.events.partition_point(|event| event.end <= from);
        (first..self.events.len()).map(move |n| Rest {
            prev: self.events[n].prev,
            bytes: self.bytes.slice(self.start(n).max(from)..self.events[n].end),
        })
    }

    /// Whether an event begins at this byte.
    pub fn is_between(&self, byte: usize) -> bool {
        byte == 0 || self.events.iter().any(|event| event.end == byte)
    }

    fn start(&self, n: usize) -> usize {
        n.checked_sub(1).map_or(0, |before| self.events[before].end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        let told =
            |prev, seq, bytes: &'static str| Told { prev, seq, bytes: Bytes::from_static(bytes.as_bytes()) };
        Batch::of(&[told(4, 6, "six"), told(6, 7, "seven"), told(7, 9, "nine")]).expect("three events")
    }

    #[test]
    fn a_reader_gets_what_it_has_not() {
        let batch = batch();
        assert_eq!(batch.bytes()[..], *b"sixsevennine");
        for (seq, follows) in [
            (3, Follows::Gap),
            (4, Follows::From(0)),
            (5, Follows::From(0)),
            (6, Follows::From(3)),
            (8, Follows::From(8)),
            (9, Follows::Old),
            (12, Follows::Old),
        ] {
            assert_eq!(batch.follows(seq), follows, "{seq}");
        }
    }

    #[test]
    fn what_a_socket_left_is_told_event_by_event() {
        let rest = |from| batch().rest(from).map(|rest| (rest.prev, rest.bytes)).collect::<Vec<_>>();
        assert_eq!(rest(12), []);
        assert_eq!(rest(4), [(6, Bytes::from_static(b"even")), (7, Bytes::from_static(b"nine"))]);
        assert_eq!(rest(3).len(), 2);
        assert_eq!([0, 3, 4, 8].map(|byte| batch().is_between(byte)), [true, true, false, true]);
    }
}
