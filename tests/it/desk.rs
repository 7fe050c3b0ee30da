//! A decision at the desk is made once, loses no question, and tells each reader what is theirs.

use serde_json::{Value, json};
use tests::{
    demo::public_id,
    html::Form,
    http::{Client, Request, assert_refused},
    people::{HOST, INTAKE, LIVE, MODERATOR, RESPONDENT, ask, desk, question, read},
    server::TestServer,
    ws::Viewer,
};

const SECOND: &str = "p05";
const TEXT: &str = "Hộ kinh doanh cá thể nộp hồ sơ đăng ký ở đâu?";
const KEYS: [&str; 3] = [
    "0199a000-0000-7000-8000-000000000001",
    "0199a000-0000-7000-8000-000000000002",
    "0199a000-0000-7000-8000-000000000003",
];

fn verb(id: &str, verb: &str, body: &Value) -> Request {
    Request::post(&format!("/api/v1/desk/questions/{id}/{verb}")).json(body)
}

/// A new question to the live session: its public name, and the asker's receipt.
async fn asked(server: &TestServer) -> (String, Value) {
    let receipt = ask(&server.visitor(), LIVE, TEXT).await;
    (receipt["id"].as_str().expect("an id").to_owned(), receipt)
}

async fn track(server: &TestServer, receipt: &Value) -> Value {
    let call = Request::post("/api/v1/track").json(&json!({"code": receipt["code"]}));
    let reply = server.visitor().send(call).await;
    assert_eq!(reply.status, 200, "{reply}");
    reply.json()
}

/// How often a verb stands on the public timeline.
async fn times(server: &TestServer, id: &str, verb: &str) -> usize {
    let page = read(&server.visitor(), &format!("/api/v1/questions/{id}")).await;
    page["timeline"].as_array().expect("a list").iter().filter(|step| step["move"] == verb).count()
}

#[tokio::test]
async fn a_call_with_a_key_is_taken_once() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let (id, _) = asked(&server).await;
    let approve = |body: Value, key: &str| verb(&id, "approve", &body).header("idempotency-key", key);

    let unknown = moderator.send(approve(json!({"lead_unit": "u-none"}), KEYS[0])).await;
    assert_refused("the call", &unknown, 422, "validation");
    for _ in 0..2 {
        let reply = moderator.send(approve(json!({"title": "Nộp hồ sơ"}), KEYS[0])).await;
        assert_eq!(reply.status, 200, "a refused call does not use up its key: {reply}");
        assert_eq!(reply.json()["question"]["moderation"], "approved");
    }
    assert_eq!(times(&server, &id, "approve").await, 1);
    assert_refused(
        "the call",
        &moderator.send(approve(json!({"title": "Khác"}), KEYS[0])).await,
        422,
        "key-reused",
    );
    let other = server.staff(SECOND).await;
    assert_refused(
        "the call",
        &other.send(approve(json!({"title": "Nộp hồ sơ"}), KEYS[0])).await,
        422,
        "key-reused",
    );
    let none = moderator.send(approve(json!({}), "mine")).await;
    assert_eq!(none.json()["errors"][0]["field"], "Idempotency-Key", "{none}");
    assert_refused("the call", &moderator.send(approve(json!({}), KEYS[1])).await, 409, "move-refused");

    let respondent = server.staff(RESPONDENT).await;
    let at = format!("/api/v1/desk/questions/{id}/answer");
    let draft = json!({"text": "Tại trung tâm hành chính công.", "mode": "written", "revision": 0});
    for _ in 0..2 {
        let put = Request::new("PUT", &at).json(&draft).header("idempotency-key", KEYS[1]);
        let reply = respondent.send(put).await;
        assert_eq!((reply.status, reply.json()), (200, json!({"revision": 1})));
    }
    desk(&respondent, &id, "answer/publish", json!({})).await;
    for _ in 0..2 {
        let body = json!({"text": "Có thể nộp trực tuyến."});
        let reply =
            respondent.send(verb(&id, "answer/addendum", &body).header("idempotency-key", KEYS[2])).await;
        assert_eq!(reply.status, 200, "{reply}");
        assert_eq!(reply.json()["question"]["answers"].as_array().map(Vec::len), Some(2), "one version");
    }
    let late = json!({"text": "Muộn.", "mode": "written", "revision": 0});
    let form = [("do", "publish"), ("text", "Muộn."), ("mode", "written"), ("revision", "0")];
    let late_page = respondent.send(Request::post(&format!("/ban-tra-loi/{id}")).form(&form)).await;
    assert_eq!(late_page.status, 409, "{late_page}");
    assert!(late_page.text().contains("Việc xử lý đang ở bước"), "it says that the question is answered");
    assert_eq!(respondent.send(Request::new("PUT", &at).json(&late)).await.status, 409);
}

