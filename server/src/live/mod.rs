//! Every way out: a room per log, whose readers all get the same bytes.
//!
//! A commit wakes the room of its log. The room reads the events after its head from the memory, encodes and frames each
//! once per [`Lens`], and writes the bytes to every reader's [`Line`]; whatever was committed meanwhile leaves as one
//! write. A gap, a slow reader, a wake-up that got lost and a reconnect are one case: "everything after number N",
//! from the [`ring`] or the log.

mod askers;
mod audience;
mod batch;
mod bells;
pub mod bus;
mod catching_up;
mod entrance;
pub mod frames;
pub mod lens;
pub mod line;
pub mod resume;
mod ring;
mod room;
mod seats;
mod tallies;
mod thing;
mod waiting;
pub mod wire;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dialogue::PublicId;
use store::StoreError;
use tokio::net::TcpStream;
use uuid::Uuid;

use askers::Askers;
use bells::Bells;
use entrance::Entrance;
pub use lens::Lens;
pub use line::Line;
use line::call;
use room::Room;

use crate::views::Reader;

/// The way out to everybody who reads along. Cloning it is cheap and shares everything.
#[derive(Clone)]
pub struct Live(Arc<Hall>);

struct Hall {
    reader: Reader,
    epoch: Arc<str>,
    rooms: Mutex<HashMap<i64, Arc<Room>>>,
    bells: Arc<Bells>,
    askers: Askers,
    entrance: Entrance,
    draining: AtomicBool,
}

/// A place in a room: given back when it is dropped.
pub struct Seat {
    pub line: Arc<Line>,
    place: usize,
    visitor: Option<Uuid>,
    bells: Arc<Bells>,
}

impl Seat {
    /// Waits until every event from now on reaches this seat.
    pub async fn ready(&self) {
        self.line.room.followed().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Line { room, lens, .. } = &*self.line;
        room.audience(*lens).seats.leave(self.place);
        room.leave();
        if let Some(visitor) = self.visitor {
            self.bells.take_down(visitor, &self.line);
        }
    }
}

impl Live {
    /// `epoch` names this life of the database.
    #[must_use]
    pub fn new(reader: Reader, epoch: &str) -> Self {
        Self(Arc::new(Hall {
            reader,
            epoch: epoch.into(),
            rooms: Mutex::default(),
            bells: Arc::default(),
            askers: Askers::default(),
            entrance: Entrance::default(),
            draining: AtomicBool::new(false),
        }))
    }

    /// Tells a log's readers that something was committed.
    pub fn wake(&self, no: i64) {
        self.0.askers.grew();
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
        for room in self.rooms() {
            tokio::spawn(async move {
                room.audience(Lens::Desk).seats.each(|line| line.call(call::RIGHTS)).await
            });
        }
    }

    /// Where readers come in.
    #[must_use]
    pub fn entrance(&self) -> &Entrance {
        &self.0.entrance
    }

    /// Whether a visitor has asked anything.
    ///
    /// # Errors
    /// What the store says.
    pub async fn has_asked(&self, visitor: Uuid) -> Result<bool, StoreError> {
        self.0.askers.know(visitor, &self.0.reader).await
    }

    /// How many read along.
    #[must_use]
    pub fn viewers(&self, no: i64) -> usize {
        self.room(no).map_or(0, |room| room.viewers())
    }

    /// Whether a room has no time for more readers.
    #[must_use]
    pub fn is_strained(&self, no: i64) -> bool {
        self.room(no).is_some_and(|room| room.is_strained())
    }

    /// Takes a seat for a socket, and for a visitor who is told of their own questions if one is named. Whoever waits
    /// for [`Seat::ready`] and reads the present state then misses nothing.
    #[must_use]
    pub fn join(&self, no: i64, lens: Lens, visitor: Option<Uuid>, stream: TcpStream) -> Seat {
        let room = {
            let mut rooms = self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner);
            let hall = &self.0;
            let open = || Room::open(no, hall.reader.clone(), &hall.epoch, Arc::clone(&hall.bells));
            Arc::clone(rooms.entry(no).or_insert_with(open))
        };
        room.enter();
        let line = Line::new(stream, Arc::clone(&room), lens);
        let place = room.audience(lens).seats.take(&line);
        let bells = Arc::clone(&self.0.bells);
        if let Some(visitor) = visitor {
            bells.hang(visitor, &line);
        }
        // Whoever joins while the others are asked to leave is asked too.
        if self.0.draining.load(Ordering::SeqCst) {
            line.call(call::DRAIN);
        }
        Seat { line, place, visitor, bells }
    }

    /// Asks every reader to leave and come back, and waits until they have.
    pub async fn drain(&self) {
        self.0.draining.store(true, Ordering::SeqCst);
        for room in self.rooms() {
            room.call(call::DRAIN).await;
        }
        while self.rooms().iter().any(|room| room.viewers() > 0) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn rooms(&self) -> Vec<Arc<Room>> {
        let rooms = self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.values().map(Arc::clone).collect()
    }

    fn room(&self, no: i64) -> Option<Arc<Room>> {
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner).get(&no).map(Arc::clone)
    }
}
