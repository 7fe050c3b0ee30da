//! The archive follows the log: published, corrected, taken back; and the list of synonyms.

use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{INTAKE, LIVE, MODERATOR, RESPONDENT, ask, desk},
    server::TestServer,
};

use super::{encoded, ids, search, similar, total, until};

const ADMIN: &str = "p16";
const SECOND: &str = "p05";
const TEXT: &str = "Nhà hàng nuôi cá chình bông cần giấy phép nào?";
const ANSWER: &str = "Nộp tờ khai mẫu Quỳnh Xuyến tại bộ phận một cửa.";
const CORRECTED: &str = "Nộp tờ khai mẫu Nguyệt Bạch tại bộ phận một cửa.";

/// An approved question of the live session with a published answer.
async fn answered(server: &TestServer) -> (String, Client, Client) {
    let (moderator, official) = (server.staff(MODERATOR).await, server.staff(RESPONDENT).await);
    let receipt = ask(&server.visitor(), LIVE, TEXT).await;
    let id = receipt["id"].as_str().expect("an id").to_owned();
    desk(&moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    let draft = json!({"text": ANSWER, "mode": "written", "revision": 0});
    let path = format!("/api/v1/desk/questions/{id}/answer");
    let saved = official.send(Request::new("PUT", &path).json(&draft)).await;
    assert_eq!(saved.status, 200, "{saved}");
    desk(&official, &id, "answer/publish", json!({})).await;
    (id, moderator, official)
}

fn is_nowhere(found: &Value) -> bool {
    total(found) == 0
}

fn proposes(found: &Value, word: &str) -> bool {
    found["shown_for"].as_str().is_some_and(|shown| shown.contains(word))
}

#[tokio::test]
async fn an_answer_is_found_then_as_corrected_and_not_when_it_is_taken_back() {
    let server = TestServer::demo();
    let reader = server.visitor();
    let before = total(&search(&reader, &[]).await);
    assert!(is_nowhere(&search(&reader, &[("q", "quynh xuyen")]).await));
    let (id, _, official) = answered(&server).await;
    // The index tells an item a moment before it knows its words.
    let is_known = |found: &Value| total(found) == 1 && proposes(found, "quỳnh xuyến");
    let found = until(&reader, &[("q", "quynh xuyen")], is_known).await;
    assert_eq!(ids(&found["hits"]), [id.as_str()]);

    desk(&official, &id, "answer/correct", json!({"text": CORRECTED, "note": "Sửa tên mẫu."})).await;
    until(&reader, &[("q", "nguyet bach")], |found| total(found) == 1).await;
    // What was wrong is told beside what is right, on the page of the question; it is not what the answer says.
    assert!(is_nowhere(&search(&reader, &[("q", "quynh xuyen")]).await));

    desk(&official, &id, "answer/retract", json!({"note": "Đang rà lại."})).await;
    let found = until(&reader, &[("q", "nguyet bach")], is_nowhere).await;
    assert!(!proposes(&found, "nguyệt"), "no word of it is proposed");
    let open =
        until(&reader, &[("q", "ca chinh bong"), ("answered", "false")], |found| total(found) == 1).await;
    assert_eq!(ids(&open["hits"]), [id.as_str()], "the question is still asked");
    assert!(total(&search(&reader, &[]).await) > before);
}

#[tokio::test]
async fn a_question_that_is_taken_down_leaves_no_trace() {
    let server = TestServer::demo();
    let reader = server.visitor();
    let (id, moderator, _) = answered(&server).await;
    until(&reader, &[("q", "quynh xuyen")], |found| total(found) == 1).await;
    assert!(ids(&similar(&reader, TEXT).await["items"]).contains(&id.as_str()));
    let before = search(&reader, &[]).await;

    let why = json!({"reason": "others_data", "note": "Câu này nêu dữ liệu của người khác."});
    let down = Request::post(&format!("/api/v1/desk/questions/{id}/retract"));
    let first = moderator.send(down.json(&why)).await;
    assert_eq!(first.status, 202, "{first}");
    desk(&server.staff(SECOND).await, &id, "retract", why).await;
    until(&reader, &[("q", "quynh xuyen")], is_nowhere).await;
    for words in [TEXT, ANSWER, "\"chình bông\"", "ca chnih bong"] {
        let found = search(&reader, &[("q", words)]).await;
        assert!(!ids(&found["hits"]).contains(&id.as_str()), "{words}: {found}");
    }
    let found = search(&reader, &[("q", "quynh xuyen")]).await;
    assert!(is_nowhere(&found) && !proposes(&found, "quỳnh"), "{found}");
    assert!(!ids(&similar(&reader, TEXT).await["items"]).contains(&id.as_str()));
    let after = search(&reader, &[]).await;
    assert_eq!(total(&after), total(&before) - 1, "nor do the counts know it");
    let sum = |found: &Value| -> u64 {
        let values = found["facets"]["answered"].as_array().expect("a list");
        values.iter().map(|value| value["count"].as_u64().expect("a number")).sum()
    };
    assert_eq!(sum(&after), total(&after));
}

#[tokio::test]
async fn the_next_search_knows_a_new_synonym() {
    let server = TestServer::demo();
    let (reader, admin) = (server.visitor(), server.staff(ADMIN).await);
    answered(&server).await;
    until(&reader, &[("q", "ca chinh")], |found| total(found) == 1).await;
    assert!(is_nowhere(&search(&reader, &[("q", "quỳnh lam")]).await));

    let group = json!({"key": "fish", "label": "quỳnh lam", "text": "cá chình\nquỳnh vân"});
    let filed = admin.send(Request::post("/api/v1/admin/synonyms").json(&group)).await;
    assert_eq!(filed.status, 201, "{filed}");
    for words in ["quỳnh lam", "quynh lam", "Quỳnh vân"] {
        until(&reader, &[("q", words)], |found| total(found) == 1).await;
    }
    for words in ["lam quỳnh", "quỷnh lam"] {
        assert!(is_nowhere(&search(&reader, &[("q", words)]).await), "{words} is no such term");
    }
    assert!(is_nowhere(&search(&reader, &[("q", "quỳnh lam"), ("literal", "true")]).await));

    let gone = admin.send(Request::new("DELETE", "/api/v1/admin/synonyms/fish")).await;
    assert_eq!(gone.status, 204, "{gone}");
    until(&reader, &[("q", "quỳnh lam")], is_nowhere).await;
}

#[tokio::test]
async fn an_open_question_of_everyday_is_near_to_what_somebody_types() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let receipt = ask(&server.visitor(), INTAKE, "Đèn đường ngõ Cầu Niệm tắt ba tuần nay.").await;
    let id = receipt["id"].as_str().expect("an id");
    let reader = server.visitor();
    let typed = "den duong o ngo Cau Niem bi tat";
    assert!(!ids(&similar(&reader, typed).await["items"]).contains(&id), "what waits is nobody's business");
    desk(&moderator, id, "approve", json!({"lead_unit": "u-sxd"})).await;
    until(&reader, &[("q", "ngo cau niem")], |found| total(found) == 1).await;
    assert!(ids(&similar(&reader, typed).await["items"]).contains(&id));
    let page = reader.get(&format!("/kho?{}", encoded(&[("q", typed)]))).await.text();
    assert!(page.contains(&format!("/cau-hoi/{id}")), "{page}");
}
