//! Crowds: idle, with some who do not read, thrown off at once, and told to leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tests::beside::{kernel, percentile, resident};
use tests::http::{Client, Request};
use tests::people::{LIVE, question};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::MIB;
use crate::Wish;
use crate::crowd::{Crowd, Report, pause};
use crate::publisher::Pace;
use crate::site::Site;

pub fn idle(wish: Wish) {
    let viewers = wish.viewers(10_000);
    let (site, crowd) = (Site::start(), Crowd::start());
    site.publisher(300);
    pause(Duration::from_secs(2));
    let before = resident(site.server.pid());
    crowd.join(0, site.way(false), viewers);
    pause(Duration::from_secs(30));
    let after = resident(site.server.pid());
    println!("idle: {viewers} viewers, half a minute after the last came");
    println!("  memory before            {:.1} MiB", before as f64 / MIB);
    println!("  memory then              {:.1} MiB   (target 286)", after as f64 / MIB);
    let each = (after - before) as f64 / 1024.0 / viewers as f64;
    println!("  an idle viewer           {each:.2} KiB   (target 4.5)");
}

/// A tenth of the readers stops reading: what do the others notice?
pub fn stalled(wish: Wish) {
    let (viewers, rate, size, time) = (wish.viewers(5_000), wish.rate(5), wish.size(2_000), wish.time(20));
    let (site, crowd) = (Site::start(), Crowd::start());
    let publisher = site.publisher(size);
    let slow = viewers / 10;
    crowd.join(0, site.way(false), viewers - slow);
    crowd.join(1, site.way(true), slow);
    publisher.run(Pace::Rate(rate), Duration::from_secs(2), &crowd);
    crowd.window();
    let before = (resident(site.server.pid()), kernel());
    publisher.run(Pace::Rate(rate), time, &crowd);
    pause(Duration::from_secs(1));
    let awake = crowd.window().swap_remove(0);
    crowd.sleep(1, true);
    // After ten seconds they are let go: what they cost is looked at before.
    publisher.run(Pace::Rate(rate), time.mul_f64(0.4), &crowd);
    let during = (resident(site.server.pid()), kernel());
    publisher.run(Pace::Rate(rate), time.mul_f64(0.6), &crowd);
    pause(Duration::from_secs(1));
    let asleep = crowd.window().swap_remove(0);
    crowd.sleep(1, false);
    let level = crowd.until(1, slow, site.head());
    let woken = crowd.window().swap_remove(1);
    println!(
        "stalled: {slow} of {viewers} viewers do not read for {time:?}; {rate} events of {size} bytes a second"
    );
    let p99 = |report: &Report| f64::from(percentile(&report.latencies, 0.99)) / 1e3;
    println!("  p99 of the others, ms    {:.1} while all read, {:.1} then", p99(&awake), p99(&asleep));
    println!("  ratio                    {:.2}   (target 1.20)", p99(&asleep) / p99(&awake));
    let grown = |before: u64, then: u64| then.saturating_sub(before) as f64 / slow as f64 / 1024.0;
    println!("  server's memory for each {:.1} KiB", grown(before.0, during.0));
    println!("  kernel's memory for each {:.1} KiB", grown(before.1, during.1));
    println!("  the woken are level      {:.1} s after waking, {:?}", level.as_secs_f64(), woken.byes);
    print_losses(&[&awake, &asleep, &woken]);
}

/// The server is killed, and everybody comes back at once.
pub fn herd(wish: Wish) {
    let viewers = wish.viewers(10_000);
    let (mut site, crowd, askers) = busy(viewers);
    crowd.window();
    site.server.kill_9();
    let dead = Instant::now();
    site.restart();
    let (up, reads) = (Instant::now(), site.reads());
    let level = crowd.until(0, viewers, site.head());
    let read = site.reads() - reads;
    let report = crowd.window().swap_remove(0);
    println!("herd: {viewers} viewers come back after a kill -9");
    println!("  the server is back after {:.1} s", (up - dead).as_secs_f64());
    println!("  all are level after      {:.1} s of that   (target 20)", level.as_secs_f64());
    println!("  resumed, greeted anew    {}, {}", report.resumed, report.snapshots);
    println!("  reads of the database    {read:.0} in that time");
    askers.end(&site);
    print_losses(&[&report]);
}

