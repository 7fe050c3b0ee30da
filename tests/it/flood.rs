//! Whoever floods the site is limited by the address they really have, and keeps nobody else out.

use tests::flood::{Answers, ask_from, flood};
use tests::server::TestServer;

#[tokio::test]
async fn forged_addresses_pass_no_limit_and_an_honest_asker_gets_through() {
    let server = TestServer::start(&["--demo"]);
    let answers = flood(server.address(), 2_000).await;
    // A bucket refills while the flood goes on.
    assert!((300..320).contains(&answers.received), "{answers:?}");
    assert_eq!(answers, Answers { limited: 2_000 - answers.received, other: 0, ..answers });
    assert_eq!(ask_from(server.address(), "127.0.0.1").await, 429);
    assert_eq!(ask_from(server.address(), "127.0.0.2").await, 201, "from another address");
}