#[tokio::test]
async fn each_person_who_takes_down_hears_again_what_they_heard() {
    let server = TestServer::demo();
    let (first, second) = (server.staff(MODERATOR).await, server.staff(SECOND).await);
    let (id, receipt) = asked(&server).await;
    desk(&first, &id, "approve", json!({})).await;
    let body = json!({"reason": "abuse", "note": "Lộ dữ liệu của người khác."});
    let call = |key: &str| verb(&id, "retract", &body).header("idempotency-key", key);
    for _ in 0..2 {
        assert_eq!(first.send(call(KEYS[0])).await.status, 202);
    }
    let own = track(&server, &receipt).await;
    assert!(!own.to_string().contains("Lộ dữ liệu"), "what one person wants is the desk's: {own}");
    for _ in 0..2 {
        assert_eq!(second.send(call(KEYS[1])).await.status, 200);
    }
    assert_eq!(first.send(call(KEYS[0])).await.status, 202, "as the first time");
    assert_eq!(track(&server, &receipt).await["question"]["note"], "Lộ dữ liệu của người khác.");
}

#[tokio::test]
async fn the_asker_reads_what_is_written_to_them_and_nothing_else() {
    let server = TestServer::demo();
    let (moderator, respondent) = (server.staff(MODERATOR).await, server.staff(RESPONDENT).await);
    let (id, receipt) = asked(&server).await;
    desk(&moderator, &id, "request-info", json!({"note": "Hộ ở phường nào?"})).await;
    assert_eq!(track(&server, &receipt).await["question"]["note"], "Hộ ở phường nào?");
    desk(&moderator, &id, "undo", json!({})).await;
    assert!(track(&server, &receipt).await["question"]["note"].is_null());

    desk(&moderator, &id, "approve", json!({})).await;
    let draft = json!({"text": "Tại phường.", "mode": "written", "revision": 0});
    let at = format!("/api/v1/desk/questions/{id}/answer");
    assert_eq!(respondent.send(Request::new("PUT", &at).json(&draft)).await.status, 200);
    desk(&respondent, &id, "answer/submit", json!({})).await;
    desk(&respondent, &id, "answer/return", json!({"note": "Viết lại cho rõ."})).await;
    let own = track(&server, &receipt).await;
    assert!(own["question"]["note"].is_null(), "{own}");
    let link = receipt["track_url"].as_str().expect("an address");
    let asker = server.visitor();
    let page = asker.get(asker.get(link).await.header("location").expect("to the page")).await.text();
    assert!(page.contains("Trả lại để sửa"), "{page}");
    assert!(!own.to_string().contains("Viết lại") && !page.contains("Viết lại"), "{own}");
    assert!(own.to_string().contains("Hộ ở phường nào?"), "what was asked of them stays: {own}");
    let office = respondent.get(&format!("/ban-tra-loi/{id}")).await.text();
    assert!(office.contains("Viết lại cho rõ."), "the author reads what to change");
}

