//! Every way out: a room per log, whose readers all get the same bytes.
//!
//! A commit wakes the room of its log. The room reads the events after its head from the memory, encodes each once per
//! [`Lens`], and hands the bytes to every reader. A gap, a slow reader, a wake-up that got lost and a reconnect are one
//! case: "everything after number N" ([`resume`]).

mod bells;
pub mod bus;
pub mod frames;
pub mod lens;
pub mod resume;
mod room;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dialogue::PublicId;
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

use bells::Bells;
pub use lens::{Frame, Lens};
use room::Room;

use crate::views::Reader;

/// The way out to everybody who reads along. Cloning it is cheap and shares everything.
#[derive(Clone)]
pub struct Live(Arc<Hall>);

struct Hall {
    reader: Reader,
    rooms: Mutex<HashMap<i64, Arc<Room>>>,
    bells: Arc<Bells>,
    draining: watch::Sender<bool>,
    /// Counts the changes after which somebody may have lost a right.
    rights: watch::Sender<u64>,
}

/// A place in a room: given back when it is dropped.
pub struct Seat {
    pub frames: broadcast::Receiver<Frame>,
    pub draining: watch::Receiver<bool>,
    /// Changes when a desk's reader must show again that they may read.
    pub rights: watch::Receiver<u64>,
    /// Changes when something of the visitor's own changed; `None` for who asks nothing here.
    pub own: Option<watch::Receiver<u64>>,
    visitor: Option<Uuid>,
    bells: Arc<Bells>,
    room: Arc<Room>,
}

impl Seat {
    /// Waits until every event from now on reaches this seat.
    pub async fn ready(&self) {
        self.room.followed().await;
    }

    /// How many read along in this room.
    #[must_use]
    pub fn viewers(&self) -> usize {
        self.room.viewers()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // The receiver goes first: visitors for whom nobody listens are forgotten.
        self.own = None;
        self.room.leave();
        if let Some(visitor) = self.visitor {
            self.bells.forget(visitor);
        }
    }
}

impl Live {
    #[must_use]
    pub fn new(reader: Reader) -> Self {
        let (draining, rights) = (watch::channel(false).0, watch::channel(0).0);
        Self(Arc::new(Hall { reader, rooms: Mutex::default(), bells: Arc::default(), draining, rights }))
    }

    /// Tells a log's readers that something was committed.
    pub fn wake(&self, no: i64) {
        if let Some(room) = self.room(no) {
            room.wake();
        }
    }

    /// Tells a log's readers that a question's votes changed; the count travels in the next tally.
    pub fn voted(&self, name: PublicId) {
        if let Some(room) = self.room(name.no) {
            room.voted(name);
        }
    }

    /// Lets every open stream of the desk check its right at once.
    pub fn check_rights(&self) {
        self.0.rights.send_modify(|changes| *changes += 1);
    }

    /// How many read along.
    #[must_use]
    pub fn viewers(&self, no: i64) -> usize {
        self.room(no).map_or(0, |room| room.viewers())
    }

    /// Takes a seat, for a visitor who is told of their own questions if one is named. Whoever waits for [`Seat::ready`] and reads the present state then misses nothing.
    #[must_use]
    pub fn join(&self, no: i64, lens: Lens, visitor: Option<Uuid>) -> Seat {
        let room = {
            let mut rooms = self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner);
            let open = || Room::open(no, self.0.reader.clone(), Arc::clone(&self.0.bells));
            Arc::clone(rooms.entry(no).or_insert_with(open))
        };
        Seat {
            frames: room.enter(lens),
            draining: self.0.draining.subscribe(),
            rights: self.0.rights.subscribe(),
            own: visitor.map(|visitor| self.0.bells.listen(visitor)),
            bells: Arc::clone(&self.0.bells),
            visitor,
            room,
        }
    }

    /// Asks every reader to leave and come back, and waits until they have.
    pub async fn drain(&self) {
        self.0.draining.send_replace(true);
        while self.readers() > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn readers(&self) -> usize {
        let rooms = self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.values().map(|room| room.viewers()).sum()
    }

    fn room(&self, no: i64) -> Option<Arc<Room>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner).get(&no).map(Arc::clone)
    }
}
