//! Two nodes on one PostgreSQL behave as one; Redis makes it fast, and its loss costs no event.

use std::time::Duration;

use serde_json::json;
use tests::{
    http::Request,
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

/// A look-up by a code that nobody has.
async fn look_up(server: &TestServer) -> u16 {
    let body = json!({"code": "DT-AAAA-AAAA"});
    server.visitor().send(Request::post("/api/v1/track").json(&body)).await.status
}

#[tokio::test]
async fn nodes_count_together_and_each_for_itself_without_redis() {
    let redis = redis::Server::start();
    let (_folder, config) = shared_config(&redis.url());
    let text = std::fs::read_to_string(&config).expect("a configuration");
    std::fs::write(&config, format!("{text}[limits]\ntrack_per_address = \"4/24h\"\n")).expect("a limit");
    let first = TestServer::start(&["--demo", "--config", &config]);
    let second = TestServer::start(&["--config", &config]);
    let passed = async |server: &TestServer| look_up(server).await != 429;
    assert!(passed(&first).await && passed(&second).await && passed(&first).await && passed(&second).await);
    assert!(!passed(&first).await && !passed(&second).await, "four have passed");

    let keys = redis.ask("KEYS doithoai.limit.*");
    let names: Vec<&str> = keys.lines().filter(|line| line.starts_with("doithoai.limit.")).collect();
    assert_eq!(names.len(), 1, "one address was counted: {keys}");
    let (_, name) = names[0].rsplit_once('.').expect("a name");
    assert!(name.len() == 32 && !name.contains("7f000001"), "no address is told: {name}");
    let left: i64 = redis
        .ask(&format!("PTTL {}", names[0]))
        .lines()
        .next()
        .and_then(|line| line[1..].parse().ok())
        .expect("a time");
    assert!((1..=24 * 60 * 60 * 1_000).contains(&left), "it goes by itself: {left}");

    redis.kill();
    // Two of its own four are left to each: a call that the shared count refused was counted here too.
    let mut own = 0;
    while passed(&second).await {
        own += 1;
    }
    assert_eq!(own, 1);
}
