//! Units, fields, holidays, reasons, templates and staff are filed, changed and deleted by programs.

use serde_json::{Value, json};
use tests::{
    demo,
    http::{Client, Request},
    people::{LIVE, MODERATOR, RESPONDENT, ask, desk, read},
    server::TestServer,
};

use super::{
    ADMIN, assert_fault, assert_gone, assert_refused, assert_tells, delete, item, items, path, post, put,
    taken,
};

/// A new entry of a list, the member that names it, and what is changed of it later.
struct Case {
    list: &'static str,
    key: &'static str,
    entry: Value,
    change: (&'static str, Value),
}

fn cases() -> [Case; 9] {
    let case = |list, key, entry, change| Case { list, key, entry, change };
    let unit = json!({
        "id": "u-sngv", "name": "Sở Ngoại vụ", "short": "Sở Ngoại vụ", "kind": "so", "org_code": "X99.30",
        "valid_from": "2026-01-01", "valid_to": null, "predecessors": ["Phòng Ngoại vụ", "Phòng Lãnh sự"],
        "order": 30, "needs_review": true,
    });
    let person = json!({
        "username": "nguoi.moi", "name": "Người Mới", "title": "Chuyên viên", "unit": "u-vp",
        "roles": ["secretary"], "password": "mat-khau-cua-nguoi-moi",
    });
    let model = json!({"key": "later", "label": "Hẹn trả lời", "text": "{don_vi} sẽ trả lời trước ngày …"});
    [
        case("units", "id", unit, ("valid_to", json!("2030-12-31"))),
        case(
            "fields",
            "id",
            json!({"id": "f-dl", "name": "Du lịch", "default_unit": "u-vp", "order": 9}),
            ("default_unit", json!("u-skhcn")),
        ),
        case(
            "holidays",
            "date",
            json!({"date": "2031-09-02", "off": true, "label": "Quốc khánh"}),
            ("off", json!(false)),
        ),
        case(
            "reasons",
            "key",
            json!({"key": "off_topic", "label": "Ngoài phạm vi"}),
            ("label", json!("Ngoài phạm vi của cổng")),
        ),
        case("templates", "key", model, ("text", json!("{don_vi} xin trả lời sau."))),
        case(
            "synonyms",
            "key",
            json!({"key": "red_book", "label": "sổ đỏ", "text": "sổ hồng"}),
            ("text", json!("sổ hồng\ngiấy chứng nhận quyền sử dụng đất")),
        ),
        case(
            "maskwords",
            "key",
            json!({"key": "own", "label": "Riêng", "text": "quán Ba Béo"}),
            ("text", json!("quán Ba Béo\n! 0225 3842567")),
        ),
        case(
            "watchwords",
            "key",
            json!({"key": "quarrels", "label": "Cãi nhau", "text": "đồ dở hơi"}),
            ("text", json!("đồ dở hơi\n* khùng")),
        ),
        case("staff", "username", person, ("title", json!("Phó phòng"))),
    ]
}

fn without_password(mut entry: Value) -> Value {
    entry.as_object_mut().expect("an object").remove("password");
    entry
}

async fn live_through(admin: &Client, case: Case) {
    let (list, key) = (path(case.list), case.entry[case.key].as_str().expect("a key").to_owned());
    let one = format!("{list}/{key}");
    let filed = post(admin, &list, &case.entry).await;
    let bare = without_password(case.entry.clone());
    assert_tells(&taken(&filed, 201)["item"], &bare);
    assert_fault("the same key again", &post(admin, &list, &case.entry).await, case.key);
    assert_tells(&item(admin, &list, case.key, &key).await.expect("it is listed"), &bare);

    let mut changed = bare;
    changed[case.change.0] = case.change.1;
    assert_tells(&taken(&put(admin, &one, &changed).await, 200)["item"], &changed);
    let listed = item(admin, &list, case.key, &key).await.expect("it is listed");
    assert_tells(&listed, &changed);
    assert!(!listed.to_string().contains("password"), "no list tells a password: {listed}");
    let fault = put(admin, &one, &json!({(case.change.0): {"a": 1}})).await;
    assert_eq!(fault.status, 422, "a change of another shape: {fault}");

    assert_gone(&delete(admin, &one).await);
    assert_eq!(item(admin, &list, case.key, &key).await, None, "{key} is deleted");
    assert_refused("deleted twice", &delete(admin, &one).await, 404, "not-found");
    assert_refused("changed when it is gone", &put(admin, &one, &changed).await, 404, "not-found");
}

#[tokio::test]
async fn an_entry_of_each_list_is_filed_changed_and_deleted() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    for case in cases() {
        println!("{}", case.list);
        live_through(&admin, case).await;
    }
}

