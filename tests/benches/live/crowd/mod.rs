//! A crowd of readers: thousands of sockets on one thread, which costs less than the server that it loads.

mod hall;
mod viewer;

use std::collections::{BTreeMap, HashMap};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use mio::{Poll, Waker};
use tokio::time::Instant;

use hall::{Hall, WAKE};
pub use viewer::{Way, now};

/// What a crowd is told.
enum Order {
    Join {
        way: Way,
        count: usize,
    },
    /// Nobody of the group reads any more; or reads again.
    Sleep(usize, bool),
    /// Tells the report so far, and begins a new one.
    Window,
    Stand(usize),
    Leave,
}

enum News {
    /// Every reader of a group has one event more.
    Told,
    Window(Vec<Report>),
    Stand(Stand),
}

/// How a group stands.
#[derive(Clone, Copy, Debug, Default)]
struct Stand {
    /// How many have the whole state.
    level: usize,
    /// The lowest number that a reader has.
    lowest: i64,
}

/// What a group of readers saw.
#[derive(Default)]
pub struct Report {
    pub deliveries: u64,
    pub gaps: u64,
    pub duplicates: u64,
    pub snapshots: u64,
    pub resumed: u64,
    pub byes: BTreeMap<String, u64>,
    /// Microseconds from sending an event off to having it; sorted in the end.
    pub latencies: Vec<u32>,
    /// How many have each event.
    told: HashMap<i64, usize>,
    everybody: usize,
    whole: usize,
}

impl Report {
    fn deliver(&mut self, seq: i64, latency: Option<u32>) {
        self.deliveries += 1;
        self.latencies.extend(latency);
        let told = self.told.entry(seq).or_default();
        *told += 1;
        if *told == self.everybody {
            self.told.remove(&seq);
            self.whole += 1;
        }
    }
}

/// The hold on a crowd's thread, which ends with it.
pub struct Crowd {
    orders: Sender<Order>,
    waker: Waker,
    news: Receiver<News>,
    hall: Option<JoinHandle<()>>,
}

impl Crowd {
    pub fn start() -> Self {
        let poll = Poll::new().expect("a poll");
        let waker = Waker::new(poll.registry(), WAKE).expect("a waker");
        let (orders, told) = mpsc::channel();
        let (tell, news) = mpsc::channel();
        let hall = std::thread::spawn(move || Hall::new(poll, told, tell).run());
        Self { orders, waker, news, hall: Some(hall) }
    }

    /// Lets as many readers join as the next group, and waits until each has the whole state.
    pub fn join(&self, group: usize, way: Way, count: usize) {
        self.order(Order::Join { way, count });
        self.until(group, count, 0);
    }

    pub fn sleep(&self, group: usize, sleeps: bool) {
        self.order(Order::Sleep(group, sleeps));
    }

    /// What each group saw since the last time.
    pub fn window(&self) -> Vec<Report> {
        self.order(Order::Window);
        loop {
            if let News::Window(mut reports) = self.news() {
                reports.iter_mut().for_each(|report| report.latencies.sort_unstable());
                return reports;
            }
        }
    }

    fn stand(&self, group: usize) -> Stand {
        self.order(Order::Stand(group));
        loop {
            if let News::Stand(stand) = self.news() {
                return stand;
            }
        }
    }

    /// Waits until everybody of the group has the whole state, this event among it; tells how long that took.
    pub fn until(&self, group: usize, count: usize, head: i64) -> Duration {
        let start = Instant::now();
        loop {
            let stand = self.stand(group);
            if stand.level == count && stand.lowest >= head {
                return start.elapsed();
            }
            assert!(start.elapsed() < Duration::from_secs(120), "{stand:?} at {head} after two minutes");
            pause(Duration::from_millis(50));
        }
    }

    /// Waits until the next event has reached everybody.
    pub fn told(&self) {
        while !matches!(self.news(), News::Told) {}
    }

    fn order(&self, order: Order) {
        self.orders.send(order).expect("the crowd runs");
        self.waker.wake().expect("the crowd wakes");
    }

    fn news(&self) -> News {
        self.news.recv_timeout(Duration::from_secs(30)).expect("the crowd has news")
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        let _ = self.orders.send(Order::Leave);
        let _ = self.waker.wake();
        // Its sockets are closed when the next crowd opens some.
        let _ = self.hall.take().map(JoinHandle::join);
    }
}

#[expect(clippy::disallowed_methods, reason = "the load is driven outside of any runtime")]
pub fn pause(time: Duration) {
    std::thread::sleep(time);
}
