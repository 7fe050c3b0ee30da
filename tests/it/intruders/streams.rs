//! A desk's stream ends with the right that opened it, and so does the cookie.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR, read},
    raw::{Raw, TEXT},
    server::TestServer,
};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(5);
const SECRETARY: &str = "p03";
const REMOVED: &str = "p05";
const RESET: &str = "p06";
const UNTOUCHED: &str = "p10";

/// A member of staff who reads the desk, and a thief with the same cookie who reads it too.
struct Desk {
    client: Client,
    streams: [Raw; 2],
}

impl Desk {
    async fn open(server: &TestServer, username: &str) -> Self {
        let client = server.staff(username).await;
        let stream = async || {
            let (path, cookies) = (format!("/live/{LIVE}?audience=desk"), client.cookie_header());
            let joined = Raw::join(server.address(), &path, &[("cookie", cookies.as_str())]).await;
            let mut raw = joined.unwrap_or_else(|refusal| panic!("{username}: {refusal:?}"));
            raw.until(|frame| frame["type"] == "snapshot").await;
            raw
        };
        let streams = [stream().await, stream().await];
        Self { client, streams }
    }

    async fn loses_its_streams(&mut self, why: &str) {
        for stream in &mut self.streams {
            let end = timeout(SOON, stream.end()).await;
            let (last, code) = end.unwrap_or_else(|_| panic!("{why}: the stream goes on after {SOON:?}"));
            assert_eq!((&last["type"], &last["reason"]), (&json!("bye"), &json!("rights")), "{why}: {last}");
            assert_eq!(code, 4403, "{why}");
        }
    }

    async fn is_signed_out(&self, why: &str) {
        let reply = self.client.get("/api/v1/me").await;
        assert_eq!(
            (reply.status, &reply.json()["type"]),
            (401, &json!("/problems/sign-in-required")),
            "{why}"
        );
        let page = self.client.get("/lam-viec").await;
        let goal = page.header("location").unwrap_or_default();
        assert!(page.status == 303 && goal.starts_with("/dang-nhap"), "{why}: {page}");
    }
}

async fn done(client: &Client, call: Request, status: u16) {
    let reply = client.send(call).await;
    assert_eq!(reply.status, status, "{reply}");
}

async fn item_of(admin: &Client, username: &str) -> Value {
    let staff = read(admin, "/api/v1/admin/staff").await;
    let items = staff["items"].as_array().expect("a list");
    let item = items.iter().find(|item| item["username"] == username);
    item.unwrap_or_else(|| panic!("no {username} in {staff}")).clone()
}

#[tokio::test]
async fn a_stolen_cookie_ends_with_the_sign_in() {
    let server = TestServer::demo();
    let admin = server.staff("p16").await;
    let mut others = Desk::open(&server, UNTOUCHED).await;

    let mut desk = Desk::open(&server, HOST).await;
    let thief = server.visitor();
    thief.set_cookie("staff", &desk.client.cookie("staff").expect("signed in"));
    done(&desk.client, Request::new("DELETE", "/api/v1/sign-in"), 204).await;
    assert_eq!(thief.get("/api/v1/me").await.status, 401, "the thief's copy");
    desk.loses_its_streams("signed out").await;
    desk.is_signed_out("signed out").await;

    let mut desk = Desk::open(&server, REMOVED).await;
    let account = format!("/api/v1/admin/staff/{REMOVED}");
    done(&admin, Request::new("DELETE", &account), 204).await;
    desk.is_signed_out("removed").await;
    desk.loses_its_streams("removed").await;
    let account = server.account(REMOVED);
    let again = json!({"username": REMOVED, "password": account.password});
    done(&desk.client, Request::post("/api/v1/sign-in").json(&again), 401).await;

    let mut desk = Desk::open(&server, RESET).await;
    let mut item = item_of(&admin, RESET).await;
    item["password"] = json!("mot-mat-khau-moi-dai");
    let account = format!("/api/v1/admin/staff/{RESET}");
    done(&admin, Request::new("PUT", &account).json(&item), 200).await;
    desk.is_signed_out("a new password").await;
    desk.loses_its_streams("a new password").await;

    let mut desk = Desk::open(&server, SECRETARY).await;
    let sign_ins = format!("/api/v1/admin/staff/{SECRETARY}/sign-ins");
    done(&admin, Request::new("DELETE", &sign_ins), 204).await;
    desk.is_signed_out("ended by the administrator").await;
    desk.loses_its_streams("ended by the administrator").await;

    assert_eq!(others.client.get("/api/v1/me").await.status, 200);
    for stream in &mut others.streams {
        stream.send(TEXT, br#"{"do": "ping"}"#).await;
        stream.until(|frame| frame["type"] == "beat").await;
    }
}

#[tokio::test]
async fn whoever_is_no_longer_named_loses_the_desk() {
    let server = TestServer::demo();
    let admin = server.staff("p16").await;
    let mut moderator = Desk::open(&server, MODERATOR).await;
    let mut secretary = Desk::open(&server, SECRETARY).await;
    let queue = format!("/api/v1/desk/{LIVE}/queue");
    let session = format!("/api/v1/admin/sessions/{LIVE}");
    let name = |naming: Value| Request::new("PATCH", &session).json(&naming);

    done(&admin, name(json!({"moderators": [REMOVED, RESET]})), 200).await;
    moderator.loses_its_streams("not a moderator here").await;
    assert_eq!(moderator.client.get(&queue).await.status, 403);
    assert_eq!(moderator.client.get("/api/v1/me").await.status, 200, "still signed in");
    assert_eq!(secretary.client.get(&queue).await.status, 200, "the others are named as before");

    done(&admin, name(json!({"secretary": null})), 200).await;
    secretary.loses_its_streams("not the secretary here").await;
    assert_eq!(secretary.client.get(&queue).await.status, 403);
}
