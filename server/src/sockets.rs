//! How many sockets are open, by visitor and by address: a hall on one Wi-Fi may, a single machine that opens
//! thousands may not.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use moderation::limits::{Key, Wait};
use uuid::Uuid;

use crate::config::SocketLimits;

/// Seconds after which a refused reader may come again.
const LATER: u64 = 10;

/// The counts of this node.
#[derive(Clone)]
pub struct Sockets {
    /// `None`: nobody is counted.
    most: Option<SocketLimits>,
    open: Arc<Mutex<HashMap<Key, u32>>>,
    /// How many readers of the public there may be, and how many there are.
    most_public: usize,
    public: Arc<AtomicUsize>,
}

/// A reader of the public, counted until it is dropped.
pub struct InHall(Arc<AtomicUsize>);

impl Drop for InHall {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// An open socket's place in the counts, given back when it is dropped.
pub struct Counted {
    keys: Vec<Key>,
    open: Arc<Mutex<HashMap<Key, u32>>>,
}

impl Sockets {
    #[must_use]
    pub fn new(most: Option<SocketLimits>, most_public: usize) -> Self {
        Self { most, open: Arc::default(), most_public, public: Arc::default() }
    }

    /// A place in the hall of the public; none when it is full.
    #[must_use]
    pub fn enter_hall(&self) -> Option<InHall> {
        let there = InHall(Arc::clone(&self.public));
        (self.public.fetch_add(1, Ordering::AcqRel) < self.most_public).then_some(there)
    }

    /// Counts a socket that a visitor opens from an address.
    ///
    /// # Errors
    /// [`Wait`] when either has as many open as it may.
    pub fn open(&self, visitor: Uuid, address: IpAddr) -> Result<Counted, Wait> {
        let mut counted = Counted { keys: Vec::new(), open: Arc::clone(&self.open) };
        let Some(most) = self.most else { return Ok(counted) };
        let places =
            [(Key::visitor(visitor.as_u128()), most.per_visitor), (Key::address(address), most.per_address)];
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if places.iter().any(|(key, most)| open.get(key).is_some_and(|count| count >= most)) {
            return Err(Wait { seconds: LATER, message: too_many() });
        }
        for (key, _) in places {
            *open.entry(key).or_default() += 1;
            counted.keys.push(key);
        }
        Ok(counted)
    }
}

fn too_many() -> String {
    format!("Đang có quá nhiều kết nối cùng lúc từ trình duyệt hoặc mạng này. Xin thử lại sau {LATER} giây.")
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        for key in &self.keys {
            if let Some(count) = open.get_mut(key) {
                *count -= 1;
                if *count == 0 {
                    open.remove(key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_given_back() {
        let sockets = Sockets::new(Some(SocketLimits { per_visitor: 2, per_address: 3, public: 9 }), 9);
        let address = IpAddr::from([192, 0, 2, 1]);
        let visitor = Uuid::from_u128;
        let first = sockets.open(visitor(1), address).expect("the first");
        let _second = sockets.open(visitor(1), address).expect("the second");
        assert!(sockets.open(visitor(1), address).is_err(), "a third of one visitor");
        let _third = sockets.open(visitor(2), address).expect("another visitor");
        assert!(sockets.open(visitor(3), address).is_err(), "a fourth of one address");
        drop(first);
        assert!(sockets.open(visitor(3), address).is_ok());
    }

    #[test]
    fn a_full_hall_has_a_place_when_somebody_leaves() {
        let sockets = Sockets::new(None, 2);
        let first = sockets.enter_hall().expect("the first");
        let _second = sockets.enter_hall().expect("the second");
        assert!((0..3).all(|_| sockets.enter_hall().is_none()), "it is full");
        drop(first);
        assert!(sockets.enter_hall().is_some());
    }

    #[test]
    fn without_limits_nobody_is_counted() {
        let sockets = Sockets::new(None, 9);
        let open: Vec<_> =
            (0..10_000).map(|n| sockets.open(Uuid::from_u128(n % 3), [127, 0, 0, 1].into())).collect();
        assert!(open.iter().all(Result::is_ok));
        assert!(sockets.open.lock().expect("no panic").is_empty());
    }
}
