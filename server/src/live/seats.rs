//! The seats of a lens: its lines, each in a place that does not move while others come and go.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::line::Line;

/// How many lines are told before others have their turn.
const AT_ONCE: usize = 128;

#[derive(Default)]
pub struct Seats(Mutex<Places>);

#[derive(Default)]
struct Places {
    lines: Vec<Option<Arc<Line>>>,
    free: Vec<usize>,
}

impl Seats {
    /// Takes a free place.
    pub fn take(&self, line: &Arc<Line>) -> usize {
        let mut places = self.lock();
        let place = places.free.pop().unwrap_or(places.lines.len());
        if place == places.lines.len() {
            places.lines.push(None);
        }
        places.lines[place] = Some(Arc::clone(line));
        place
    }

    pub fn leave(&self, place: usize) {
        let mut places = self.lock();
        if places.lines.get_mut(place).and_then(Option::take).is_some() {
            places.free.push(place);
        }
    }

    pub fn is_empty(&self) -> bool {
        let places = self.lock();
        places.lines.len() == places.free.len()
    }

    /// Does a thing with every line, in turns. One that takes its seat meanwhile may be missed: it reads the ring.
    pub async fn each(&self, mut then: impl FnMut(&Arc<Line>)) {
        let (mut some, mut from) = (Vec::new(), 0);
        while self.part(&mut some, from) {
            some.drain(..).for_each(|line| then(&line));
            from += AT_ONCE;
            tokio::task::yield_now().await;
        }
    }

    /// Every line whose place has this rest by `count`: a share of them whose turn it is.
    pub fn share(&self, rest: usize, count: usize) -> Vec<Arc<Line>> {
        self.lock().lines.iter().skip(rest).step_by(count).flatten().cloned().collect()
    }

    fn part(&self, some: &mut Vec<Arc<Line>>, from: usize) -> bool {
        let places = self.lock();
        let end = places.lines.len().min(from + AT_ONCE);
        let part = places.lines.get(from..end).unwrap_or_default();
        some.extend(part.iter().flatten().cloned());
        !part.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
