//! A reader of the live stream misses nothing, gets nothing twice, and never sees what waits for approval.

use serde_json::{Value, json};
use tests::{
    http::Client,
    people::{HOST, LIVE, MODERATOR, ask, desk},
    server::TestServer,
    ws::Viewer,
};

const CUTS: usize = 60;

async fn join(server: &TestServer, query: &str, client: &Client) -> Viewer {
    Viewer::join(server.address(), LIVE, query, client).await
}

fn number(frame: &Value, name: &str) -> i64 {
    frame[name].as_i64().unwrap_or_else(|| panic!("no {name} in {frame}"))
}

/// Reads until the event with this number, checking that each follows the one before it in the lens.
async fn follow(viewer: &mut Viewer, mut at: i64, end: i64) -> Vec<Value> {
    let mut events = Vec::new();
    while at < end {
        let event = viewer.until("an event", |frame| frame["type"] == "event").await;
        assert_eq!(number(&event, "prev"), at, "a gap or a repetition: {event}");
        at = number(&event, "seq");
        events.push(event);
    }
    events
}

async fn some_moves(server: &TestServer) {
    let (moderator, host) = (server.staff(MODERATOR).await, server.staff(HOST).await);
    for n in 0..4 {
        let text = format!("Câu hỏi thứ {n} để theo dõi dòng sự kiện của phiên này?");
        let receipt = ask(&server.visitor(), LIVE, &text).await;
        let id = receipt["id"].as_str().expect("an id");
        if n == 3 {
            desk(&moderator, id, "reject", json!({"reason": "unclear", "note": "Chưa rõ nội dung."})).await;
        } else {
            desk(&moderator, id, "approve", json!({"lead_unit": "u-stc"})).await;
            desk(&host, id, "queue", json!({})).await;
            desk(&host, id, "stage", json!({})).await;
        }
    }
}

#[tokio::test]
async fn a_reader_that_was_cut_off_gets_exactly_what_it_missed() {
    let server = TestServer::demo();
    let stranger = server.visitor();
    let mut witness = join(&server, "audience=public", &stranger).await;
    let hello = witness.until("hello", |frame| frame["type"] == "hello").await;
    let (start, epoch) = (number(&hello, "seq"), hello["epoch"].as_str().expect("an epoch").to_owned());
    assert_eq!(hello["resumed"], false);
    some_moves(&server).await;
    let last = {
        let mut late = join(&server, "audience=public", &stranger).await;
        number(&late.until("hello", |frame| frame["type"] == "hello").await, "seq")
    };
    let whole = follow(&mut witness, start, last).await;
    let numbers: Vec<i64> = whole.iter().map(|event| number(event, "seq")).collect();
    for cut in 0..CUTS {
        let after = if cut == 0 { start } else { numbers[cut % numbers.len()] };
        let mut viewer = join(&server, &format!("after={after}&epoch={epoch}"), &stranger).await;
        let hello = viewer.until("hello", |frame| frame["type"] == "hello").await;
        assert_eq!(hello["resumed"], true, "after {after}");
        let missed = follow(&mut viewer, after, last).await;
        let expected: Vec<&Value> = whole.iter().filter(|event| number(event, "seq") > after).collect();
        assert_eq!(missed.len(), expected.len(), "after {after}");
        for (got, expected) in missed.iter().zip(expected) {
            assert_eq!((&got["seq"], &got["kind"]), (&expected["seq"], &expected["kind"]));
        }
    }
}

#[tokio::test]
async fn an_unknown_epoch_and_a_number_from_the_future_get_a_snapshot() {
    let server = TestServer::shared_demo();
    let stranger = server.visitor();
    for query in ["after=1&epoch=other", "after=1", "after=999999&epoch=", "after=0"] {
        let mut viewer = join(server, query, &stranger).await;
        let hello = viewer.next().await;
        assert_eq!((&hello["type"], &hello["resumed"]), (&json!("hello"), &json!(false)), "{query}");
        assert_eq!(viewer.next().await["type"], "snapshot", "{query}");
    }
}

