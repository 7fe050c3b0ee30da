//! Readers who are cut off again and again, while the server is killed and started: each ends with what everybody has.

use tests::{process::lasting_port, server::TestServer, storm::Storm};

const STORM: Storm = Storm { readers: 100, cuts: 20 };

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_at_any_byte_and_over_restarts_nobody_misses_anything() {
    let mut server = TestServer::start_on(lasting_port(), &["--demo", "--limits", "off"]);
    let survivors = STORM.blow(&mut server, TestServer::restart).await;
    assert!(survivors.kills >= 1 && survivors.states.len() == STORM.readers);
    for state in &survivors.states {
        let differences = state.differences(&survivors.fresh);
        assert!(differences.is_empty(), "after {} kills: {differences:#?}", survivors.kills);
    }
}
