//! Redis may die or stand still at any time: every reader of every node is told every event all the same, and soon.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use tests::{postgres::Cluster, process::wait_until, redis::Server};
use tokio::time::sleep;

use super::{
    Pair,
    load::Load,
    reader::{Readers, longest_wait},
};

const DISTURBANCES: u32 = 20;
const BREATH: Duration = Duration::from_millis(250);
/// The contract's figure: from the answer of the call to the receipt at each reader.
const LATEST: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_secs(20);

/// Takes Redis away for 300 to 900 ms and gives it back, with something approved meanwhile and after it.
async fn disturb(redis: &mut Server, round: u32, load: &mut Load) {
    let kill = round.is_multiple_of(2);
    if kill {
        redis.take_down();
    } else {
        redis.pause();
    }
    tokio::join!(sleep(Duration::from_millis(300 + u64::from(round / 2) * 600 / 9)), load.one_more());
    if kill {
        redis.bring_back();
    } else {
        redis.resume();
    }
    tokio::join!(sleep(BREATH), load.one_more());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn redis_is_killed_and_paused_twenty_times_under_load_and_no_event_is_lost() {
    let mut redis = Server::start();
    let pair = Pair::start(&Cluster::shared().fresh_database(), &redis.url());
    let readers = Readers::join(&pair).await;
    let mut load = Load::start(&pair).await;
    load.one_more().await;
    for round in 0..DISTURBANCES {
        disturb(&mut redis, round, &mut load).await;
    }
    // Under load: a node may notice only by publishing that its Redis is another one.
    wait_until("both nodes listen again", PATIENCE, || redis.listeners() >= 2);
    let answered = load.end().await;
    pair.ask_the_last().await;

    let told = readers.all(&pair).await;
    for reader in &told {
        assert_eq!(reader.cuts, 0, "the loss of Redis cuts nobody off, but {}", reader.who);
        assert_eq!(reader.approved.len(), answered.len() + 1, "{} is told of others", reader.who);
    }
    let (wait, who) = longest_wait(&told, &answered);
    println!("{} approvals for {} readers; the longest wait: {wait:?}, {who}", answered.len(), told.len());
    assert!(wait <= LATEST, "the longest wait is {wait:?}: {who}");
    pair.assert_whole();
}

#[test]
fn a_paused_redis_answers_nobody_until_it_is_resumed() {
    let redis = Server::start();
    let mut stream = TcpStream::connect(redis.url().trim_start_matches("redis://")).expect("it accepts");
    let mut answers = |patience| {
        stream.set_read_timeout(Some(patience)).expect("a timeout");
        stream.write_all(b"PING\r\n").expect("it is sent");
        stream.read_exact(&mut [0; 7]).is_ok()
    };
    assert!(answers(PATIENCE), "as it was started");
    redis.pause();
    assert!(!answers(BREATH), "while it stands still");
    redis.resume();
    assert!(answers(PATIENCE), "when it goes on");
}
