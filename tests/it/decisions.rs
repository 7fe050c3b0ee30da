//! What a decision leaves behind: the original as it was typed, every voter counted once, an appeal that somebody else
//! decides, and names that stay true.

use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR, ask, desk, read},
    server::TestServer,
    ws::Viewer,
};

const SECOND: &str = "p05";
const ADMIN: &str = "p16";
const TEXT: &str = "Hộ kinh doanh cá thể nộp hồ sơ đăng ký ở đâu?";
const REPLY: &str = "Tôi ở phường Gia Viên, mở quán ăn.";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A question that is approved: its public name.
async fn approved(server: &TestServer, moderator: &Client) -> String {
    let id = text(&ask(&server.visitor(), LIVE, TEXT).await["id"]);
    desk(moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    id
}

async fn vote(server: &TestServer, id: &str) {
    let voter = server.visitor();
    voter.get("/api/v1/site").await;
    voter.get(&format!("/api/v1/questions/{id}")).await;
    let reply = voter.send(Request::new("PUT", &format!("/api/v1/questions/{id}/vote"))).await;
    assert_eq!(reply.status, 200, "{reply}");
}

async fn votes(server: &TestServer, id: &str) -> i64 {
    let page = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    page["question"]["votes"].as_i64().unwrap_or_else(|| panic!("{page}"))
}

#[tokio::test]
async fn a_reply_stands_beside_the_original_at_the_desk_and_nowhere_in_public() {
    let server = TestServer::demo();
    let (asker, moderator) = (server.visitor(), server.staff(MODERATOR).await);
    let receipt = ask(&asker, LIVE, TEXT).await;
    let (id, code) = (text(&receipt["id"]), text(&receipt["code"]));
    desk(&moderator, &id, "request-info", json!({"note": "Xin cho biết địa bàn."})).await;
    let reply = Request::post(&format!("/api/v1/mine/{code}/reply")).json(&json!({"text": REPLY}));
    let replied = asker.send(reply).await;
    assert_eq!(replied.status, 200, "{replied}");

    let queue = read(&moderator, &format!("/api/v1/desk/{LIVE}/queue")).await;
    let items = queue["items"].as_array().expect("a list");
    let item = items.iter().find(|item| item["id"] == *id).expect("it waits again");
    assert_eq!((&item["original"], &item["replies"][0]["text"]), (&json!(TEXT), &json!(REPLY)));
    assert_eq!(item["replies"][0]["move"], "reply");
    let page = moderator.get(&format!("/ban-dieu-hanh/{LIVE}")).await.text();
    assert!(page.contains(REPLY), "the moderator's page shows it");

    let decided = desk(&moderator, &id, "approve", json!({})).await;
    assert_eq!(decided["question"]["text"], TEXT, "what is proposed is the original");
    let public = server.visitor().get(&format!("/api/v1/questions/{id}")).await;
    assert!(!public.text().contains("Gia Viên"), "{public}");
}

#[tokio::test]
async fn votes_follow_a_question_through_every_merge_and_back() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let mut names = Vec::new();
    for _ in 0..3 {
        let id = approved(&server, &moderator).await;
        vote(&server, &id).await;
        names.push(id);
    }
    let (first, second, third) = (&names[0], &names[1], &names[2]);
    let mut reader = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    desk(&moderator, first, "merge", json!({"into": second})).await;
    desk(&moderator, second, "merge", json!({"into": third})).await;
    assert_eq!(votes(&server, third).await, 3);
    reader.until("three votes", |frame| frame["votes"][third] == 3).await;
    desk(&moderator, first, "unmerge", json!({})).await;
    assert_eq!((votes(&server, second).await, votes(&server, third).await), (1, 2));
    reader.until("two votes", |frame| frame["votes"][third] == 2).await;
}

