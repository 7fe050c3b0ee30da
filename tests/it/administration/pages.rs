//! The administrator's lists by forms: days off, reasons and templates, and what cannot be taken of them.

use serde_json::json;
use tests::{
    html::Form,
    http::{Client, Reply, Request},
    people::{LIVE, read},
    server::TestServer,
};

use super::{ADMIN, item, path};

async fn send(admin: &Client, page: &str, act: &str, fields: &[(&str, &str)]) -> Reply {
    let found = Form::find(&admin.get(page).await.text(), act).expect("the form is there");
    let form = fields.iter().fold(found, |form, (name, value)| form.fill(name, value));
    admin.send(Request::post(&form.action).form(&form.fields)).await
}

/// As the form of a new entry sends it, without the key of one that stands.
async fn file(admin: &Client, page: &str, fields: &[(&str, &str)]) -> Reply {
    admin.send(Request::post(page).form(fields)).await
}

#[tokio::test]
async fn days_off_are_filed_changed_and_taken_out_by_forms() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let (page, list) = ("/quan-tri/ngay-nghi", path("holidays"));
    let day = [("date", "2031-02-03"), ("kind", "off"), ("label", "Tết Nguyên đán")];
    assert_eq!(send(&admin, page, "put-holiday", &day).await.status, 303);
    let worked = [("date", "2031-02-03"), ("kind", "on"), ("label", "Làm bù")];
    assert_eq!(send(&admin, page, "put-holiday", &worked).await.status, 303);
    let filed = item(&admin, &list, "date", "2031-02-03").await.expect("it is listed");
    assert_eq!(filed, json!({"date": "2031-02-03", "off": false, "label": "Làm bù"}));
    assert!(admin.get(page).await.text().contains("03/02/2031"));

    for wrong in ["", "2031-02-30", "mồng ba Tết"] {
        let refused = send(&admin, page, "put-holiday", &[("date", wrong), ("label", "Nghỉ")]).await;
        assert_eq!(refused.status, 422, "{wrong}: {refused}");
        assert!(refused.text().contains("value=\"Nghỉ\""), "what was typed stays: {refused}");
    }
    assert_eq!(send(&admin, page, "delete-holiday", &[]).await.status, 303);
    assert_eq!(item(&admin, &list, "date", "2031-02-03").await, None);
    let again = file(&admin, &format!("{page}/2031-02-03/xoa"), &[]).await;
    assert_eq!(again.status, 404, "{again}");
}

#[tokio::test]
async fn reasons_templates_and_synonyms_are_filed_changed_and_deleted_by_forms() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    for (page, list, key) in [
        ("/quan-tri/ly-do", "reasons", "ngoai-pham-vi"),
        ("/quan-tri/mau-cau", "templates", "ngoai-pham-vi"),
        ("/quan-tri/tu-dong-nghia", "synonyms", "ngoai-pham-vi"),
        ("/quan-tri/tu-can-che", "maskwords", "ngoai-pham-vi"),
        ("/quan-tri/tu-can-luu-y", "watchwords", "ngoai-pham-vi"),
    ] {
        let list = path(list);
        let fields = [("label", "Ngoài phạm vi"), ("text", "Xin gửi nơi khác.")];
        assert_eq!(file(&admin, page, &fields).await.status, 303, "{page}");
        let twice = file(&admin, page, &fields).await;
        assert_eq!(twice.status, 422, "{twice}");
        assert!(twice.text().contains("Đã có mục tên này."), "{twice}");
        let renamed = [("key", key), ("label", "Ngoài phạm vi của cổng"), ("text", "Xin gửi nơi khác.")];
        assert_eq!(file(&admin, page, &renamed).await.status, 303, "{page}");
        let filed = item(&admin, &list, "key", key).await.expect("it is listed");
        assert_eq!(filed["label"], "Ngoài phạm vi của cổng");
        let gone = file(&admin, page, &[("key", "khong-co"), ("label", "Khác"), ("text", "Khác")]).await;
        assert_eq!(gone.status, 422, "an entry that is not there is not changed: {gone}");
        assert_eq!(file(&admin, page, &[("label", " "), ("text", "x")]).await.status, 422);
        assert_eq!(file(&admin, &format!("{page}/{key}/xoa"), &[]).await.status, 303, "{page}");
        assert_eq!(item(&admin, &list, "key", key).await, None);
    }
    let in_use = file(&admin, "/quan-tri/ly-do/unclear/xoa", &[]).await;
    assert_eq!(in_use.status, 409, "the clock itself declines for it: {in_use}");
}