#[tokio::test]
async fn a_key_that_is_not_given_is_made() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let unit = json!({"name": "Sở Du lịch", "short": "Sở Du lịch", "kind": "so"});
    let bare = [
        ("units", "id", unit),
        ("fields", "id", json!({"name": "Du lịch"})),
        ("reasons", "key", json!({"label": "Ngoài phạm vi"})),
        ("templates", "key", json!({"label": "Hẹn trả lời", "text": "Xin trả lời sau."})),
        ("synonyms", "key", json!({"label": "Nhà văn hóa", "text": "hội trường thôn"})),
        ("maskwords", "key", json!({"label": "Riêng", "text": "quán Ba Béo"})),
        ("watchwords", "key", json!({"label": "Cãi nhau", "text": "đồ dở hơi"})),
    ];
    for (list, member, entry) in bare {
        let filed = taken(&post(&admin, &path(list), &entry).await, 201);
        assert_tells(&filed["item"], &entry);
        let key = filed["item"][member].as_str().expect("a key");
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        assert!(!key.is_empty() && key.chars().all(fits), "{list}: {key:?}");
        assert_gone(&delete(&admin, &format!("{}/{key}", path(list))).await);
    }
    let site = read(&server.visitor(), "/api/v1/site").await;
    assert!(!site.to_string().contains("Sở Du lịch"), "what is deleted is not public: {site}");
}

#[tokio::test]
async fn what_is_wrong_with_an_entry_is_named_and_nothing_is_filed() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let unit = |member: &str, value: Value| {
        let mut unit = json!({"name": "Sở Du lịch", "short": "Sở Du lịch", "kind": "so"});
        unit[member] = value;
        unit
    };
    let person = |member: &str, value: Value| {
        let mut person = json!({
            "username": "nguoi.moi", "name": "Người Mới", "title": "Chuyên viên", "unit": null,
            "roles": ["press"], "password": "mat-khau-cua-nguoi-moi",
        });
        person[member] = value;
        person
    };
    let wrong = [
        ("units", "name", unit("name", json!("  "))),
        ("units", "name", unit("name", json!(5))),
        ("units", "id", unit("id", json!("Sở A"))),
        ("units", "valid_from", unit("valid_from", json!("hôm qua"))),
        ("units", "predecessors", unit("predecessors", json!(["Phòng A", 5]))),
        ("units", "needs_review", unit("needs_review", json!("có"))),
        ("fields", "name", json!({"default_unit": "u-vp"})),
        ("fields", "default_unit", json!({"name": "Du lịch", "default_unit": "u-none"})),
        ("holidays", "date", json!({"date": "2031-13-40", "off": true, "label": "Nghỉ bù"})),
        ("holidays", "off", json!({"date": "2031-09-02", "off": "có", "label": "Nghỉ bù"})),
        ("holidays", "label", json!({"date": "2031-09-02", "off": true, "label": "x".repeat(251)})),
        ("reasons", "label", json!({"key": "off_topic"})),
        ("templates", "text", json!({"key": "later", "label": "Hẹn trả lời", "text": " "})),
        ("synonyms", "text", json!({"key": "red", "label": "sổ đỏ", "text": "Sổ đỏ"})),
        ("synonyms", "text", json!({"key": "red", "label": "sổ đỏ", "text": "123\n456"})),
        ("synonyms", "text", json!({"key": "red", "label": "sổ đỏ", "text": "x".repeat(81)})),
        ("synonyms", "text", json!({"key": "red", "label": "sổ đỏ", "text": " \n "})),
        ("maskwords", "text", json!({"key": "red", "label": "đỏ", "text": "a"})),
        ("watchwords", "text", json!({"key": "red", "label": "đỏ", "text": "123\n456"})),
        ("synonyms", "label", json!({"key": "red", "label": "x", "text": "sổ hồng"})),
        ("synonyms", "label", json!({"key": "red", "label": "2024", "text": "sổ hồng"})),
        ("staff", "username", person("username", json!("Người Mới"))),
        ("staff", "username", person("username", json!(MODERATOR))),
        ("staff", "password", person("password", json!("mười một ký"))),
        ("staff", "unit", person("unit", json!("u-none"))),
        ("staff", "roles", person("roles", json!(["minister"]))),
        ("staff", "name", person("name", Value::Null)),
    ];
    let mut before = Vec::new();
    for case in cases() {
        before.push(items(&admin, &path(case.list)).await);
    }
    for (list, field, entry) in wrong {
        let reply = post(&admin, &path(list), &entry).await;
        assert_fault(&format!("{list}: {entry}"), &reply, field);
    }
    for (case, before) in cases().iter().zip(before) {
        assert_eq!(items(&admin, &path(case.list)).await, before, "{}", case.list);
    }
}

