//! What another site's page sends is refused before anything else is looked at, and changes nothing.

use serde_json::{Value, json};
use tests::{
    demo::public_id,
    http::{Client, Reply, Request},
    people::{HOST, INTAKE, LIVE, MODERATOR, ask, read},
    raw::Raw,
    server::TestServer,
};

const FOREIGN: [(&str, &str); 4] = [
    ("origin", "http://example.com"),
    ("origin", "null"),
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
];
const ADMIN: &str = "p16";
/// Who could do much harm, were they led to another site's page.
const MIGHTY: [&str; 4] = [ADMIN, MODERATOR, HOST, "p09"];
const LISTS: [&str; 6] = ["units", "fields", "staff", "holidays", "reasons", "templates"];

/// The routes that change something, filled with things that exist.
fn unsafe_routes() -> Vec<(&'static str, String)> {
    let routes = TestServer::routes().into_iter();
    let routes: Vec<_> = routes.filter_map(|(method, path)| Some((verb(&method)?, fill(&path)))).collect();
    assert!(routes.len() > 60, "only {routes:?}");
    routes
}

fn fill(path: &str) -> String {
    let thing = |part: &str| match part {
        "{slug}" => LIVE.to_owned(),
        "{id}" => public_id("q16"),
        "{code}" => "HD26-DZMH-8WHA".to_owned(),
        "{verb}" => "approve".to_owned(),
        place if place.starts_with('{') => "p19".to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(thing).collect::<Vec<_>>().join("/")
}

fn verb(method: &str) -> Option<&'static str> {
    ["POST", "PUT", "PATCH", "DELETE"].into_iter().find(|verb| *verb == method)
}

async fn send(client: &Client, method: &'static str, path: &str, headers: &[(&str, &str)]) -> Reply {
    let call = Request::new(method, path);
    let call = if path.starts_with("/api/") { call.json(&json!({})) } else { call.form::<&str>(&[]) };
    client.send(headers.iter().fold(call, |call, (name, value)| call.header(name, value))).await
}

/// Whatever one of the calls would change.
async fn state(admin: &Client) -> Vec<Value> {
    let mut state = Vec::new();
    for slug in [LIVE, INTAKE] {
        let log = read(admin, &format!("/api/v1/sessions/{slug}")).await;
        state.push(json!([log["session"], log["balance"], log["seq"]]));
    }
    for list in LISTS {
        state.push(read(admin, &format!("/api/v1/admin/{list}")).await);
    }
    state
}

#[tokio::test]
async fn a_foreign_page_changes_nothing_by_whomever_it_is_opened() {
    let server = TestServer::demo();
    let stranger = server.visitor();
    read(&stranger, "/api/v1/site").await;
    let mut mighty = Vec::new();
    for username in MIGHTY {
        mighty.push(server.staff(username).await);
    }
    let before = state(&mighty[0]).await;
    for (method, path) in unsafe_routes() {
        // A stranger with a cookie meets no other 403 than this one.
        for header in FOREIGN {
            let reply = send(&stranger, method, &path, &[header]).await;
            assert_eq!(reply.status, 403, "{method} {path} with {header:?}: {reply}");
            let is_told = !path.starts_with("/api/") || reply.text().contains("/problems/foreign-origin");
            assert!(is_told, "{method} {path} with {header:?}: {reply}");
        }
        for client in &mighty {
            let reply = send(client, method, &path, &FOREIGN[..1]).await;
            assert_eq!(reply.status, 403, "{method} {path}: {reply}");
        }
    }
    for client in &mighty {
        assert_eq!(client.get("/api/v1/me").await.status, 200, "nobody was signed out");
    }
    assert_eq!(state(&mighty[0]).await, before);
}

#[tokio::test]
async fn the_sites_own_pages_are_not_taken_for_foreign_ones() {
    let server = TestServer::demo();
    let stranger = server.visitor();
    read(&stranger, "/api/v1/site").await;
    let url = server.url();
    let own = [("origin", url.as_str()), ("sec-fetch-site", "same-origin")];
    for (method, path) in unsafe_routes() {
        for headers in [&own[..], &own[..1], &own[1..]] {
            let reply = send(&stranger, method, &path, headers).await;
            assert_ne!(reply.status, 403, "{method} {path} with {headers:?}: {reply}");
        }
    }
    let before = state(&server.staff(ADMIN).await).await;
    ask(&stranger, LIVE, "Trang của chính cổng này thì gửi được câu hỏi chứ?").await;
    assert_ne!(state(&server.staff(ADMIN).await).await, before, "the watch sees a question");
}

#[tokio::test]
async fn a_foreign_page_opens_no_stream() {
    let server = TestServer::shared_demo();
    let cookies = server.staff(MODERATOR).await.cookie_header();
    let url = server.url();
    for audience in ["public", "desk"] {
        let path = format!("/live/{LIVE}?audience={audience}");
        let join = async |header: (&str, &str)| {
            Raw::join(server.address(), &path, &[("cookie", cookies.as_str()), header]).await
        };
        for header in FOREIGN {
            let refusal = join(header).await.err().expect("refused");
            assert_eq!(refusal.status, 403, "{audience} with {header:?}: {refusal:?}");
            assert!(refusal.body.contains("/problems/foreign-origin"), "{audience}: {refusal:?}");
        }
        for header in [("origin", url.as_str()), ("sec-fetch-site", "same-origin")] {
            assert!(join(header).await.is_ok(), "{audience} with {header:?}");
        }
    }
}
