//! What the administrator does by pages can be done by programs: lists, accounts, sessions and their moves.

mod editor;
mod lists;
mod pages;
mod sessions;
mod staff;

use serde_json::Value;
use tests::{
    http::{Client, Reply, Request, assert_refused},
    people::read,
};

const ADMIN: &str = "p16";

fn path(list: &str) -> String {
    format!("/api/v1/admin/{list}")
}

async fn post(client: &Client, path: &str, body: &Value) -> Reply {
    client.send(Request::post(path).json(body)).await
}

async fn put(client: &Client, path: &str, body: &Value) -> Reply {
    client.send(Request::new("PUT", path).json(body)).await
}

async fn delete(client: &Client, path: &str) -> Reply {
    client.send(Request::new("DELETE", path)).await
}

async fn items(client: &Client, path: &str) -> Vec<Value> {
    read(client, path).await["items"].as_array().unwrap_or_else(|| panic!("{path} has no items")).clone()
}

/// The entry of a list whose `member` is this.
async fn item(client: &Client, path: &str, member: &str, value: &str) -> Option<Value> {
    items(client, path).await.into_iter().find(|item| item[member] == value)
}

/// The body of a call that must succeed.
#[track_caller]
fn taken(reply: &Reply, status: u16) -> Value {
    assert_eq!(reply.status, status, "{reply}");
    reply.json()
}

#[track_caller]
fn assert_gone(reply: &Reply) {
    assert_eq!((reply.status, reply.text().as_str()), (204, ""), "{reply}");
}

/// A value that cannot be taken, named by its dotted path.
#[track_caller]
fn assert_fault(what: &str, reply: &Reply, field: &str) {
    assert_refused(what, reply, 422, "validation");
    let errors = reply.json()["errors"].as_array().cloned().unwrap_or_default();
    let of_list = [format!("{field}."), format!("{field}[")];
    let names = |error: &Value| {
        let told = error["field"].as_str().unwrap_or_default();
        told == field || of_list.iter().any(|start| told.starts_with(start))
    };
    assert!(errors.iter().any(names), "{what} does not name {field}: {reply}");
    let says = |error: &Value| error["message"].as_str().is_some_and(|message| !message.is_empty());
    assert!(errors.iter().all(says), "{what}: {reply}");
}

/// Every member of `wanted` is told as it was sent.
#[track_caller]
fn assert_tells(told: &Value, wanted: &Value) {
    for (name, value) in wanted.as_object().expect("an object") {
        assert_eq!(&told[name], value, "{name} of {told}");
    }
}