#[tokio::test]
async fn what_is_wrong_with_a_group_of_terms_stands_beside_its_field_and_what_was_typed_stays() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let page = "/quan-tri/tu-dong-nghia";
    for (label, text, beside) in [
        ("2024", "sổ vàng", "label-fault\">Mỗi từ dài từ 2 đến 80 ký tự"),
        ("sổ vàng", "s", "text-fault\">Mỗi từ dài từ 2 đến 80 ký tự"),
        ("sổ vàng", "Sổ Vàng", "text-fault\">Có từ ghi hai lần"),
    ] {
        let refused = file(&admin, page, &[("label", label), ("text", text)]).await;
        assert_eq!(refused.status, 422, "{label}, {text}: {refused}");
        let told = refused.text();
        assert!(told.contains(beside), "{label}, {text}: {told}");
        assert!(
            told.contains(&format!("value=\"{label}\"")) && told.contains(&format!(">{text}</textarea>"))
        );
    }
    assert_eq!(item(&admin, &path("synonyms"), "label", "sổ vàng").await, None);
}

#[tokio::test]
async fn a_unit_is_valid_from_a_day_to_a_later_one() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let page = "/quan-tri/don-vi";
    let unit = [("name", "Sở Ngoại vụ"), ("kind", "so")];
    for (from, to) in [("hôm qua", ""), ("2031-02-30", ""), ("2031-02-03", "2031-02-02")] {
        let wrong = [unit[0], unit[1], ("valid_from", from), ("valid_to", to)];
        let refused = file(&admin, page, &wrong).await;
        assert_eq!(refused.status, 422, "{from} to {to}: {refused}");
    }
    let right = [unit[0], unit[1], ("valid_from", "2031-02-03"), ("valid_to", "2031-02-04")];
    assert_eq!(file(&admin, page, &right).await.status, 303);
}

#[tokio::test]
async fn a_session_is_repeated_once_by_a_rule_that_there_is() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let editor = format!("/quan-tri/phien/{LIVE}");
    let repeat = format!("{editor}/repeat");
    let refused = file(&admin, &repeat, &[("repeat", "never")]).await;
    assert_eq!(refused.status, 422, "{refused}");
    let form = [("repeat", "four_weeks"), ("idempotency_key", "0190a5b8-7c3e-7e2a-9b1d-3f2e1d0c9b8a")];
    let made = file(&admin, &repeat, &form).await;
    assert_eq!(made.status, 303, "{made}");
    let again = file(&admin, &repeat, &form).await;
    assert_eq!(again.header("location"), made.header("location"), "the same key makes no second one");
    let address = made.header("location").expect("a way on");
    let slug = address.rsplit_once(':').expect("what it is about").1;
    let before = read(&admin, &format!("/api/v1/sessions/{LIVE}")).await["session"].clone();
    let patch = Request::new("PATCH", &format!("/api/v1/admin/sessions/{slug}")).json(&json!({}));
    let next = admin.send(patch).await.json()["session"].clone();
    assert_eq!(next["state"], "draft");
    for same in ["title", "duration_min", "respondent_units", "host_unit", "chair", "host", "fields", "place"]
    {
        assert_eq!(next[same], before[same], "{same}");
    }
    assert_eq!(next["stream_url"], serde_json::Value::Null);
}
