//! A flood: posts from forged addresses over HTTP, and households of IPv6 at the limits alone. What is let through, what it
//! costs in memory, and whether an honest asker still gets through.
//!
//! `cargo build --release --workspace && cargo bench -p tests --bench flood -- [POSTS]` (100,000 unless told)

use std::collections::BTreeMap;
use std::net::IpAddr;

use moderation::limits::{Action, Key, Limits};
use tests::beside::resident;
use tests::flood::{ask_from, flood};
use tests::server::TestServer;
use tokio::time::Instant;

const POSTS: u32 = 100_000;
const HOUSEHOLDS: u128 = 1_000_000;

#[expect(clippy::disallowed_methods, reason = "a bench is told its size on the command line")]
fn main() {
    let posts = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(POSTS);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    over_http(&runtime, posts);
    at_the_limits();
}

fn over_http(runtime: &tokio::runtime::Runtime, posts: u32) {
    let server = TestServer::start(&["--demo"]);
    let before = resident(server.pid());
    let start = Instant::now();
    let (answers, honest) = runtime.block_on(async {
        let flooding = {
            let server = server.address().to_owned();
            tokio::spawn(async move { flood(&server, posts).await })
        };
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let honest = ask_from(server.address(), "127.0.0.2").await;
        (flooding.await.expect("a flood"), honest)
    });
    let took = start.elapsed().as_secs_f64();
    println!("{posts} posts with forged addresses in {took:.1} s: {answers:?}");
    println!("an honest asker, from another address in the middle of it: {honest}");
    println!("the server: {} MB before, {} MB after", before / 1_000_000, resident(server.pid()) / 1_000_000);
}

fn at_the_limits() {
    let limits = Limits::from_table(&BTreeMap::new()).expect("the defaults");
    let key = |n: u128| Key::address(IpAddr::V6(((0x2001_0db8_u128 << 96) | (n << 64)).into()));
    let before = resident(std::process::id());
    let start = Instant::now();
    let passed = (0..HOUSEHOLDS).filter(|n| limits.check(Action::AskPerAddress, &key(*n)).is_ok()).count();
    let took = start.elapsed().as_secs_f64();
    let grown = resident(std::process::id()).saturating_sub(before);
    let honest = limits.check(Action::AskPerAddress, &Key::address([203, 0, 113, 9].into())).is_ok();
    println!(
        "{HOUSEHOLDS} households of one /32 in {took:.2} s: {passed} let through, {:.1} MB",
        grown as f64 / 1e6
    );
    println!("an honest newcomer from elsewhere passes: {honest}");
}
