//! The editor of a session: what was written is changed by its form, and what is missing before air is said.

use serde_json::json;
use tests::{
    html::Form,
    http::{Client, Request},
    people::{LIVE, read},
    server::TestServer,
};

use super::ADMIN;
use super::sessions::{TITLE, draft};

/// The form of the page with what stands in it, the lists that a browser would send included.
async fn form(admin: &Client, slug: &str) -> Form {
    let page = admin.get(&format!("/quan-tri/phien/{slug}")).await;
    assert_eq!(page.status, 200, "{page}");
    Form::find(&page.text(), "edit-session").expect("the form is there")
}

#[tokio::test]
async fn a_session_is_changed_by_its_form_and_whoever_reads_along_sees_it() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let before = read(&admin, &format!("/api/v1/sessions/{LIVE}")).await;
    let form = form(&admin, LIVE).await.fill("title", "Một chủ đề khác").fill("host_unit", "u-vp");
    let form = form.fill("chair", "p01").fill("host", "p02").fill("secretary", "p03");
    let saved = admin.send(Request::post(&form.action).form(&form.fields)).await;
    assert_eq!(saved.status, 303, "{saved}");
    assert_eq!(
        saved.header("location"),
        Some(format!("/quan-tri/phien/{LIVE}?xong=edit-session:{LIVE}").as_str())
    );
    let after = read(&admin, &format!("/api/v1/sessions/{LIVE}")).await;
    let changed = &after["session"];
    assert_eq!((&changed["title"], &changed["host_unit"]), (&json!("Một chủ đề khác"), &json!("u-vp")));
    for same in ["start", "duration_min", "respondent_units", "fields", "allow_votes", "slug", "state"] {
        assert_eq!(changed[same], before["session"][same], "{same} was not touched");
    }
    let page = admin.get(&format!("/quan-tri/phien/{LIVE}")).await.text();
    assert!(page.contains("Sửa phiên"), "the change stands in the history");
}

#[tokio::test]
async fn what_is_missing_before_air_is_said() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let slug = draft(&admin).await;
    let page = admin.get(&format!("/quan-tri/phien/{slug}")).await.text();
    for missing in [
        "Còn là bản nháp.",
        "Chưa có: chủ trì, dẫn chương trình, thư ký.",
        "0 người",
        "Chưa chọn đơn vị trả lời.",
        "0/0 đơn vị",
    ] {
        assert!(page.contains(missing), "{missing} is not in {page}");
    }
    let patch = json!({"respondent_units": ["u-stc", "u-sxd"], "moderators": ["p04", "p05"]});
    let patched =
        admin.send(Request::new("PATCH", &format!("/api/v1/admin/sessions/{slug}")).json(&patch)).await;
    assert_eq!(patched.status, 200, "{patched}");
    server.staff("p10").await;
    let page = admin.get(&format!("/quan-tri/phien/{slug}")).await.text();
    assert!(page.contains("1/2 đơn vị") && page.contains("2 người"), "{page}");
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_what_was_typed() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let slug = draft(&admin).await;
    let form = form(&admin, &slug).await.fill("duration_min", "0").fill("place", "Nhà văn hóa phường");
    let refused = admin.send(Request::post(&form.action).form(&form.fields)).await;
    assert_eq!(refused.status, 422, "{refused}");
    let page = refused.text();
    assert!(page.contains("Nhà văn hóa phường") && page.contains("Thời lượng từ 1 đến"), "{page}");
    assert!(read_title(&admin, &slug).await.contains(TITLE), "nothing was saved");
    for path in ["/quan-tri/phien/khong-co", "/quan-tri/phien/tiep-nhan"] {
        assert_eq!(admin.get(path).await.status, 404, "{path}");
    }
}

async fn read_title(admin: &Client, slug: &str) -> String {
    let form = form(admin, slug).await;
    form.fields.into_iter().find(|(name, _)| name == "title").expect("a title").1
}
