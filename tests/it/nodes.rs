//! Two nodes on one PostgreSQL behave as one; Redis makes it fast, and its loss costs no event.

use std::time::Duration;

use serde_json::json;
use tests::{
    people::{LIVE, MODERATOR, ask, desk, read},
    postgres::Cluster,
    redis,
    server::TestServer,
    ws::Viewer,
};

/// Without Redis a node looks at the log each second; the rest is what a busy machine takes.
const A_LOOK: Duration = Duration::from_secs(6);

/// A folder with the configuration that both nodes share.
fn shared_config(redis_url: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("doithoai.toml");
    let database = Cluster::shared().fresh_database();
    let text = format!("database_url = {database:?}\nredis_url = {redis_url:?}\n");
    std::fs::write(&file, text).expect("a configuration");
    let path = file.to_str().expect("a path").to_owned();
    (folder, path)
}

#[tokio::test]
async fn what_one_node_takes_the_readers_of_the_other_see() {
    let redis = redis::Server::start();
    let (_folder, config) = shared_config(&redis.url());
    let first = TestServer::start(&["--demo", "--limits", "off", "--config", &config]);
    let second = TestServer::start(&["--limits", "off", "--config", &config]);
    let mut viewer = Viewer::join(second.address(), LIVE, "audience=public", &second.visitor()).await;
    viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;

    let staff = first.staff(MODERATOR).await;
    let approve = async |text: &str| {
        let receipt = ask(&first.visitor(), LIVE, text).await;
        let id = receipt["id"].as_str().expect("an id").to_owned();
        desk(&staff, &id, "approve", json!({"lead_unit": "u-stc"})).await;
        id
    };
    let id = approve("Hỏi ở máy chủ này, đọc ở máy chủ kia được không?").await;
    let seen = viewer.until("the approval", |frame| frame["data"]["question"]["id"] == id.as_str()).await;
    assert_eq!(seen["kind"], "question.approved");

    redis.kill();
    let id = approve("Khi Redis không còn thì người đọc có bị bỏ lại không?").await;
    let seen = tokio::time::timeout(
        A_LOOK,
        viewer.until("the approval", |frame| frame["data"]["question"]["id"] == id.as_str()),
    );
    assert_eq!(seen.await.expect("within a look")["kind"], "question.approved");
    let question = read(&second.visitor(), &format!("/api/v1/questions/{id}")).await;
    assert_eq!(question["question"]["moderation"], "approved");
    let verdict = first.command(&["verify", "--config", &config]);
    assert!(verdict.status.success(), "{}", String::from_utf8_lossy(&verdict.stdout));
}
