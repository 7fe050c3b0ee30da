//! The people of the stories: members of staff from the demonstration's accounts, and what each of them does.

use std::path::Path;

use serde_json::{Value, json};

use crate::http::{Client, Request};

/// The live session of the demonstration, and who works in it.
pub const LIVE: &str = "go-vuong-thu-tuc-doanh-nghiep-ho-kinh-doanh";
pub const ENDED: &str = "xay-dung-chinh-quyen-so-thanh-pho-thong-minh";
pub const INTAKE: &str = "tiep-nhan";
pub const MODERATOR: &str = "p04";
pub const HOST: &str = "p02";
pub const RESPONDENT: &str = "p10";

pub struct Account {
    pub username: String,
    pub password: String,
}

impl Account {
    pub fn read_all(file: &Path) -> Vec<Self> {
        let text =
            std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let list: Value = serde_json::from_str(&text).expect("demo-accounts.json is JSON");
        let text = |item: &Value, key: &str| item[key].as_str().expect("accounts have texts").to_owned();
        let list = list.as_array().expect("demo-accounts.json is a list");
        list.iter()
            .map(|item| Self { username: text(item, "username"), password: text(item, "password") })
            .collect()
    }

    pub async fn sign_in(&self, client: &Client) {
        let reply = client
            .send(
                Request::post("/api/v1/sign-in")
                    .json(&json!({"username": self.username, "password": self.password})),
            )
            .await;
        assert_eq!(reply.status, 204, "{} signs in: {reply}", self.username);
    }
}

/// Asks in a session and gives the receipt.
pub async fn ask(client: &Client, slug: &str, text: &str) -> Value {
    let reply = client.send(question(slug).json(&json!({"text": text, "field": "f-dn"}))).await;
    assert_eq!(reply.status, 201, "asking: {reply}");
    reply.json()
}

/// The call that asks, still without a body.
pub fn question(slug: &str) -> Request {
    Request::post(&format!("/api/v1/sessions/{slug}/questions"))
}

/// One verb of the desk.
pub async fn desk(client: &Client, id: &str, verb: &str, body: Value) -> Value {
    let reply = client.send(Request::post(&format!("/api/v1/desk/questions/{id}/{verb}")).json(&body)).await;
    assert_eq!(reply.status, 200, "{verb} {id}: {reply}");
    reply.json()
}

/// What the public reads under an address of the API.
pub async fn read(client: &Client, path: &str) -> Value {
    let reply = client.get(path).await;
    assert_eq!(reply.status, 200, "GET {path}: {reply}");
    reply.json()
}
