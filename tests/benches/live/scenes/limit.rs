//! Side by side with the bare loop.

use std::time::Duration;

use tests::beside::{Rounds, SERVER, cpu, on_core, percentile};

use crate::Wish;
use crate::bare::{Bare, REPEATS, SKIPS};
use crate::crowd::{Crowd, Report, Way, pause};
use crate::publisher::{Pace, Publisher};
use crate::site::Site;

/// What still runs when a round ends is counted with it.
const SETTLE: Duration = Duration::from_millis(600);
const SERVERS: usize = 0;
const LOOPS: usize = 1;

/// A server and the loop.
struct Duel {
    site: Site,
    bare: Bare,
    size: usize,
}

#[derive(Default)]
struct Side {
    cost: Rounds,
    rate: Rounds,
    middle: Rounds,
    last: Rounds,
    load: Rounds,
    lost: u64,
}

impl Duel {
    fn start(size: usize) -> Self {
        Self { site: Site::start(), bare: start_bare(), size }
    }

    fn way(&self, side: usize) -> Way {
        match side {
            SERVERS => self.site.way(false),
            _ => self.bare.way(),
        }
    }

    fn publisher(&self, side: usize) -> Publisher {
        match side {
            SERVERS => self.site.publisher(self.size),
            _ => self.bare.publisher(self.size),
        }
    }

    fn pid(&self, side: usize) -> u32 {
        if side == SERVERS { self.site.server.pid() } else { self.bare.pid() }
    }
}

/// A group of readers of one side, and who publishes to it.
struct Party<'a> {
    crowd: &'a Crowd,
    group: usize,
    process: u32,
    publisher: &'a Publisher,
    viewers: usize,
}

impl Party<'_> {
    fn round(&self, pace: Pace, time: Duration, side: &mut Side) {
        self.crowd.window();
        let (before, own) = (cpu(self.process), cpu(std::process::id()));
        let start = tokio::time::Instant::now();
        let events = self.publisher.run(pace, time, self.crowd);
        let took = start.elapsed();
        pause(SETTLE);
        let spent = (cpu(self.process) - before).as_secs_f64();
        let load = (cpu(std::process::id()) - own).as_secs_f64();
        let report = self.crowd.window().swap_remove(self.group);
        side.take(&report, spent, load, took);
        let due = (events * self.viewers) as u64;
        side.lost += report.gaps + report.duplicates + due.saturating_sub(report.deliveries);
    }
}

impl Side {
    fn take(&mut self, report: &Report, spent: f64, load: f64, took: Duration) {
        let deliveries = report.deliveries as f64;
        self.cost.push(spent * 1e6 / deliveries);
        self.rate.push(deliveries / took.as_secs_f64() / 1e3);
        self.middle.push(f64::from(percentile(&report.latencies, 0.5)) / 1e3);
        self.last.push(f64::from(percentile(&report.latencies, 0.99)) / 1e3);
        self.load.push(load / spent);
    }

    fn print(&self, name: &str) {
        println!("  {name}");
        println!("    CPU per delivery, us     {:.2}", self.cost);
        println!("    deliveries, thousand/s   {:.1}", self.rate);
        println!("    latency p50, ms          {:.1}", self.middle);
        println!("    latency p99, ms          {:.1}", self.last);
        println!("    readers' CPU to its own  {:.2}", self.load);
        println!("    lost, twice, disordered  {}", self.lost);
    }
}

