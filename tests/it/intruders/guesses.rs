//! Codes and passwords cannot be guessed: tries are counted, and a wrong one looks like an unknown one.

use serde_json::json;
use tests::{
    http::{Client, Reply, Request},
    people::MODERATOR,
    server::TestServer,
};

use super::{assert_limited, assert_refused, feedback};

/// Look-ups of an address in a minute.
const LOOK_UPS: usize = 10;
/// Sign-ins at an account in a quarter of an hour, and from an address in ten minutes.
const AT_ACCOUNT: usize = 5;
const FROM_ADDRESS: usize = 10;

async fn track(client: &Client, code: &str) -> Reply {
    client.send(Request::post("/api/v1/track").json(&json!({"code": code}))).await
}

#[tokio::test]
async fn codes_are_not_guessed() {
    // With limits.
    let server = TestServer::start(&[]);
    let receipt = feedback(&server.visitor(), "Mã tra cứu của câu này có đoán được không?").await;
    let code = receipt["code"].as_str().expect("a code");
    let (prefix, _) = code.split_once('-').expect("codes have a prefix");
    let (start, last) = code.split_at(code.len() - 1);
    let other_check = format!("{start}{}", if last == "2" { "3" } else { "2" });
    let unknown = [2_u8, 3, 4, 5, 6, 7].map(|digit| format!("{prefix}-{}", digit.to_string().repeat(8)));
    let guesses = [other_check.as_str(), "không phải mã", "0000", "' OR 1=1 --"];
    let guesses: Vec<&str> = guesses.into_iter().chain(unknown.iter().map(String::as_str)).collect();
    assert_eq!(guesses.len(), LOOK_UPS);

    let mut bodies = Vec::new();
    for guess in &guesses {
        let reply = track(&server.visitor(), guess).await;
        assert_refused(guess, &reply, 404, "not-found");
        bodies.push(reply.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "wrong and unknown codes are told apart");

    let late = track(&server.visitor(), code).await;
    assert_limited("even the right code, from the same address", &late);
    assert_limited("its page", &server.visitor().get(&format!("/tra-cuu/{code}")).await);
    let form = Request::post("/tra-cuu").form(&[("code", code)]);
    assert_limited("the form", &server.visitor().send(form).await);
}

async fn sign_in(server: &TestServer, username: &str, password: &str) -> Reply {
    let call = json!({"username": username, "password": password});
    server.visitor().send(Request::post("/api/v1/sign-in").json(&call)).await
}

#[tokio::test]
async fn passwords_are_not_guessed() {
    // With limits.
    let server = TestServer::start(&["--demo"]);
    let mut bodies = Vec::new();
    for n in 0..AT_ACCOUNT {
        let wrong = sign_in(&server, MODERATOR, &format!("mat-khau-doan-mo-{n}")).await;
        assert_refused("a wrong password", &wrong, 401, "sign-in-failed");
        bodies.push(wrong.body);
    }
    let account = server.account(MODERATOR);
    assert_limited("the right password, too late", &sign_in(&server, MODERATOR, &account.password).await);

    for n in AT_ACCOUNT + 1..FROM_ADDRESS {
        let unknown = sign_in(&server, &format!("khong-co-{n}"), "mat-khau-doan-mo").await;
        assert_refused("an unknown name", &unknown, 401, "sign-in-failed");
        bodies.push(unknown.body);
    }
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "a wrong password and an unknown name are told apart");

    let other = server.account("p05");
    assert_limited("anybody, from the same address", &sign_in(&server, "p05", &other.password).await);
    let form = [("username", "p05"), ("password", other.password.as_str())];
    let page = server.visitor().send(Request::post("/dang-nhap").form(&form)).await;
    assert_limited("the page", &page);
}
