//! Sessions are prepared and moved by programs; a move to the state that already holds writes nothing.

use dialogue::clock::{Clock, Zone, hours, minutes};
use serde_json::{Value, json};
use tests::{
    http::{Client, Reply, Request},
    people::{LIVE, MODERATOR, read},
    server::TestServer,
};

use super::{ADMIN, assert_fault, assert_refused, assert_tells, item, path, post, taken};

pub(super) const TITLE: &str = "Đối thoại về cấp nước sạch nông thôn";

/// A whole second that is so many milliseconds away.
fn later(ms: i64) -> String {
    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("a zone");
    let mut at = Clock::System.now().plus(ms);
    at.0 -= at.0 % 1_000;
    zone.rfc3339(at)
}

/// A draft that the clock leaves alone for hours.
pub(super) async fn draft(admin: &Client) -> String {
    let body = json!({"title": TITLE, "start": later(hours(3)), "questions_open": later(hours(2))});
    let created = taken(&post(admin, &path("sessions"), &body).await, 201);
    created["session"]["slug"].as_str().expect("a slug").to_owned()
}

async fn make(client: &Client, slug: &str, verb: &str, body: &Value) -> Reply {
    post(client, &path(&format!("sessions/{slug}/{verb}")), body).await
}

async fn patch(admin: &Client, slug: &str, body: &Value) -> Reply {
    admin.send(Request::new("PATCH", &path(&format!("sessions/{slug}"))).json(body)).await
}

/// The public number of the log's last event.
async fn seq(client: &Client, slug: &str) -> i64 {
    read(client, &format!("/api/v1/sessions/{slug}")).await["seq"].as_i64().expect("a number")
}

#[tokio::test]
async fn a_session_needs_a_title_and_a_start_and_nothing_else() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let start = later(hours(3));
    let bare = json!({"title": TITLE, "start": start});
    let session = taken(&post(&admin, &path("sessions"), &bare).await, 201)["session"].clone();
    let wanted = json!({
        "title": TITLE, "start": start, "slug": "doi-thoai-ve-cap-nuoc-sach-nong-thon", "state": "draft",
        "duration_min": 120, "summary": "", "place": null, "stream_url": null, "host_unit": null,
        "co_host_units": [], "respondent_units": [], "fields": [], "chair": null, "host": null,
        "allow_votes": true, "on_stage": null,
    });
    assert_tells(&session, &wanted);
    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("a zone");
    let at = |member: &Value| zone.parse_rfc3339(member.as_str().expect("a time")).expect("RFC 3339");
    let closes = at(&session["start"]).plus(minutes(120));
    assert_eq!(at(&session["questions_close"]), closes, "at the end: {session}");
    assert!(at(&session["questions_open"]) <= Clock::System.now(), "now: {session}");

    let slug = session["slug"].as_str().expect("a slug");
    let public = server.visitor().get(&format!("/api/v1/sessions/{slug}")).await;
    assert_refused("a draft is nobody's business", &public, 404, "not-found");
    let again = taken(&post(&admin, &path("sessions"), &bare).await, 201)["session"].clone();
    assert_ne!(again["slug"], session["slug"], "a made name is free");
    assert_ne!(again["no"], session["no"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_session_is_named() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let (open, close) = (later(hours(2)), later(hours(1)));
    let wrong = [
        ("title", json!({"title": " "})),
        ("title", json!({"title": "x".repeat(251)})),
        ("start", json!({"start": "chiều mai"})),
        ("slug", json!({"slug": "Nước sạch"})),
        ("slug", json!({"slug": LIVE})),
        ("duration_min", json!({"duration_min": 0})),
        ("questions_close", json!({"questions_open": open, "questions_close": close})),
        ("stream_url", json!({"stream_url": "javascript:alert(1)"})),
        ("host_unit", json!({"host_unit": "u-none"})),
        ("respondent_units", json!({"respondent_units": ["u-stc", "u-none"]})),
        ("fields", json!({"fields": ["f-none"]})),
        ("chair", json!({"chair": "p99"})),
        ("moderators", json!({"moderators": [MODERATOR, "p99"]})),
        ("allow_votes", json!({"allow_votes": "có"})),
    ];
    let known = draft(&admin).await;
    for (field, members) in wrong {
        let mut body = json!({"title": TITLE, "start": later(hours(3))});
        for (name, value) in members.as_object().expect("an object") {
            body[name] = value.clone();
        }
        assert_fault(&members.to_string(), &post(&admin, &path("sessions"), &body).await, field);
        assert_fault(&format!("changed to {members}"), &patch(&admin, &known, &members).await, field);
    }
    let missing = post(&admin, &path("sessions"), &json!({"start": later(hours(3))})).await;
    assert_fault("no title", &missing, "title");
}

#[tokio::test]
async fn a_change_touches_only_what_it_names() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let slug = draft(&admin).await;
    let mut session = taken(&patch(&admin, &slug, &json!({})).await, 200)["session"].clone();
    let places = json!({
        "title": "Đối thoại về nước sạch", "place": "Hội trường xã Đồng Lúa", "host_unit": "u-snnmt",
        "respondent_units": ["u-snnmt", "u-donglua"], "duration_min": 90,
    });
    let people = json!({"chair": "p11", "host": "p02", "secretary": "p03", "moderators": [MODERATOR]});
    let changed = taken(&patch(&admin, &slug, &places).await, 200)["session"].clone();
    assert_tells(&changed, &places);
    for member in ["no", "slug", "state", "start", "questions_open", "allow_votes", "fields", "summary"] {
        assert_eq!(changed[member], session[member], "{member}");
    }

    session = taken(&patch(&admin, &slug, &people).await, 200)["session"].clone();
    assert_tells(&session, &places);
    for (member, username) in [("chair", "p11"), ("host", "p02")] {
        let person = item(&admin, &path("staff"), "username", username).await.expect("it is listed");
        assert_tells(&session[member], &json!({"name": person["name"], "title": person["title"]}));
    }
    let moderator = server.staff(MODERATOR).await;
    let is_named =
        async || read(&moderator, "/api/v1/me").await["sessions"].to_string().contains(slug.as_str());
    assert!(is_named().await);
    taken(&patch(&admin, &slug, &json!({"place": null})).await, 200);
    assert!(is_named().await, "who is not mentioned stays named");
    session = taken(&patch(&admin, &slug, &json!({"moderators": []})).await, 200)["session"].clone();
    assert!(!is_named().await);
    assert_eq!(session["place"], Value::Null);
    let unknown = patch(&admin, "khong-co-phien-nay", &json!({"title": TITLE})).await;
    assert_refused("an unknown session", &unknown, 404, "not-found");
}

