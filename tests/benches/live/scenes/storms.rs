//! Storms: votes, cuts, and broken frames.

use std::time::Duration;

use serde_json::json;
use tests::beside::{SERVER, on_core, resident};
use tests::faults::faults;
use tests::people::{INTAKE, LIVE, MODERATOR, ask, desk, read};
use tests::raw::Raw;
use tests::storm::Storm;
use tests::ws::Viewer;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::MIB;
use crate::Wish;
use crate::site::Site;

/// Votes over 64 sockets, one a frame: all are counted.
pub fn votes(wish: Wish) {
    const SOCKETS: usize = 64;
    let time = wish.time(10);
    let site = Site::start();
    let (voted, took) = site.runtime.block_on(async {
        let mut ids = Vec::new();
        let moderator = site.server.staff(MODERATOR).await;
        for n in 0..SOCKETS {
            let text = format!("Câu hỏi thứ {n} mà nhiều người cùng quan tâm trong phiên này?");
            let receipt = ask(&site.server.visitor(), LIVE, &text).await;
            let id = receipt["id"].as_str().expect("an id").to_owned();
            desk(&moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
            ids.push(id);
        }
        let mut voters = JoinSet::new();
        let start = Instant::now();
        for id in ids {
            let (address, client) = (site.server.address().to_owned(), site.server.visitor());
            voters.spawn(async move {
                read(&client, "/api/v1/site").await;
                let mut viewer = Viewer::join(&address, LIVE, "", &client).await;
                let (mut sent, mut on) = (0_u64, false);
                let mut slowest = Duration::ZERO;
                while start.elapsed() < time {
                    on = !on;
                    let asked = Instant::now();
                    viewer.say(&json!({"do": "vote", "ref": sent.to_string(), "id": id, "on": on})).await;
                    let reply = viewer.until("a reply", |frame| frame["type"] == "reply").await;
                    assert_eq!((&reply["ok"], &reply["mine"]), (&json!(true), &json!(on)), "{reply}");
                    slowest = slowest.max(asked.elapsed());
                    sent += 1;
                }
                (id, sent, on, slowest)
            });
        }
        let voted = voters.join_all().await;
        let took = start.elapsed();
        for (id, _, on, _) in &voted {
            let shown = read(&site.server.visitor(), &format!("/api/v1/questions/{id}")).await;
            assert_eq!(shown["question"]["votes"], u64::from(*on), "{id}");
        }
        (voted, took)
    });
    let sent: u64 = voted.iter().map(|(_, sent, ..)| sent).sum();
    let slowest = voted.iter().map(|(.., slowest)| *slowest).max().unwrap_or_default();
    println!("votes: {SOCKETS} sockets, each waits for its reply before the next vote");
    println!("  durable votes a second   {:.0}   (target 10,000)", sent as f64 / took.as_secs_f64());
    println!("  the slowest reply        {:.0} ms   (target 100)", slowest.as_secs_f64() * 1e3);
    println!("  every total is right");
}

/// Every family of broken frames, again and again: what stays behind?
pub fn babble(wish: Wish) {
    const LOOK: Duration = Duration::from_secs(5);
    let (site, time, faults) = (Site::start(), wish.time(120), faults());
    let (address, path) = (site.server.address().to_owned(), format!("/live/{INTAKE}"));
    let start = Instant::now();
    let (mut spoken, mut looks) = (0, Vec::new());
    site.runtime.block_on(async {
        while start.elapsed() < time {
            for (family, bytes, code) in &faults {
                let joined = Raw::join(&address, &path, &[]).await;
                let mut raw = joined.unwrap_or_else(|refusal| panic!("{refusal:?}"));
                raw.write(bytes).await;
                assert_eq!(raw.end().await.1, *code, "{family}");
                spoken += 1;
            }
            let due = LOOK * (looks.len() as u32 + 1);
            if start.elapsed() > due {
                looks.push((start.elapsed().as_secs_f64(), resident(site.server.pid()) as f64 / MIB));
            }
        }
    });
    // The first third fills the heap.
    let settled = &looks[looks.len() / 3..];
    println!("babble: {} broken frames, {spoken} times, over {time:?}", faults.len());
    println!("  memory at the end        {:.1} MiB", settled[settled.len() - 1].1);
    println!("  its slope                {:+.2} MiB in 10 min   (target 1)", slope(settled) * 600.0);
}

/// The slope of the line that fits best (least squares).
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x / count, sum.1 + y / count));
    let over = points.iter().map(|(at, value)| (at - x) * (value - y)).sum::<f64>();
    over / points.iter().map(|(at, _)| (at - x).powi(2)).sum::<f64>()
}

/// A thousand readers, each cut off fifty times, and the server killed every two seconds.
pub fn cuts(wish: Wish) {
    let storm = Storm { readers: wish.viewers(1_000), cuts: wish.rounds(50) };
    let mut site = Site::start();
    let start = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let left = runtime.block_on(storm.blow(&mut site.server, |server| on_core(SERVER, || server.restart())));
    let different = left.states.iter().filter(|state| !state.differences(&left.fresh).is_empty()).count();
    println!("cuts: {} readers, each cut off {} times at any byte", storm.readers, storm.cuts);
    println!("  kills with -9 meanwhile  {} in {:.0} s", left.kills, start.elapsed().as_secs_f64());
    println!("  events                   up to {}, every prev was checked", left.fresh.seq());
    println!("  states that differ       {different} of {}   (target 0)", left.states.len());
}