#[tokio::test]
async fn what_was_taken_down_can_be_appealed_and_the_second_decision_is_final() {
    let server = TestServer::demo();
    let (asker, moderator, second) =
        (server.visitor(), server.staff(MODERATOR).await, server.staff(SECOND).await);
    let receipt = ask(&asker, LIVE, TEXT).await;
    let (id, code) = (text(&receipt["id"]), text(&receipt["code"]));
    desk(&moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    let retract = json!({"reason": "others_data", "note": "Câu này nêu dữ liệu của người khác."});
    let call = |body: &Value| Request::post(&format!("/api/v1/desk/questions/{id}/retract")).json(body);
    assert_eq!(moderator.send(call(&retract)).await.status, 202);
    assert_eq!(second.send(call(&retract)).await.status, 200);
    let why = "Trong câu không có dữ liệu của ai khác.";
    let appeal = Request::post(&format!("/api/v1/mine/{code}/appeal")).json(&json!({"text": why}));
    let appealed = asker.send(appeal).await;
    assert_eq!(appealed.status, 200, "{appealed}");
    let undo = second.send(Request::post(&format!("/api/v1/desk/questions/{id}/undo"))).await;
    assert_eq!(undo.status, 409, "there is nothing to undo alone: {undo}");
    let decided = desk(&moderator, &id, "approve", json!({"lead_unit": "u-stc"})).await;
    assert_eq!(decided["question"]["replies"][0]["text"], why);
    let undo = moderator.send(Request::post(&format!("/api/v1/desk/questions/{id}/undo"))).await;
    assert_eq!(undo.status, 409, "a decision about an appeal is final: {undo}");
}

#[tokio::test]
async fn a_host_with_another_name_is_told_to_whoever_reads_along() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let mut reader = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    let body = json!({"name": "Nguyễn Thị Tên Mới"});
    let renamed = admin.send(Request::new("PUT", &format!("/api/v1/admin/staff/{HOST}")).json(&body)).await;
    assert_eq!(renamed.status, 200, "{renamed}");
    let told = reader.until("a change", |frame| frame["kind"] == "session.changed").await;
    assert_eq!(told["data"]["session"]["host"]["name"], "Nguyễn Thị Tên Mới", "{told}");
}

#[tokio::test]
async fn no_approved_question_is_without_a_unit_when_the_session_has_ended() {
    let server = TestServer::demo();
    let (moderator, host) = (server.staff(MODERATOR).await, server.staff(HOST).await);
    let asked = server
        .visitor()
        .send(Request::post(&format!("/api/v1/sessions/{LIVE}/questions")).json(&json!({"text": TEXT})))
        .await;
    let id = text(&asked.json()["id"]);
    desk(&moderator, &id, "approve", json!({})).await;
    let before = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    assert_eq!(before["question"]["lead_unit"], Value::Null, "no field, no unit: {before}");
    let ended = host.send(Request::post(&format!("/api/v1/admin/sessions/{LIVE}/end"))).await;
    assert_eq!(ended.status, 200, "{ended}");
    let after = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    let question = &after["question"];
    assert_eq!(question["handling"], "assigned", "{after}");
    assert!(question["lead_unit"].is_string() && question["due"].is_string(), "{after}");
}

#[tokio::test]
async fn fields_of_other_verbs_and_defaults_make_no_other_call() {
    let server = TestServer::demo();
    let (moderator, admin) = (server.staff(MODERATOR).await, server.staff(ADMIN).await);
    let id = text(&ask(&server.visitor(), LIVE, TEXT).await["id"]);
    let approve = |body: Value| {
        Request::post(&format!("/api/v1/desk/questions/{id}/approve"))
            .json(&body)
            .header("idempotency-key", "0199a000-0000-7000-8000-0000000000e1")
    };
    assert_eq!(moderator.send(approve(json!({"title": "Nộp hồ sơ"}))).await.status, 200);
    let again = moderator.send(approve(json!({"title": "Nộp hồ sơ", "note": "x", "into": "2-1"}))).await;
    assert_eq!(again.status, 200, "{again}");
    let unit = |body: Value| {
        Request::post("/api/v1/admin/units")
            .json(&body)
            .header("idempotency-key", "0199a000-0000-7000-8000-0000000000e2")
    };
    assert_eq!(admin.send(unit(json!({"name": "Sở Thử nghiệm"}))).await.status, 201);
    let filled = json!({"name": "Sở Thử nghiệm", "needs_review": false, "predecessors": [], "kind": "so"});
    let again = admin.send(unit(filled)).await;
    assert_eq!(again.status, 201, "{again}");
}
