//! A full hall turns the public away, and never the desk, which may have a way in of its own.

use serde_json::json;
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR},
    process::free_port,
    server::TestServer,
    ws::Viewer,
};

#[tokio::test]
async fn a_full_hall_keeps_a_place_and_a_way_in_for_the_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let (config, staff) = (folder.path().join("doithoai.toml"), format!("127.0.0.1:{}", free_port()));
    let text = format!("staff_listen = {staff:?}\n[sockets]\npublic = 3\n");
    std::fs::write(&config, text).expect("a configuration");
    let config = config.to_str().expect("a path");
    let server = TestServer::start(&["--demo", "--limits", "off", "--config", config]);
    let mut hall = Vec::new();
    for _ in 0..3 {
        hall.push(Viewer::join(server.address(), LIVE, "", &server.visitor()).await);
    }
    for address in [server.address(), &staff] {
        let refused = Viewer::try_join(address, LIVE, "", &Client::new(address)).await;
        assert_eq!(refused.err(), Some(503), "the hall is full, whichever way one comes");
    }
    let [moderator, host] = [Client::new(&staff), Client::new(&staff)];
    server.account(MODERATOR).sign_in(&moderator).await;
    server.account(HOST).sign_in(&host).await;
    let mut desk = Viewer::join(&staff, LIVE, "audience=desk", &moderator).await;
    desk.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    let path = format!("/api/v1/admin/sessions/{LIVE}/notice");
    let posted = host.send(Request::post(&path).json(&json!({"text": "nghỉ mười phút"}))).await;
    assert_eq!(posted.status, 200, "{posted}");
    hall.push(desk);
    for reader in &mut hall {
        reader.until("the notice", |frame| frame["kind"] == "notice.posted").await;
    }
    // A place that is given back is taken again; the server hears of the leaving a moment later.
    drop(hall.swap_remove(0));
    let client = server.visitor();
    while Viewer::come_back(server.address(), LIVE, "", &client).await.is_none() {}
}