/// The server is told to leave while it is busy, and is started again.
pub fn drain(wish: Wish) {
    let viewers = wish.viewers(10_000);
    let (mut site, crowd, askers) = busy(viewers);
    let start = Instant::now();
    site.server.sigterm();
    let left = start.elapsed();
    site.restart();
    let level = crowd.until(0, viewers, site.head());
    let report = crowd.window().swap_remove(0);
    println!("drain: {viewers} viewers, 5 events a second until SIGTERM");
    println!("  the server left after    {:.1} s   (target 10)", left.as_secs_f64());
    println!("  goodbyes                 {:?}", report.byes);
    println!("  all are level            {:.1} s after it is back", level.as_secs_f64());
    askers.end(&site);
    print_losses(&[&report]);
}

/// A session in full swing: everybody reads along, somebody asks, and five events a second were told for a while.
fn busy(viewers: usize) -> (Site, Crowd, Askers) {
    let (site, crowd) = (Site::start(), Crowd::start());
    let publisher = site.publisher(300);
    crowd.join(0, site.way(false), viewers);
    let askers = Askers::start(&site);
    publisher.run(Pace::Rate(5), Duration::from_secs(3), &crowd);
    (site, crowd, askers)
}

fn print_losses(reports: &[&Report]) {
    let (gaps, twice): (u64, u64) = (
        reports.iter().map(|report| report.gaps).sum(),
        reports.iter().map(|report| report.duplicates).sum(),
    );
    println!("  gaps, twice              {gaps}, {twice}");
}

/// Somebody asks four times a second, whatever happens, and repeats what had no answer.
struct Askers {
    goes_on: Arc<AtomicBool>,
    asking: std::thread::JoinHandle<Vec<(String, Duration)>>,
}

impl Askers {
    fn start(site: &Site) -> Self {
        let (goes_on, address) = (Arc::new(AtomicBool::new(true)), site.server.address().to_owned());
        let until = Arc::clone(&goes_on);
        let asking = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(ask_on(&address, &until))
        });
        Self { goes_on, asking }
    }

    /// Every receipt's question is there.
    fn end(self, site: &Site) {
        self.goes_on.store(false, Ordering::SeqCst);
        let asked = self.asking.join().expect("an asker");
        let mut waits: Vec<u32> = asked.iter().map(|(_, wait)| wait.as_micros() as u32).collect();
        waits.sort_unstable();
        let client = site.server.visitor();
        site.runtime.block_on(async {
            for (id, _) in &asked {
                assert_eq!(client.get(&format!("/api/v1/questions/{id}")).await.status, 200, "{id} is lost");
            }
        });
        let p99 = f64::from(percentile(&waits, 0.99)) / 1e6;
        println!("  questions meanwhile      {}, none lost; p99 {p99:.2} s   (target 2)", asked.len());
    }
}

async fn ask_on(address: &str, goes_on: &AtomicBool) -> Vec<(String, Duration)> {
    let mut asking: Vec<JoinHandle<(String, Duration)>> = Vec::new();
    for n in 0.. {
        if !goes_on.load(Ordering::SeqCst) {
            break;
        }
        asking.push(tokio::spawn(ask_once(Client::new(address), n)));
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let mut asked = Vec::with_capacity(asking.len());
    for asking in asking {
        asked.push(asking.await.expect("an asker"));
    }
    asked
}

/// While nobody listens nobody waits for an answer: only the time of the try that was answered counts.
async fn ask_once(client: Client, n: u64) -> (String, Duration) {
    let key = uuid::Uuid::from_u128(0x1a2b << 64 | u128::from(n)).to_string();
    let body: Value =
        json!({"text": format!("Câu hỏi số {n} gửi trong lúc máy chủ đang bận."), "field": "f-dn"});
    loop {
        let start = Instant::now();
        let request: Request = question(LIVE).header("Idempotency-Key", &key).json(&body);
        match client.try_send(request).await {
            Ok(reply) if reply.status == 201 => {
                return (reply.json()["id"].as_str().expect("an id").to_owned(), start.elapsed());
            }
            _ => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
