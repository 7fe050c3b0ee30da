//! Whatever is sent, the answer is clear and nothing is stored; what people type stays text.

use serde_json::{Value, json};
use tests::{
    html::{self, Form},
    http::{Client, Reply, Request},
    people::{ENDED, HOST, LIVE, MODERATOR, RESPONDENT, ask, desk, question, read},
    server::TestServer,
};

const TEXT: &str = "Giờ làm việc của bộ phận một cửa phường là mấy giờ?";

/// What would change if something were stored: the numbers and the log of the live session.
async fn state(server: &TestServer) -> (Value, Value) {
    let session = read(&server.visitor(), &format!("/api/v1/sessions/{LIVE}")).await;
    (session["balance"].clone(), session["seq"].clone())
}

#[track_caller]
fn assert_problem(what: &str, reply: &Reply, status: u16, kind: &str) {
    assert_eq!(reply.status, status, "{what}: {reply}");
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{what}");
    assert_eq!(reply.json()["type"], format!("/problems/{kind}"), "{what}: {reply}");
    assert_eq!(reply.json()["status"], status, "{what}: {reply}");
}

fn bytes(body: impl Into<Vec<u8>>) -> Request {
    question(LIVE).body("application/json", body)
}

#[tokio::test]
async fn a_call_that_cannot_be_read_is_malformed() {
    let server = TestServer::shared_demo();
    let (before, client) = (state(server).await, server.visitor());
    let deep = format!("{{\"text\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    let unreadable: [(&str, u16, &str, Request); 8] = [
        ("no JSON", 400, "malformed", bytes("Xin chào")),
        ("cut off", 400, "malformed", bytes(r#"{"text": "Giờ làm"#)),
        (
            "not UTF-8",
            400,
            "malformed",
            bytes(b"{\"text\": \"Gi\xff\xfe l\xe0m vi\xec mot cua\"}".as_slice()),
        ),
        ("NUL", 400, "malformed", bytes(r#"{"text": "Giờ làm việc\u0000 của phường?"}"#)),
        ("lone surrogate", 400, "malformed", bytes(r#"{"text": "Giờ làm việc\ud800 của phường?"}"#)),
        ("nested too deep", 400, "malformed", bytes(deep)),
        ("over 64 KiB", 413, "too-large", bytes(json!({"text": "a".repeat(70_000)}).to_string())),
        (
            "not JSON by its own word",
            415,
            "media-type",
            question(LIVE).body("text/plain", json!({"text": TEXT}).to_string()),
        ),
    ];
    for (what, status, kind, request) in unreadable {
        assert_problem(what, &client.send(request).await, status, kind);
    }
    assert_eq!(state(server).await, before, "nothing is stored");
}

#[tokio::test]
async fn a_wrong_value_is_named_by_its_field() {
    let server = TestServer::shared_demo();
    let (before, client) = (state(server).await, server.visitor());
    let wrong = [
        ("empty", "text", json!({"text": ""})),
        ("only blanks", "text", json!({"text": " \n\t\u{a0} "})),
        ("too short", "text", json!({"text": "Sao thế?"})),
        ("too long", "text", json!({"text": "ê".repeat(2_001)})),
        ("missing", "text", json!({"kind": "question"})),
        ("null", "text", json!({"text": null})),
        ("a number", "text", json!({"text": 5})),
        ("unknown kind", "kind", json!({"text": TEXT, "kind": "denunciation"})),
        ("unknown audience", "audience", json!({"text": TEXT, "audience": "minister"})),
        ("unknown field", "field", json!({"text": TEXT, "field": "f-none"})),
        ("name too long", "display_name", json!({"text": TEXT, "display_name": "M".repeat(81)})),
        (
            "consent is no boolean",
            "consents.publish_name",
            json!({"text": TEXT, "consents": {"publish_name": "yes"}}),
        ),
    ];
    for (what, field, body) in wrong {
        let reply = client.send(question(LIVE).json(&body)).await;
        assert_problem(what, &reply, 422, "validation");
        let errors = reply.json()["errors"].clone();
        assert_eq!(errors[0]["field"], field, "{what}: {reply}");
        assert!(errors[0]["message"].as_str().is_some_and(|message| !message.is_empty()), "{what}: {reply}");
    }
    let ended = client.send(question(ENDED).json(&json!({"text": TEXT, "field": "f-none"}))).await;
    assert_problem("an unknown field of an ended session", &ended, 422, "validation");
    let list = client.send(question(LIVE).json(&json!([TEXT]))).await;
    assert_problem("a list", &list, 422, "validation");
    let key =
        client.send(question(LIVE).json(&json!({"text": TEXT})).header("idempotency-key", "mine")).await;
    assert_eq!(key.status, 422, "a key that is no UUID: {key}");
    assert_eq!(state(server).await, before, "nothing is stored");
}

#[tokio::test]
async fn what_is_not_there_or_not_open_says_so() {
    let server = TestServer::shared_demo();
    let client = server.visitor();
    let body = json!({"text": TEXT});
    assert_problem(
        "unknown session",
        &client.send(question("khong-co-phien-nay").json(&body)).await,
        404,
        "not-found",
    );
    let ended = client.send(question(ENDED).json(&body)).await;
    assert_problem("ended session", &ended, 409, "session-closed");
    assert!(ended.json()["opens_at"].is_null(), "it will not open again: {ended}");
    for path in
        ["/api/v1/sessions/khong-co", "/api/v1/questions/2-999", "/api/v1/questions/x", "/api/v1/nothing"]
    {
        assert_problem(path, &client.get(path).await, 404, "not-found");
    }
    for path in ["/api", "/api/"] {
        assert_problem(path, &client.get(path).await, 404, "not-found");
    }
    for path in ["/phien/khong-co", "/cau-hoi/2-999", "/khong-co-trang-nay"] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
    let track = |code: &str| Request::post("/api/v1/track").json(&json!({"code": code}));
    let unknown = client.send(track("HD26-2222-2222")).await;
    let wrong = client.send(track("không phải mã")).await;
    assert_problem("unknown code", &unknown, 404, "not-found");
    assert_eq!((unknown.status, unknown.body), (wrong.status, wrong.body), "wrong and unknown are alike");
}

#[tokio::test]
async fn a_forged_cookie_is_no_cookie() {
    let server = TestServer::demo();
    let asker = server.visitor();
    ask(&asker, LIVE, TEXT).await;
    let real = asker.cookie("visitor").expect("every answer of the API gives a visitor cookie");
    assert_eq!(read(&asker, "/api/v1/mine").await["questions"].as_array().map(Vec::len), Some(1));

    let mut forged = real.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.push(last);
    for value in [forged.as_str(), "abc", "..", "%00"] {
        let thief = server.visitor();
        thief.set_cookie("visitor", value);
        let mine = read(&thief, "/api/v1/mine").await;
        assert_eq!(mine["questions"], json!([]), "{value}");
        assert_ne!(thief.cookie("visitor").as_deref(), Some(value), "a new one is set");
    }
    let intruder = server.visitor();
    intruder.set_cookie("staff", &"0".repeat(64));
    assert_problem("forged staff", &intruder.get("/api/v1/me").await, 401, "sign-in-required");
    let queue = format!("/api/v1/desk/{LIVE}/queue");
    assert_problem("forged staff at the desk", &intruder.get(&queue).await, 401, "sign-in-required");
}

#[tokio::test]
async fn another_site_cannot_send_for_a_visitor() {
    let server = TestServer::shared_demo();
    let (before, client) = (state(server).await, server.visitor());
    let foreign = [("origin", "http://example.com"), ("origin", "null"), ("sec-fetch-site", "cross-site")];
    for (name, value) in foreign {
        let reply = client.send(question(LIVE).json(&json!({"text": TEXT})).header(name, value)).await;
        assert_problem(&format!("{name}: {value}"), &reply, 403, "foreign-origin");
    }
    assert_eq!(state(server).await, before, "nothing is stored");
}

/// The form of the live session's page, as it stands for a new visitor.
async fn ask_form(client: &Client) -> Form {
    let page = client.get(&format!("/phien/{LIVE}")).await;
    Form::find(&page.text(), "ask").unwrap_or_else(|| panic!("no form to ask on the page: {page}"))
}

#[tokio::test]
async fn a_form_says_it_beside_the_field_and_keeps_what_was_typed() {
    let server = TestServer::shared_demo();
    let (before, client) = (state(server).await, server.visitor());
    for typed in ["<b>ngắn", ""] {
        let form = ask_form(&client).await.fill("text", typed);
        let reply = client.send(Request::post(&form.action).form(&form.fields)).await;
        assert_eq!(reply.status, 422, "{typed:?}: {reply}");
        let page = reply.text();
        let field = html::tags(&page)
            .into_iter()
            .find(|tag| tag.name == "textarea" && tag.get("name") == Some("text"));
        let field = field.unwrap_or_else(|| panic!("the field is gone: {page}"));
        assert_eq!(field.get("aria-invalid"), Some("true"), "{typed:?}");
        let told_by = field.get("aria-describedby").expect("the field names its message").to_owned();
        let has_message = |id: &str| html::tags(&page).iter().any(|tag| tag.get("id") == Some(id));
        assert!(told_by.split_whitespace().all(has_message), "{told_by} is not on the page");
        assert!(
            html::unescape(&page).contains(typed) && !page.contains("<b>ngắn"),
            "what was typed is kept, as text"
        );
    }
    assert_eq!(state(server).await, before, "nothing is stored");
}

#[tokio::test]
async fn html_is_kept_as_typed_and_shown_as_text() {
    const HOSTILE: &str =
        "Thay <tên xã> bằng <script>window.pwned=1</script><img src=x onerror=window.pwned=1> & \"'?";
    let server = TestServer::demo();
    let client = server.visitor();
    let receipt = ask(&client, LIVE, HOSTILE).await;
    let id = receipt["id"].as_str().expect("an id");
    desk(&server.staff(MODERATOR).await, id, "approve", json!({"title": "<i>Tiêu đề</i>"})).await;

    let question = &read(&client, &format!("/api/v1/questions/{id}")).await["question"];
    assert_eq!((&question["text"], &question["title"]), (&json!(HOSTILE), &json!("<i>Tiêu đề</i>")));
    for path in [format!("/cau-hoi/{id}"), format!("/phien/{LIVE}"), "/kho?q=t%C3%AAn+x%C3%A3".to_owned()] {
        let page = client.get(&path).await.text();
        assert!(
            !page.contains("<script>window") && !page.contains("<img src=x") && !page.contains("<i>Tiêu"),
            "{path}"
        );
    }
    let page = client.get(&format!("/cau-hoi/{id}")).await.text();
    assert!(html::unescape(&page).contains(HOSTILE), "the page shows what was typed");
}

#[tokio::test]
async fn what_staff_send_wrong_is_named_by_its_field() {
    let server = TestServer::demo();
    let (moderator, admin) = (server.staff(MODERATOR).await, server.staff("p16").await);
    let secretary = server.staff("p03").await;
    let id = ask(&server.visitor(), LIVE, TEXT).await["id"].as_str().expect("an id").to_owned();
    let of_desk = |verb: &str| format!("/api/v1/desk/questions/{id}/{verb}");
    let span = |start: usize, end: usize| json!({"masks": [{"kind": "phone", "start": start, "end": end}]});
    let queue = format!("/api/v1/desk/{LIVE}/questions");
    let session = json!({"title": "Một phiên thử", "start": "+10000-01-01T00:00:00Z"});
    let late = json!({"title": "Một phiên thử", "start": "1969-12-31T23:00:00Z"});
    let wrong = [
        ("a mask beyond the text", &moderator, of_desk("approve"), span(0, 500), "masks.0.end"),
        ("a mask of nothing", &moderator, of_desk("approve"), span(5, 5), "masks.0.end"),
        (
            "a mask that is a list",
            &moderator,
            of_desk("approve"),
            json!({"masks": [["phone", 0, 3]]}),
            "masks.0",
        ),
        (
            "a start that is no number",
            &moderator,
            of_desk("approve"),
            json!({"masks": [{"kind": "phone", "start": "0", "end": 3}]}),
            "masks.0.start",
        ),
        (
            "a contact of another type",
            &secretary,
            queue,
            json!({"text": TEXT, "channel": "phone", "contact": {"phone": 5}}),
            "contact.phone",
        ),
        ("a year without a name", &admin, "/api/v1/admin/sessions".to_owned(), session, "start"),
        ("before the first second", &admin, "/api/v1/admin/sessions".to_owned(), late, "start"),
    ];
    for (what, who, path, body, field) in wrong {
        let reply = who.send(Request::post(&path).json(&body)).await;
        assert_problem(what, &reply, 422, "validation");
        assert_eq!(reply.json()["errors"][0]["field"], field, "{what}: {reply}");
    }
}

#[tokio::test]
async fn a_verb_names_what_it_cannot_take() {
    let server = TestServer::demo();
    let (moderator, respondent) = (server.staff(MODERATOR).await, server.staff(RESPONDENT).await);
    let id = ask(&server.visitor(), LIVE, TEXT).await["id"].as_str().expect("an id").to_owned();
    let of_desk = |verb: &str| format!("/api/v1/desk/questions/{id}/{verb}");
    let lease = format!("/api/v1/desk/{LIVE}/lease");
    let key = |path: &str| Request::post(path).header("idempotency-key", "mine");
    for path in [lease, of_desk("release")] {
        assert_problem(&path, &moderator.send(key(&path)).await, 422, "validation");
    }
    let approved = moderator.send(Request::post(&of_desk("approve")).body("text/plain", "")).await;
    assert_eq!(approved.status, 200, "no body is an empty one, whatever it is called: {approved}");
    let to = json!({"unit": "u-none", "reason": "Nhầm đơn vị."});
    let unknown = moderator.send(Request::post(&of_desk("transfer")).json(&to)).await;
    assert_eq!(unknown.json()["errors"][0]["field"], "unit", "{unknown}");
    let lead = json!({"lead_unit": "u-stc", "support_units": ["u-sxd", "u-sxd", "u-stc"]});
    let host = server.staff(HOST).await;
    let assigned = host.send(Request::post(&of_desk("assign")).json(&lead)).await;
    assert_eq!(assigned.json()["question"]["support_units"], json!(["u-sxd"]), "{assigned}");
    for revision in [-1, i64::MAX] {
        let draft = json!({"text": "Trả lời.", "mode": "written", "revision": revision});
        let saved = respondent.send(Request::new("PUT", &of_desk("answer")).json(&draft)).await;
        assert_eq!(saved.json()["errors"][0]["field"], "revision", "{saved}");
    }
    let nothing = respondent.send(Request::post(&of_desk("answer/publish"))).await;
    assert_problem("nothing to publish", &nothing, 409, "move-refused");
}

#[tokio::test]
async fn a_cursor_belongs_to_its_order() {
    let server = TestServer::shared_demo();
    let client = server.visitor();
    let list = format!("/api/v1/sessions/{LIVE}/questions");
    let first = client.get(&format!("{list}?sort=votes&limit=2")).await.json();
    let next = first["next"].as_str().expect("there are more");
    assert_eq!(client.get(&format!("{list}?sort=votes&limit=2&after={next}")).await.status, 200);
    for query in [format!("sort=new&after={next}"), "after=".to_owned(), "after=v-1.5".to_owned()] {
        let reply = client.get(&format!("{list}?{query}")).await;
        assert_problem(&query, &reply, 422, "validation");
    }
}
