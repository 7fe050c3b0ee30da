//! Whoever comes without right, from elsewhere, with a stolen thing, by guessing or by force, gets nothing.

mod babble;
mod cookies;
mod guesses;
mod origin;
mod sockets;
mod streams;

use serde_json::{Value, json};
use tests::{
    http::{Client, Reply, Request, assert_refused},
    people::INTAKE,
};

/// Asks at the intake, which even an empty site has, and gives the receipt.
async fn feedback(client: &Client, text: &str) -> Value {
    let reply = client.send(Request::post("/api/v1/feedback").json(&json!({"text": text}))).await;
    assert_eq!(reply.status, 201, "asking at {INTAKE}: {reply}");
    reply.json()
}

/// A refusal that says when to come back.
#[track_caller]
fn assert_limited(what: &str, reply: &Reply) {
    assert_eq!(reply.status, 429, "{what}: {reply}");
    let wait = reply.header("retry-after").and_then(|wait| wait.parse::<u64>().ok());
    assert!(wait.is_some_and(|wait| wait > 0), "{what}: {reply:?}");
}