#[tokio::test]
async fn what_something_refers_to_is_not_deleted() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let used = demo::questions().find_map(|item| item["reject_reason"].as_str()).expect("a rejected one");
    for one in ["units/u-stc", "fields/f-dn", &format!("reasons/{used}")] {
        let refused = delete(&admin, &path(one)).await;
        assert_refused(one, &refused, 409, "move-refused");
        assert_eq!(refused.json()["state"], "in_use", "{one}: {refused}");
    }
    let unit = json!({"id": "u-sdl", "name": "Sở Du lịch", "short": "Sở Du lịch", "kind": "so"});
    let field = json!({"id": "f-dl", "name": "Du lịch", "default_unit": "u-sdl"});
    taken(&post(&admin, &path("units"), &unit).await, 201);
    taken(&post(&admin, &path("fields"), &field).await, 201);
    let refused = delete(&admin, &path("units/u-sdl")).await;
    assert_refused("the field's default unit", &refused, 409, "move-refused");
    let site = read(&server.visitor(), "/api/v1/site").await;
    assert!(site.to_string().contains("u-sdl"), "a refusal deletes nothing: {site}");
    assert_gone(&delete(&admin, &path("fields/f-dl")).await);
    assert_gone(&delete(&admin, &path("units/u-sdl")).await);
}

#[tokio::test]
async fn a_call_with_a_key_files_one_entry() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let before = items(&admin, &path("units")).await.len();
    let send = async |name: &str| {
        let unit = json!({"name": name, "short": name, "kind": "so"});
        let call = Request::post(&path("units")).json(&unit);
        admin.send(call.header("idempotency-key", "0199a000-0000-7000-8000-000000000001")).await
    };
    let first = taken(&send("Sở Du lịch").await, 201);
    assert_eq!(taken(&send("Sở Du lịch").await, 201), first);
    assert_eq!(items(&admin, &path("units")).await.len(), before + 1);
    assert_refused("another body", &send("Sở Văn hóa").await, 422, "key-reused");
}

#[tokio::test]
async fn a_unit_that_wants_a_second_reader_publishes_nothing_unread() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let mut unit = item(&admin, &path("units"), "id", "u-stc").await.expect("a unit of the city");
    assert_eq!(unit["needs_review"], false, "{unit}");
    unit["needs_review"] = json!(true);
    taken(&put(&admin, &path("units/u-stc"), &unit).await, 200);

    let receipt = ask(&server.visitor(), LIVE, "Hộ kinh doanh nộp hồ sơ đăng ký ở đâu?").await;
    let id = receipt["id"].as_str().expect("an id");
    desk(&server.staff(MODERATOR).await, id, "approve", json!({"lead_unit": "u-stc"})).await;
    let respondent = server.staff(RESPONDENT).await;
    let answer = format!("/api/v1/desk/questions/{id}/answer");
    let draft = json!({"text": "Tại trung tâm hành chính công.", "mode": "written", "revision": 0});
    taken(&put(&respondent, &answer, &draft).await, 200);
    let publish = format!("{answer}/publish");
    assert_refused("a draft", &post(&respondent, &publish, &json!({})).await, 409, "move-refused");
    desk(&respondent, id, "answer/submit", json!({})).await;
    assert_refused("by its author", &post(&respondent, &publish, &json!({})).await, 409, "move-refused");

    let colleague = json!({
        "username": "dong.nghiep", "name": "Đồng Nghiệp", "title": "Trưởng phòng", "unit": "u-stc",
        "roles": ["respondent"], "password": "mat-khau-cua-dong-nghiep",
    });
    taken(&post(&admin, &path("staff"), &colleague).await, 201);
    let second = server.visitor();
    let sign_in = json!({"username": "dong.nghiep", "password": "mat-khau-cua-dong-nghiep"});
    assert_gone(&post(&second, "/api/v1/sign-in", &sign_in).await);
    let published = desk(&second, id, "answer/publish", json!({})).await;
    assert_eq!(published["question"]["handling"], "answered");
}
