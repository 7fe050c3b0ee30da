//! Two nodes on one PostgreSQL and one Redis behave as one, whatever dies between them.

mod clock;
mod load;
mod postgresql;
mod reader;
mod redis;
mod votes;

use serde_json::{Value, json};
use tempfile::TempDir;
use tests::{
    http::Client,
    people::{LIVE, MODERATOR, ask, desk},
    server::TestServer,
};

/// The text of the question that ends a load: a reader that is told of its approval has been told of everything.
const LAST: &str = "Câu cuối cùng: ai đọc được câu này thì đã đọc hết, đúng không?";

/// Two nodes with one configuration; the first has the accounts of the demonstration in its folder.
struct Pair {
    first: TestServer,
    second: TestServer,
    config: String,
    _folder: TempDir,
}

impl Pair {
    /// `redis` may be empty: none.
    fn start(database: &str, redis: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("doithoai.toml");
        let text = format!("database_url = {database:?}\nredis_url = {redis:?}\n");
        std::fs::write(&file, text).expect("a configuration");
        let config = file.to_str().expect("a path").to_owned();
        let first = TestServer::start(&["--demo", "--limits", "off", "--config", &config]);
        let second = node(&config);
        Self { first, second, config, _folder: folder }
    }

    /// One node more.
    fn another(&self) -> TestServer {
        node(&self.config)
    }

    fn nodes(&self) -> [&TestServer; 2] {
        [&self.first, &self.second]
    }

    /// A member of staff, signed in at this node.
    async fn staff(&self, node: &TestServer, username: &str) -> Client {
        let client = node.visitor();
        self.first.account(username).sign_in(&client).await;
        client
    }

    /// Asks the question that ends a load at the first node, approves it at the second, and gives its receipt.
    async fn ask_the_last(&self) -> Value {
        let receipt = ask(&self.first.visitor(), LIVE, LAST).await;
        let id = receipt["id"].as_str().expect("an id");
        let moderator = self.staff(&self.second, MODERATOR).await;
        desk(&moderator, id, "approve", json!({"public_text": LAST, "lead_unit": "u-stc"})).await;
        receipt
    }

    #[track_caller]
    fn assert_whole(&self) {
        let verdict = self.first.command(&["verify", "--config", &self.config]);
        assert!(verdict.status.success(), "verify: {}", String::from_utf8_lossy(&verdict.stdout));
    }
}

fn node(config: &str) -> TestServer {
    TestServer::start(&["--limits", "off", "--config", config])
}
