//! The public archive: what may be found is found, what may not is not, whatever is asked.

mod follows;
mod hidden;
mod hostile;
mod imports;

use std::time::Duration;

use serde_json::Value;
use tests::{http::Client, people::read};
use tokio::time::Instant;

/// The index follows within a second; a machine that runs all tests at once takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A search, with its pairs of names and texts.
async fn search(client: &Client, wish: &[(&str, &str)]) -> Value {
    read(client, &format!("/api/v1/archive?{}", encoded(wish))).await
}

/// What the archive has near a text.
async fn similar(client: &Client, text: &str) -> Value {
    read(client, &format!("/api/v1/similar?{}", encoded(&[("text", text)]))).await
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).expect("pairs of texts")
}

fn total(found: &Value) -> u64 {
    found["total"].as_u64().expect("a total")
}

fn ids(items: &Value) -> Vec<&str> {
    items.as_array().expect("a list").iter().map(|item| item["id"].as_str().expect("an id")).collect()
}

/// Asks until the answer is as expected.
async fn until(client: &Client, wish: &[(&str, &str)], is_there: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = search(client, wish).await;
        if is_there(&found) {
            return found;
        }
        assert!(Instant::now() < deadline, "{wish:?} still finds {found}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
