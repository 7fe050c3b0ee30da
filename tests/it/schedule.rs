//! The clock opens and starts a session on time, without anybody there.

use std::time::Duration;

use dialogue::clock::{Clock, Zone, seconds};
use tests::{
    http::{Client, Request},
    people::read,
    server::TestServer,
};

const TITLE: &str = "Phiên tự mở";
const SLUG: &str = "phien-tu-mo";

async fn state(client: &Client) -> String {
    let session = read(client, &format!("/api/v1/sessions/{SLUG}")).await;
    session["session"]["state"].as_str().expect("a state").to_owned()
}

async fn wait_for(client: &Client, wanted: &str) {
    for _ in 0..150 {
        if state(client).await == wanted {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the session is still {} and not {wanted}", state(client).await);
}

#[tokio::test]
async fn an_announced_session_opens_and_starts_by_itself() {
    let server = TestServer::demo();
    let admin = server.staff("p16").await;
    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("a zone");
    let now = Clock::System.now();
    let at = |later: i64| zone.rfc3339(now.plus(seconds(later)))[..19].to_owned();
    let (start, open) = (at(12), at(6));
    let form = [
        ("title", TITLE),
        ("slug", SLUG),
        ("start", start.as_str()),
        ("questions_open", open.as_str()),
        ("duration_min", "30"),
        ("host_unit", "u-vp"),
        ("respondent_units", "u-stc"),
        ("host", "p02"),
        ("moderators", "p04"),
    ];
    let created = admin.send(Request::post("/quan-tri/phien").form(&form)).await;
    assert_eq!(created.status, 303, "{created}");
    let stranger = server.visitor();
    let draft = stranger.send(Request::get(&format!("/api/v1/sessions/{SLUG}"))).await;
    assert_eq!(draft.status, 404, "a draft is nobody's business");
    let announced =
        admin.send(Request::post(&format!("/quan-tri/phien/{SLUG}/announce")).form::<&str>(&[])).await;
    assert_eq!(announced.status, 303, "{announced}");
    assert_eq!(state(&stranger).await, "scheduled");
    wait_for(&stranger, "collecting").await;
    wait_for(&stranger, "live").await;
}