#[tokio::test]
async fn no_question_is_stranded() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let (kept, _) = asked(&server).await;
    let (joined, _) = asked(&server).await;
    let (last, _) = asked(&server).await;
    desk(&moderator, &last, "approve", json!({})).await;
    desk(&moderator, &kept, "approve", json!({})).await;
    desk(&moderator, &joined, "merge", json!({"into": kept})).await;
    assert_refused("the call", &moderator.send(verb(&kept, "undo", &json!({}))).await, 409, "move-refused");
    let body = json!({"reason": "abuse", "note": "Gỡ."});
    let refused = moderator.send(verb(&kept, "retract", &body)).await;
    assert_refused("the call", &refused, 409, "move-refused");
    assert!(refused.text().contains("gộp vào câu này"), "{refused}");
    desk(&moderator, &kept, "merge", json!({"into": last})).await;
    desk(&moderator, &kept, "unmerge", json!({})).await;

    let back = desk(&moderator, &joined, "unmerge", json!({})).await;
    assert_eq!(back["question"]["moderation"], "approved");
    assert_eq!(
        (&back["question"]["handling"], &back["question"]["lead_unit"]),
        (&json!("assigned"), &json!("u-stc"))
    );

    let (lost, _) = asked(&server).await;
    let body = json!({"to": "intake", "note": "Không thuộc phiên này."});
    let moved = desk(&moderator, &lost, "redirect", body.clone()).await;
    let moved_to = moved["question"]["moved_to"].as_str().expect("its new name").to_owned();
    let there = read(&server.visitor(), &format!("/api/v1/questions/{moved_to}")).await;
    assert_eq!(
        (&there["question"]["session"], &there["question"]["moderation"]),
        (&json!(INTAKE), &json!("pending"))
    );
    let refused = moderator.send(verb(&moved_to, "redirect", &body)).await;
    assert_refused("the call", &refused, 422, "validation");
    assert_eq!(refused.json()["errors"][0]["field"], "to", "{refused}");
}

#[tokio::test]
async fn what_is_private_is_for_those_who_decide_about_it() {
    let server = TestServer::shared_demo();
    let private = public_id("q38");
    let mark = format!("/ban-dieu-hanh/cau-hoi/{private}/");
    let page = |client: Client| async move {
        client.get(&format!("/ban-dieu-hanh/{INTAKE}?lane=approved")).await.text()
    };
    assert!(page(server.staff(MODERATOR).await).await.contains(&mark));
    let host = page(server.staff(HOST).await).await;
    assert!(host.contains("Bàn điều hành") && !host.contains(&private), "{host}");
}

#[tokio::test]
async fn a_form_sent_twice_decides_once_and_each_form_has_its_own_key() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    asked(&server).await;
    asked(&server).await;
    let page = moderator.get(&format!("/ban-dieu-hanh/{LIVE}")).await.text();
    let mut keys: Vec<&str> =
        page.split("name=\"idempotency_key\" value=\"").skip(1).map(|rest| &rest[..36]).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert!(all > 2 && keys.len() == all, "{keys:?}");
    let form = Form::find(&page, "approve").expect("something waits").fill("public_text", TEXT);
    let id = form.action.split('/').nth_back(1).expect("an id").to_owned();
    for _ in 0..2 {
        let reply = moderator.send(Request::post(&form.action).form(&form.fields)).await;
        assert_eq!(reply.status, 303, "{reply}");
    }
    assert_eq!(times(&server, &id, "approve").await, 1);
    let form = form.fill("title", "Khác");
    let reply = moderator.send(Request::post(&form.action).form(&form.fields)).await;
    assert_eq!(reply.status, 422, "{reply}");
    assert!(reply.text().contains("Lần gửi trước đã được nhận"), "{reply}");
}

#[tokio::test]
async fn a_resend_gets_its_receipt_when_the_limit_is_used_up() {
    // With limits.
    let server = TestServer::start(&["--demo"]);
    let asker = server.visitor();
    let send = |n: usize| question(LIVE).json(&json!({"text": format!("{TEXT} Lần {n}.")}));
    let first = asker.send(send(0).header("idempotency-key", KEYS[0])).await;
    assert_eq!(first.status, 201, "{first}");
    let mut n = 1;
    while asker.send(send(n)).await.status == 201 {
        n += 1;
        assert!(n < 50, "there is no limit");
    }
    let again = asker.send(send(0).header("idempotency-key", KEYS[0])).await;
    assert_eq!((again.status, again.json()), (201, first.json()));
    assert_refused(
        "the call",
        &asker.send(send(1).header("idempotency-key", KEYS[0])).await,
        422,
        "key-reused",
    );
    assert_eq!(asker.send(send(n)).await.status, 429);
}

