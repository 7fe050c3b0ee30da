//! The desk may have a way in of its own: it leads past a crowd, and lets nobody else past.

use serde_json::json;
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR},
    process::free_port,
    server::TestServer,
    ws::Viewer,
};

#[tokio::test]
async fn the_desks_own_way_in_serves_the_desk_while_the_hall_is_full() {
    let staff = format!("127.0.0.1:{}", free_port());
    let server = TestServer::configured(0, &format!("staff_listen = {staff:?}\n[sockets]\npublic = 1\n"));
    let mut reader = Viewer::join(server.address(), LIVE, "", &server.visitor()).await;
    let refused = Viewer::try_join(&staff, LIVE, "", &Client::new(&staff)).await;
    assert_eq!(refused.err(), Some(503), "the hall is full, whichever way one comes");
    let [moderator, host] = [Client::new(&staff), Client::new(&staff)];
    server.account(MODERATOR).sign_in(&moderator).await;
    server.account(HOST).sign_in(&host).await;
    let mut desk = Viewer::join(&staff, LIVE, "audience=desk", &moderator).await;
    desk.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    let path = format!("/api/v1/admin/sessions/{LIVE}/notice");
    let posted = host.send(Request::post(&path).json(&json!({"text": "nghỉ mười phút"}))).await;
    assert_eq!(posted.status, 200, "{posted}");
    for reader in [&mut reader, &mut desk] {
        reader.until("the notice", |frame| frame["kind"] == "notice.posted").await;
    }
}