#[tokio::test]
async fn what_waits_for_approval_reaches_the_desk_alone() {
    let server = TestServer::demo();
    let stranger = server.visitor();
    let moderator = server.staff(MODERATOR).await;
    let mut public = join(&server, "audience=public", &stranger).await;
    let mut page = join(&server, "format=html", &stranger).await;
    let mut at_desk = join(&server, "audience=desk", &moderator).await;
    for viewer in [&mut public, &mut page, &mut at_desk] {
        viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    }
    let text = "Một câu chưa ai duyệt thì chỉ bàn điều hành được thấy, đúng không?";
    let receipt = ask(&stranger, LIVE, text).await;
    let (id, code) = (receipt["id"].as_str().expect("an id"), receipt["code"].as_str().expect("a code"));
    let seen = at_desk.until("the question", |frame| frame["kind"] == "question.received").await;
    assert_eq!(seen["data"]["question"]["original"], text);
    desk(&moderator, id, "reject", json!({"reason": "unclear", "note": "Ghi chú riêng cho người hỏi."}))
        .await;
    for viewer in [&mut public, &mut page] {
        let mut told = Vec::new();
        loop {
            let frame = viewer.next().await;
            told.push(frame.to_string());
            if frame["kind"] == "question.rejected" {
                break;
            }
        }
        for secret in [text, code, "Ghi chú riêng"] {
            assert!(told.iter().all(|frame| !frame.contains(secret)), "{secret:?} is told: {told:?}");
        }
    }
}

#[tokio::test]
async fn what_is_the_askers_own_reaches_the_page_of_no_other_reader() {
    let server = TestServer::demo();
    let (asker, stranger) = (server.visitor(), server.visitor());
    for client in [&asker, &stranger] {
        // Now each has a cookie.
        assert_eq!(client.get("/api/v1/mine").await.status, 200);
    }
    let receipt = ask(&asker, LIVE, "Câu của riêng tôi thì ai đọc được trên trang của phiên?").await;
    let code = receipt["code"].as_str().expect("a code");
    let own = |frame: &Value| frame["type"] == "mine";
    let mut page = join(&server, "format=html", &asker).await;
    let told = page.until("the asker's own", own).await;
    assert!(told["mine"].as_str().is_some_and(|html| html.contains(code)), "{told}");
    let mut other = join(&server, "format=html", &stranger).await;
    assert_eq!(other.until("nothing of one's own", own).await, json!({"type": "mine", "mine": ""}));
    let moderator = server.staff(MODERATOR).await;
    let id = receipt["id"].as_str().expect("an id");
    desk(&moderator, id, "approve", json!({"lead_unit": "u-stc"})).await;
    let told = page.until("the asker's own as it is now", own).await;
    assert!(told["mine"].as_str().is_some_and(|html| html.contains("Sở Tài chính")), "{told}");
    loop {
        let frame = other.next().await;
        assert!(frame["type"] != "mine" && !frame.to_string().contains(code), "{frame}");
        if frame["kind"] == "question.approved" {
            break;
        }
    }
    let path = format!("/phien/{LIVE}");
    assert!(asker.get(&path).await.text().contains(code));
    assert!(!stranger.get(&path).await.text().contains(code));
}

#[tokio::test]
async fn the_desk_is_closed_to_strangers_and_drafts_to_all() {
    let server = TestServer::shared_demo();
    let stranger = server.visitor();
    let refused = async |slug: &str, query: &str, client: &Client| {
        Viewer::try_join(server.address(), slug, query, client).await.err()
    };
    assert_eq!(refused(LIVE, "audience=desk", &stranger).await, Some(401));
    assert_eq!(refused(LIVE, "audience=desk", &server.staff("p15").await).await, Some(403), "press");
    assert_eq!(refused("khong-co-phien-nay", "", &stranger).await, Some(404));
    assert_eq!(refused(LIVE, "audience=minister", &stranger).await, Some(422));
    assert_eq!(refused(LIVE, "after=-1", &stranger).await, Some(422));
    let foreign = server.visitor();
    let request = tests::http::Request::get(&format!("/live/{LIVE}")).header("origin", "https://example.org");
    assert_eq!(foreign.send(request).await.status, 403, "another site's page");
    let request = tests::http::Request::get(&format!("/live/{LIVE}"));
    assert_eq!(foreign.send(request).await.status, 400, "no upgrade was asked for");
}

#[tokio::test]
async fn a_draining_server_says_goodbye() {
    let mut server = TestServer::demo();
    let mut viewer = join(&server, "", &server.visitor()).await;
    viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
    let goodbye = tokio::spawn(async move { viewer.until("bye", |frame| frame["type"] == "bye").await });
    tokio::task::spawn_blocking(move || server.sigterm()).await.expect("it left in good order");
    let bye = goodbye.await.expect("bye was said");
    assert_eq!(bye["reason"], "drain");
    assert!(bye["retry_ms"].as_u64().is_some_and(|ms| ms < 2_000), "{bye}");
}
