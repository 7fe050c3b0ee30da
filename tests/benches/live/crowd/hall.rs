//! The thread of a crowd: it looks at every socket that has something to read, and lets whoever was cut off come back.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use mio::{Events, Interest, Poll, Registry, Token};
use tests::dice::Dice;
use tokio::time::Instant;

use super::viewer::{End, Viewer};
use super::{News, Order, Report, Stand, Way};

pub const WAKE: Token = Token(usize::MAX);
/// How many handshakes of those who join for the first time run at once.
const AT_ONCE: usize = 200;
/// A handshake that takes longer has failed.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// The longest wait of a client that comes back.
const LONGEST: Duration = Duration::from_secs(30);

const SEED: u64 = 20_261_127;

pub struct Hall {
    poll: Poll,
    orders: Receiver<Order>,
    news: Sender<News>,
    viewers: Vec<Viewer>,
    ways: Vec<Way>,
    reports: Vec<Report>,
    /// Who comes when.
    coming: BinaryHeap<Reverse<(Instant, usize)>>,
    /// Who waits for their first turn.
    waiting: Vec<usize>,
    /// Who is not level yet, and since when.
    joining: HashMap<usize, Instant>,
    dice: Dice,
    leaves: bool,
}

impl Hall {
    pub fn new(poll: Poll, orders: Receiver<Order>, news: Sender<News>) -> Self {
        Self {
            poll,
            orders,
            news,
            viewers: Vec::new(),
            ways: Vec::new(),
            reports: Vec::new(),
            coming: BinaryHeap::new(),
            waiting: Vec::new(),
            joining: HashMap::new(),
            dice: Dice::new(SEED),
            leaves: false,
        }
    }

    pub fn run(mut self) {
        let (mut events, mut buffer) = (Events::with_capacity(1_024), vec![0; 256 * 1024]);
        while !self.leaves {
            let patience = self.patience();
            match self.poll.poll(&mut events, Some(patience)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => panic!("polling: {error}"),
                _ => {}
            }
            for event in &events {
                match event.token() {
                    WAKE => self.obey(),
                    Token(at) => self.serve(at, event.is_writable(), &mut buffer),
                }
            }
            self.let_in();
            for report in &mut self.reports {
                for _ in 0..std::mem::take(&mut report.whole) {
                    let _ = self.news.send(News::Told);
                }
            }
        }
    }

    fn patience(&self) -> Duration {
        let next = self.coming.peek().map(|Reverse((at, _))| at.saturating_duration_since(Instant::now()));
        next.unwrap_or(HANDSHAKE).min(Duration::from_millis(200))
    }

    fn obey(&mut self) {
        while let Ok(order) = self.orders.try_recv() {
            match order {
                Order::Join { way, count } => {
                    let group = self.ways.len();
                    self.ways.push(way);
                    self.reports.push(Report { everybody: count, ..Report::default() });
                    let first = self.viewers.len();
                    self.viewers.extend((0..count).map(|_| Viewer::of(group)));
                    self.waiting.extend(first..first + count);
                }
                Order::Sleep(group, sleeps) => self.lull(group, sleeps),
                Order::Window => {
                    let anew = |report: &mut Report| {
                        let everybody = report.everybody;
                        std::mem::replace(report, Report { everybody, ..Report::default() })
                    };
                    let _ = self.news.send(News::Window(self.reports.iter_mut().map(anew).collect()));
                }
                Order::Stand(group) => {
                    let _ = self.news.send(News::Stand(self.stand(group)));
                }
                Order::Leave => self.leaves = true,
            }
        }
    }

    fn stand(&self, group: usize) -> Stand {
        let readers = self.viewers.iter().filter(|viewer| viewer.group == group);
        let lowest = readers.clone().map(|viewer| viewer.seq).min().unwrap_or_default();
        let is_level = |viewer: &&Viewer| viewer.is_level && viewer.stream.is_some();
        Stand { level: readers.filter(is_level).count(), lowest }
    }

    /// Puts a group to sleep: its sockets are not looked at any more. One that wakes reads what is there.
    fn lull(&mut self, group: usize, sleeps: bool) {
        for (at, viewer) in self.viewers.iter_mut().enumerate().filter(|(_, viewer)| viewer.group == group) {
            let Some(stream) = &mut viewer.stream else { continue };
            let _ = match sleeps {
                true => self.poll.registry().deregister(stream),
                false => self.poll.registry().register(stream, Token(at), Interest::READABLE),
            };
        }
    }

    fn serve(&mut self, at: usize, is_writable: bool, buffer: &mut [u8]) {
        let viewer = &mut self.viewers[at];
        let group = viewer.group;
        if is_writable && self.joining.contains_key(&at) && !viewer.has_asked {
            let asked = viewer.ask(&self.ways[group]);
            if asked.is_err() || watch(self.poll.registry(), viewer, at).is_err() {
                return self.lose(at);
            }
        }
        match self.viewers[at].read(buffer, &mut self.reports[group]) {
            End::Gone => self.lose(at),
            End::Open => {
                if self.viewers[at].is_level {
                    self.joining.remove(&at);
                }
            }
        }
    }

    /// A reader lost its stream: it comes back when it was told to, or after a wait that grows as the page's does.
    fn lose(&mut self, at: usize) {
        self.joining.remove(&at);
        let viewer = &mut self.viewers[at];
        let Some(mut stream) = viewer.cut() else { return };
        let _ = self.poll.registry().deregister(&mut stream);
        let most = LONGEST.min(Duration::from_secs(1) * (1 << viewer.tries.min(5))).as_millis() as usize;
        viewer.tries += 1;
        viewer.is_level = false;
        let wait = viewer.retry.take().unwrap_or_else(|| Duration::from_millis(self.dice.below(most) as u64));
        self.coming.push(Reverse((Instant::now() + wait, at)));
    }

    fn let_in(&mut self) {
        let now = Instant::now();
        while self.coming.peek().is_some_and(|Reverse((at, _))| *at <= now) {
            if let Some(Reverse((_, at))) = self.coming.pop() {
                self.connect(at);
            }
        }
        while self.joining.len() < AT_ONCE {
            let Some(at) = self.waiting.pop() else { break };
            self.connect(at);
        }
        let late: Vec<usize> =
            self.joining.iter().filter(|(_, since)| now - **since > HANDSHAKE).map(|(at, _)| *at).collect();
        late.into_iter().for_each(|at| self.lose(at));
    }

    fn connect(&mut self, at: usize) {
        let viewer = &mut self.viewers[at];
        let host = u8::try_from(at % 8 + 1).expect("one of eight");
        let from = SocketAddr::from((Ipv4Addr::new(127, 0, 0, host), 0));
        let way = &self.ways[viewer.group];
        self.joining.insert(at, Instant::now());
        let interest = Interest::READABLE | Interest::WRITABLE;
        let begun = viewer
            .connect(way, from)
            .and_then(|stream| self.poll.registry().register(stream, Token(at), interest));
        if let Err(error) = begun {
            eprintln!("a reader cannot connect: {error}");
            self.lose(at);
        }
    }
}

/// From now on only what there is to read counts.
fn watch(registry: &Registry, viewer: &mut Viewer, at: usize) -> io::Result<()> {
    let Some(stream) = &mut viewer.stream else { return Ok(()) };
    registry.reregister(stream, Token(at), Interest::READABLE)
}