/// Both with all their readers at the same time, in turns.
fn duel(title: &str, viewers: usize, size: usize, pace: Pace, rounds: usize, time: Duration) -> [Side; 2] {
    let (duel, crowd) = (Duel::start(size), Crowd::start());
    let publishers = [SERVERS, LOOPS].map(|side| duel.publisher(side));
    let mut sides = [Side::default(), Side::default()];
    let party = |side: usize| Party {
        crowd: &crowd,
        group: side,
        process: duel.pid(side),
        publisher: &publishers[side],
        viewers,
    };
    for side in [SERVERS, LOOPS] {
        crowd.join(side, duel.way(side), viewers);
        // One round warms it up.
        party(side).round(pace, Duration::from_secs(1), &mut Side::default());
    }
    for _ in 0..rounds {
        for side in [SERVERS, LOOPS] {
            party(side).round(pace, time, &mut sides[side]);
        }
    }
    println!("{title}: {viewers} viewers, frames of {size} bytes, {rounds} rounds of {time:?}");
    sides[SERVERS].print("server");
    sides[LOOPS].print("bare loop");
    sides
}

fn ratio(of: &Rounds, to: &Rounds) -> f64 {
    of.median() / to.median()
}

/// Plants a lost event and a repeated one: readers who do not find both are not to be believed.
pub fn control(_: Wish) {
    let (bare, crowd) = (start_bare(), Crowd::start());
    crowd.join(0, bare.way(), 100);
    let publisher = bare.publisher(300);
    for mark in ["", SKIPS, "", REPEATS, ""] {
        publisher.once(mark);
    }
    pause(SETTLE);
    let report = crowd.window().swap_remove(0);
    assert_eq!(
        (report.gaps, report.duplicates, report.deliveries),
        (1, 1, 500),
        "what was planted is not found"
    );
    println!("control: a lost event and a repeated one were planted, and found");
}

pub fn paced(wish: Wish) {
    let rate = wish.rate(20);
    let [server, bare] = duel(
        &format!("{rate} events a second"),
        wish.viewers(1_000),
        wish.size(300),
        Pace::Rate(rate),
        wish.rounds(7),
        wish.time(5),
    );
    println!("  CPU, x bare              {:.2}   (target 1.10)", ratio(&server.cost, &bare.cost));
}

pub fn flight(wish: Wish) {
    let [server, bare] = duel(
        "eight events in flight",
        wish.viewers(1_000),
        wish.size(300),
        Pace::Flight(8),
        wish.rounds(7),
        wish.time(5),
    );
    println!("  CPU, x bare              {:.2}   (target 0.25)", ratio(&server.cost, &bare.cost));
    println!("  deliveries, x bare       {:.2}   (target 3.95)", ratio(&server.rate, &bare.rate));
}

/// One after the other, since a process may not hold as many files as both crowds need.
pub fn wide(wish: Wish) {
    let (rate, viewers, size) = (wish.rate(2), wish.viewers(10_000), wish.size(300));
    let (rounds, time) = (wish.rounds(5), wish.time(10));
    let mut duel = Duel::start(size);
    let mut sides = [Side::default(), Side::default()];
    for _ in 0..rounds {
        // The loop does not notice who left.
        duel.bare = start_bare();
        for side in [SERVERS, LOOPS] {
            let crowd = Crowd::start();
            crowd.join(0, duel.way(side), viewers);
            let (process, publisher) = (duel.pid(side), &duel.publisher(side));
            let party = Party { crowd: &crowd, group: 0, process, publisher, viewers };
            party.round(Pace::Rate(rate), Duration::from_secs(1), &mut Side::default());
            party.round(Pace::Rate(rate), time, &mut sides[side]);
        }
    }
    println!(
        "{rate} events a second: {viewers} viewers, frames of {size} bytes, {rounds} rounds of {time:?}"
    );
    sides[SERVERS].print("server");
    sides[LOOPS].print("bare loop");
    let [server, bare] = &sides;
    println!("  CPU, x bare              {:.2}   (target 1.10)", ratio(&server.cost, &bare.cost));
    println!("  p99, x bare              {:.2}   (target 1.25)", ratio(&server.last, &bare.last));
}

fn start_bare() -> Bare {
    on_core(SERVER, || Bare::start(&own_path()))
}

fn own_path() -> std::path::PathBuf {
    std::env::current_exe().expect("own path")
}
