//! A vote that is cast at one node is told by the other, though votes stand in no log.

use std::time::Duration;

use serde_json::json;
use tests::{
    http::{Client, Request},
    people::{LIVE, MODERATOR, ask, desk},
    postgres::Cluster,
    process::wait_until,
    redis,
    server::TestServer,
    ws::Viewer,
};

use super::Pair;

/// A vote needs a cookie that the client sends: any answer of the API brings one.
async fn voter(node: &TestServer) -> Client {
    let client = node.visitor();
    client.get("/api/v1/site").await;
    client
}

async fn vote(voter: &Client, method: &'static str, id: &str) {
    let reply = voter.send(Request::new(method, &format!("/api/v1/questions/{id}/vote"))).await;
    assert_eq!((reply.status, &reply.json()["mine"]), (200, &json!(method == "PUT")), "{reply}");
}

async fn is_told(viewer: &mut Viewer, id: &str, votes: u64) {
    let what = format!("{votes} votes for {id}");
    viewer.until(&what, |frame| frame["type"] == "tally" && frame["votes"][id] == votes).await;
}

#[tokio::test]
async fn votes_cast_at_one_node_are_told_by_the_other() {
    let redis = redis::Server::start();
    let pair = Pair::start(&Cluster::shared().fresh_database(), &redis.url());
    // Only Redis carries a count to the other node; what it says before somebody listens is lost.
    wait_until("both nodes listen", Duration::from_secs(20), || redis.listeners() >= 2);
    let receipt = ask(&pair.first.visitor(), LIVE, "Bấm quan tâm ở máy này thì máy kia có đếm không?").await;
    let id = receipt["id"].as_str().expect("an id");
    let moderator = pair.staff(&pair.first, MODERATOR).await;
    desk(&moderator, id, "approve", json!({"lead_unit": "u-stc"})).await;
    let mut at_first = Viewer::join(pair.first.address(), LIVE, "", &pair.first.visitor()).await;
    let mut at_second = Viewer::join(pair.second.address(), LIVE, "", &pair.second.visitor()).await;
    for viewer in [&mut at_first, &mut at_second] {
        viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    }

    let fickle = voter(&pair.first).await;
    vote(&fickle, "PUT", id).await;
    vote(&voter(&pair.first).await, "PUT", id).await;
    is_told(&mut at_second, id, 2).await;
    vote(&voter(&pair.second).await, "PUT", id).await;
    is_told(&mut at_first, id, 3).await;
    is_told(&mut at_second, id, 3).await;
    vote(&fickle, "DELETE", id).await;
    is_told(&mut at_second, id, 2).await;
}
