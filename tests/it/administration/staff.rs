//! Accounts: the last administrator stays, a password is changed by who knows it, and every sign-in can be ended.

use serde_json::{Value, json};
use tests::{
    http::Client,
    people::{Account, MODERATOR},
    server::TestServer,
};

use super::{ADMIN, assert_fault, assert_gone, assert_refused, delete, item, items, path, post, put, taken};

const OWN: &str = "/api/v1/me/sign-ins";
const NEW: &str = "mot-mat-khau-moi-dai";

async fn is_signed_in(client: &Client) -> bool {
    let status = client.get("/api/v1/me").await.status;
    assert!(matches!(status, 200 | 401), "{status}");
    status == 200
}

async fn sign_in(server: &TestServer, username: &str, password: &str) -> (Client, u16) {
    let client = server.visitor();
    let call = json!({"username": username, "password": password});
    let status = post(&client, "/api/v1/sign-in", &call).await.status;
    (client, status)
}

#[tokio::test]
async fn the_last_administrator_stays_one() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let one = path(&format!("staff/{ADMIN}"));
    let mut item = item(&admin, &path("staff"), "username", ADMIN).await.expect("it is listed");
    let removed = delete(&admin, &one).await;
    assert_refused("removed", &removed, 409, "move-refused");
    let roles = std::mem::replace(&mut item["roles"], json!(["moderator"]));
    let demoted = put(&admin, &one, &item).await;
    assert_refused("without the role", &demoted, 409, "move-refused");
    item["roles"] = roles;
    taken(&put(&admin, &one, &item).await, 200);

    let second = json!({
        "username": "quan.tri", "name": "Quản Trị Hai", "title": "Quản trị", "unit": null,
        "roles": ["admin"], "password": NEW,
    });
    taken(&post(&admin, &path("staff"), &second).await, 201);
    let other = server.visitor();
    Account { username: "quan.tri".to_owned(), password: NEW.to_owned() }.sign_in(&other).await;
    assert_gone(&delete(&other, &one).await);
    assert!(!is_signed_in(&admin).await, "whoever is removed is signed out");
    let last = delete(&other, &path("staff/quan.tri")).await;
    assert_refused("the last one now", &last, 409, "move-refused");
    assert!(is_signed_in(&other).await);
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_it_and_other_sign_ins_end() {
    let server = TestServer::demo();
    let (here, there) = (server.staff(MODERATOR).await, server.staff(MODERATOR).await);
    let old = server.account(MODERATOR).password;
    let change = async |old: &str, new: &str| {
        post(&here, "/api/v1/me/password", &json!({"old": old, "new": new})).await
    };
    assert_fault("a wrong old one", &change("mat-khau-doan-mo", NEW).await, "old");
    assert_fault("a short new one", &change(&old, "mười một ký").await, "new");
    assert!(is_signed_in(&there).await, "a refusal ends nothing");

    assert_gone(&change(&old, NEW).await);
    assert!(is_signed_in(&here).await, "who changed it stays");
    assert!(!is_signed_in(&there).await, "the others are signed out");
    assert_eq!(sign_in(&server, MODERATOR, &old).await.1, 401);
    assert_eq!(sign_in(&server, MODERATOR, NEW).await.1, 204);
}

#[tokio::test]
async fn each_sees_and_ends_their_own_sign_ins() {
    let server = TestServer::demo();
    let (here, there) = (server.staff(MODERATOR).await, server.staff(MODERATOR).await);
    let colleague = server.staff("p05").await;
    let all = items(&here, OWN).await;
    assert_eq!(all.len(), 2, "{all:?}");
    let cookies = [&here, &there].map(|client| client.cookie("staff").expect("signed in"));
    for item in &all {
        assert!(item["at"].is_string() && item["seen_at"].is_string(), "{item}");
        let told = item.to_string();
        assert!(!cookies.iter().any(|cookie| told.contains(cookie.as_str())), "a list tells no cookie");
    }
    let (current, others): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|item| item["current"] == true);
    let id = |item: &Value| item["id"].as_str().expect("an id").to_owned();
    let other = format!("{OWN}/{}", id(others[0]));
    assert_eq!((current.len(), others.len()), (1, 1), "{all:?}");

    assert_refused("a colleague's", &delete(&colleague, &other).await, 404, "not-found");
    assert!(is_signed_in(&there).await);
    assert_gone(&delete(&here, &other).await);
    assert!(!is_signed_in(&there).await);
    assert_refused("ended twice", &delete(&here, &other).await, 404, "not-found");
    assert!(is_signed_in(&here).await);
    assert_gone(&delete(&here, &format!("{OWN}/{}", id(current[0]))).await);
    assert!(!is_signed_in(&here).await, "one's own last");
}

#[tokio::test]
async fn the_administrator_sees_and_ends_anybodys_sign_ins() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let browsers = [server.staff(MODERATOR).await, server.staff(MODERATOR).await];
    let theirs = path(&format!("staff/{MODERATOR}/sign-ins"));
    assert_eq!(items(&admin, &theirs).await.len(), browsers.len());
    assert_gone(&delete(&admin, &theirs).await);
    assert!(items(&admin, &theirs).await.is_empty());
    for browser in &browsers {
        assert!(!is_signed_in(browser).await);
    }
    assert!(is_signed_in(&admin).await);
    let nobody = path("staff/khong-co/sign-ins");
    assert_refused("an unknown name", &admin.get(&nobody).await, 404, "not-found");
    assert_refused("an unknown name", &delete(&admin, &nobody).await, 404, "not-found");
}

#[tokio::test]
async fn a_change_of_an_account_without_a_password_leaves_it_signed_in() {
    let server = TestServer::demo();
    let (admin, moderator) = (server.staff(ADMIN).await, server.staff(MODERATOR).await);
    let one = path(&format!("staff/{MODERATOR}"));
    let mut item = item(&admin, &path("staff"), "username", MODERATOR).await.expect("it is listed");
    item["title"] = json!("Tổ trưởng tổ điều hành");
    taken(&put(&admin, &one, &item).await, 200);
    assert!(is_signed_in(&moderator).await);
    item["password"] = json!(NEW);
    taken(&put(&admin, &one, &item).await, 200);
    assert!(!is_signed_in(&moderator).await, "a new password ends every sign-in");
    assert_eq!(sign_in(&server, MODERATOR, NEW).await.1, 204);
}