#[tokio::test]
async fn each_move_is_made_once_however_often_it_is_called() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let slug = draft(&admin).await;
    let early = make(&admin, &slug, "pause", &json!({})).await;
    assert_refused("a draft does not pause", &early, 409, "move-refused");
    assert_eq!(early.json()["state"], "draft", "{early}");
    let life = [
        ("announce", "scheduled"),
        ("open", "collecting"),
        ("start", "live"),
        ("pause", "paused"),
        ("resume", "live"),
        ("end", "ended"),
        ("archive", "archived"),
    ];
    for (verb, state) in life {
        let moved = taken(&make(&admin, &slug, verb, &json!({})).await, 200);
        assert_eq!(moved["session"]["state"], state, "{verb}");
        let head = seq(&admin, &slug).await;
        let again = taken(&make(&admin, &slug, verb, &json!({})).await, 200);
        assert_eq!(again["session"], moved["session"], "{verb} again");
        assert_eq!(seq(&admin, &slug).await, head, "{verb} again writes nothing");
    }
    for (verb, body) in [("start", json!({})), ("extend", json!({})), ("cancel", json!({"note": "Thôi."}))] {
        let late = make(&admin, &slug, verb, &body).await;
        assert_refused(verb, &late, 409, "move-refused");
        assert_eq!(late.json()["state"], "archived", "{late}");
    }
    let unknown = make(&admin, "khong-co-phien-nay", "start", &json!({})).await;
    assert_refused("an unknown session", &unknown, 404, "not-found");
}

#[tokio::test]
async fn a_session_is_extended_by_minutes_and_once_under_a_key() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let minutes = async |body: Value, key: &str| {
        let call = Request::post(&path(&format!("sessions/{LIVE}/extend"))).json(&body);
        let reply = admin.send(call.header("idempotency-key", key)).await;
        taken(&reply, 200)["session"]["duration_min"].as_i64().expect("minutes")
    };
    let before = read(&admin, &format!("/api/v1/sessions/{LIVE}")).await["session"].clone();
    let before = before["duration_min"].as_i64().expect("minutes");
    let keys = ["0199a000-0000-7000-8000-000000000001", "0199a000-0000-7000-8000-000000000002"];
    assert_eq!(minutes(json!({}), keys[0]).await, before + 15);
    assert_eq!(minutes(json!({}), keys[0]).await, before + 15, "the same call");
    assert_eq!(minutes(json!({"minutes": 30}), keys[1]).await, before + 45);
    for wrong in [json!({"minutes": -15}), json!({"minutes": "lâu"})] {
        assert_fault("no minutes", &make(&admin, LIVE, "extend", &wrong).await, "minutes");
    }
}

#[tokio::test]
async fn a_session_is_cancelled_with_a_note_before_it_begins() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let slug = draft(&admin).await;
    taken(&make(&admin, &slug, "announce", &json!({})).await, 200);
    assert_fault("no note", &make(&admin, &slug, "cancel", &json!({})).await, "note");
    let note = json!({"note": "Hoãn do bão số 3; sẽ báo ngày mới."});
    let cancelled = taken(&make(&admin, &slug, "cancel", &note).await, 200);
    assert_eq!(cancelled["session"]["state"], "cancelled");
    let head = seq(&admin, &slug).await;
    taken(&make(&admin, &slug, "cancel", &note).await, 200);
    assert_eq!(seq(&admin, &slug).await, head, "once");
    let live = make(&admin, LIVE, "cancel", &note).await;
    assert_refused("a session that has begun", &live, 409, "move-refused");
    assert_eq!(live.json()["state"], "live", "{live}");
}

#[tokio::test]
async fn a_notice_is_the_last_event_and_its_number_is_told() {
    let server = TestServer::demo();
    let admin = server.staff(ADMIN).await;
    let notice = json!({"text": "Phiên nghỉ 10 phút ~ đến 10:15."});
    let before = seq(&admin, LIVE).await;
    let told = taken(&make(&admin, LIVE, "notice", &notice).await, 200)["seq"].as_i64().expect("a number");
    assert!(told > before);
    assert_eq!(seq(&admin, LIVE).await, told);
    for wrong in [json!({"text": " "}), json!({"text": "x".repeat(2_001)}), json!({})] {
        assert_fault("no notice", &make(&admin, LIVE, "notice", &wrong).await, "text");
    }
    let slug = draft(&admin).await;
    let early = make(&admin, &slug, "notice", &notice).await;
    assert_refused("a draft", &early, 409, "move-refused");
    assert_eq!(seq(&admin, LIVE).await, told, "nothing more was posted");
}