#[tokio::test]
async fn feedback_names_a_unit_that_exists() {
    let server = TestServer::demo();
    let send = |unit: &str| Request::post("/api/v1/feedback").json(&json!({"text": TEXT, "unit": unit}));
    let refused = server.visitor().send(send("u-none")).await;
    assert_refused("the call", &refused, 422, "validation");
    assert_eq!(refused.json()["errors"][0]["field"], "unit", "{refused}");
    assert_eq!(server.visitor().send(send("u-stc")).await.status, 201);
}

#[tokio::test]
async fn a_new_password_ends_the_sign_ins_with_the_old_one() {
    let server = TestServer::demo();
    let (admin, official) = (server.staff("p16").await, server.staff(HOST).await);
    assert_eq!(official.get("/api/v1/me").await.status, 200);
    let form = [("password", "mot-mat-khau-moi-dai")];
    let reply = admin.send(Request::post(&format!("/quan-tri/can-bo/{HOST}/mat-khau")).form(&form)).await;
    assert_eq!(reply.status, 303, "{reply}");
    assert_eq!(official.get("/api/v1/me").await.status, 401);
    assert_eq!(admin.get("/api/v1/me").await.status, 200);
}

#[tokio::test]
async fn a_private_question_tells_the_desk_neither_text_nor_code() {
    let server = TestServer::demo();
    let (moderator, host) = (server.staff(MODERATOR).await, server.staff(HOST).await);
    let mut at_desk = Viewer::join(server.address(), LIVE, "audience=desk", &host).await;
    at_desk.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    let text = "Chuyện riêng của gia đình tôi, xin đừng đăng lên.";
    let body = json!({"text": text, "channel": "phone", "visibility": "private"});
    let entered = moderator.send(Request::post(&format!("/api/v1/desk/{LIVE}/questions")).json(&body)).await;
    assert_eq!(entered.status, 201, "{entered}");
    let (id, code) = (entered.json()["id"].clone(), entered.json()["code"].clone());
    let (id, code) = (id.as_str().expect("an id"), code.as_str().expect("a code"));
    let approved = desk(&moderator, id, "approve", json!({"lead_unit": "u-sxd"})).await;
    assert_eq!(approved["question"]["original"], text, "who decides about it reads it");
    let mut told = vec![desk(&host, id, "queue", json!({})).await.to_string()];
    while !told.last().expect("told").contains("stage.changed") {
        told.push(at_desk.next().await.to_string());
    }
    for secret in [text, code] {
        assert!(told.iter().all(|frame| !frame.contains(secret)), "{secret} is told: {told:?}");
    }
    assert!(told.iter().any(|frame| frame.contains(id)), "the watch saw the question");
}

/// By form, without a script: a note that is left empty is the chosen model text; one with a gap comes back to be filled in.
#[tokio::test]
async fn a_model_text_is_the_note_unless_it_has_gaps() {
    let server = TestServer::demo();
    let moderator = server.staff(MODERATOR).await;
    let (id, receipt) = asked(&server).await;
    let send = async |verb: &str, fields: &[(&str, &str)]| {
        let path = format!("/ban-dieu-hanh/cau-hoi/{id}/{verb}");
        moderator.send(Request::post(&path).form(fields)).await
    };
    let gap = send("redirect", &[("to", "complaint"), ("template", "redirect_tocao"), ("note", "")]).await;
    assert_eq!(gap.status, 422, "{gap}");
    let shown = gap.text();
    assert!(
        shown.contains("Mẫu câu còn chỗ trống.") && shown.contains("nơi tiếp công dân: {dia_chi}."),
        "{gap}"
    );
    let unknown = send("request-info", &[("template", "khong-co"), ("note", "")]).await;
    assert!(unknown.status == 422 && unknown.text().contains("Hãy ghi lời nhắn."), "{unknown}");
    let sent = send("request-info", &[("template", "need_info"), ("note", "")]).await;
    assert_eq!(sent.status, 303, "{sent}");
    let own = track(&server, &receipt).await;
    let note = own["question"]["note"].as_str().expect("a note");
    assert!(note.starts_with("Để trả lời đúng việc, đề nghị anh, chị cho biết thêm:"), "{note}");
}
