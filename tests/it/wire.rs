//! A frame of any length reaches its reader, and a stream ends with a word: whoever is closed learns why.

use serde_json::{Value, json};
use tests::{
    http::Request,
    people::{LIVE, MODERATOR, RESPONDENT, ask, desk},
    server::TestServer,
    ws::Viewer,
};

/// The longest answer, of letters that take three bytes each: one frame of it is longer than any buffer of the house.
fn long_answer() -> String {
    "Ề".repeat(10_000)
}

async fn publish(server: &TestServer, id: &str) {
    let respondent = server.staff(RESPONDENT).await;
    let path = format!("/api/v1/desk/questions/{id}/answer");
    let draft = json!({"text": long_answer(), "mode": "written", "revision": 0});
    let saved = respondent.send(Request::new("PUT", &path).json(&draft)).await;
    assert_eq!(saved.status, 200, "{saved}");
    let published = respondent.send(Request::post(&format!("{path}/publish"))).await;
    assert_eq!(published.status, 200, "{published}");
}

#[tokio::test]
async fn the_longest_answer_reaches_a_reader_as_an_event_and_in_a_snapshot() {
    let server = TestServer::demo();
    let (address, visitor) = (server.address(), server.visitor());
    let mut public = Viewer::join(address, LIVE, "", &visitor).await;
    let mut page = Viewer::join(address, LIVE, "format=html", &visitor).await;
    let moderator = server.staff(MODERATOR).await;
    let mut staff = Viewer::join(address, LIVE, "audience=desk", &moderator).await;
    let id = ask(&visitor, LIVE, "Câu hỏi này sẽ được trả lời rất dài?").await["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    desk(&moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    publish(&server, &id).await;

    let answered = |frame: &Value| frame["kind"] == "answer.published";
    let told = public.until("the answer", answered).await;
    assert_eq!(told["data"]["question"]["answers"][0]["text"], long_answer());
    let told = staff.until("the answer", answered).await;
    assert_eq!(told["data"]["question"]["answers"][0]["text"], long_answer());
    assert!(page.until_raw("the answer", answered).await.contains(&long_answer()));
    let mut late = Viewer::join(address, LIVE, "", &visitor).await;
    let snapshot = late.until_raw("a snapshot", |frame| frame["type"] == "snapshot").await;
    assert!(snapshot.len() > 64 * 1024 && snapshot.contains(&long_answer()));
    late.say(&json!({"do": "ping"})).await;
    late.until("a beat", |frame| frame["type"] == "beat").await;
}

#[tokio::test]
async fn a_reader_that_says_goodbye_is_answered_with_its_own_code() {
    let server = TestServer::shared_demo();
    for code in [1000, 1001, 4000] {
        let mut viewer = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
        viewer.next().await;
        viewer.say_close(code).await;
        assert_eq!(viewer.close_code().await, code);
    }
}

#[tokio::test]
async fn a_frame_that_is_too_long_closes_the_stream_with_a_code() {
    let server = TestServer::shared_demo();
    let mut viewer = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    viewer.next().await;
    viewer.say(&json!({"do": "ask", "text": "x".repeat(16 * 1024)})).await;
    assert_eq!(viewer.close_code().await, 1009);
}

#[tokio::test]
async fn a_reference_is_a_text_or_none_and_the_public_decides_nothing() {
    let server = TestServer::shared_demo();
    let mut viewer = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    viewer.say(&json!({"do": "vote", "ref": 7, "id": "2-1", "on": true})).await;
    let reply = viewer.until("a reply", |frame| frame["type"] == "reply").await;
    assert_eq!((&reply["ref"], &reply["problem"]["errors"][0]["field"]), (&Value::Null, &json!("ref")));
    let key = "0199a000-0000-7000-8000-0000000000f1";
    let reply = viewer.call(&json!({"do": "unmerge", "ref": key, "id": "2-1"})).await;
    assert_eq!(reply["problem"]["type"], "/problems/sign-in-required", "{reply}");
}

#[tokio::test]
async fn an_address_may_be_as_long_as_a_question() {
    let server = TestServer::shared_demo();
    let text: String = "%E1%BB%80".repeat(2_000);
    let reply = server.visitor().get(&format!("/api/v1/archive?q={text}")).await;
    assert_ne!(reply.status, 431, "the address fits into the headers");
    assert!(reply.header("content-type").is_some_and(|media| media.contains("json")), "{reply}");
}
