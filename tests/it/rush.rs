//! A rush at the desk: nothing is lost and nothing is decided twice, also when one moderator loses the network.

use std::time::Duration;

use tests::rush::{Rush, run};
use tests::server::TestServer;

/// A part of the rush, fifty times as fast: more comes in than is decided.
const PLAN: Rush = Rush {
    questions: 200,
    over: Duration::from_secs(5),
    reading: Duration::from_millis(100),
    cut: Some(Duration::from_secs(2)),
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_loses_nothing_and_decides_nothing_twice_though_the_network_is_cut() {
    let server = TestServer::demo();
    let told = run(&server, ["p04", "p05", "p06"], PLAN).await;
    println!("{told:?}");
    assert_eq!((told.received, told.lost, told.twice), (200, 0, 0));
    assert!(told.cut_off > 0, "one of them had no network for a while");
    assert!(told.merged > 0 && told.decisions < 200, "groups were decided at once");
}
