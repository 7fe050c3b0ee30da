//! A socket that misbehaves is closed with its code, one that only errs stays, and nobody opens too many.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    people::{INTAKE, LIVE, MODERATOR, read},
    raw::{BINARY, Raw, TEXT, TEXT_BEGINS, TEXT_ENDS},
    server::TestServer,
    ws::Viewer,
};
use tokio::task::JoinSet;

use super::feedback;

const PATH: &str = "/live/tiep-nhan";
const LONGEST: usize = 16 * 1024;
/// Sockets that one visitor may hold open.
const PER_VISITOR: usize = 4;
const CROWD: usize = 300;
/// New sockets of an address that are let in at once.
const AT_ONCE: usize = 50;

async fn open(server: &TestServer) -> Raw {
    let joined = Raw::join(server.address(), PATH, &[]).await;
    let mut raw = joined.unwrap_or_else(|refusal| panic!("{refusal:?}"));
    raw.until(|frame| frame["type"] == "snapshot").await;
    raw
}

/// A ping that is this many bytes long.
fn ping(length: usize) -> Vec<u8> {
    let bare = json!({"do": "ping", "pad": ""}).to_string().len();
    json!({"do": "ping", "pad": "x".repeat(length - bare)}).to_string().into_bytes()
}

#[tokio::test]
async fn what_is_no_text_of_16_kib_closes_with_its_own_code() {
    let server = TestServer::empty();
    let mut raw = open(&server).await;
    raw.send(TEXT, &ping(LONGEST)).await;
    raw.until(|frame| frame["type"] == "beat").await;
    raw.send(TEXT, &ping(LONGEST + 1)).await;
    assert_eq!(raw.end().await.1, 1009, "one byte too long");

    let mut raw = open(&server).await;
    raw.send(TEXT_BEGINS, &[b' '; LONGEST - 10]).await;
    raw.send(TEXT_ENDS, &[b' '; 20]).await;
    assert_eq!(raw.end().await.1, 1009, "too long in parts");

    for (what, first, payload, code) in [
        ("binary", BINARY, b"{}".as_slice(), 1003),
        ("no UTF-8", TEXT, b"{\"do\": \"\xff\xfe\"}".as_slice(), 1007),
    ] {
        let mut raw = open(&server).await;
        raw.send(first, payload).await;
        assert_eq!(raw.end().await.1, code, "{what}");
    }

    let mut raw = open(&server).await;
    let unmasked = [TEXT, 2, b'{', b'}'];
    raw.write(&unmasked).await;
    assert_eq!(raw.end().await.1, 1002, "a client masks its frames");
}

#[tokio::test]
async fn nonsense_is_answered_and_the_connection_stays() {
    let server = TestServer::empty();
    let mut raw = open(&server).await;
    for nonsense in ["{", "", "ping", "[]", "5", "{}", r#"{"do": 5}"#, r#"{"do": "dance"}"#] {
        raw.send(TEXT, nonsense.as_bytes()).await;
        let reply = raw.until(|frame| frame["type"] == "reply").await;
        assert_eq!((&reply["ref"], &reply["ok"]), (&Value::Null, &json!(false)), "{nonsense:?}: {reply}");
        assert!(reply["problem"]["status"].is_u64(), "{nonsense:?}: {reply}");
    }
    let key = "0199a000-0000-7000-8000-000000000001";
    raw.send(TEXT, json!({"do": "dance", "ref": key}).to_string().as_bytes()).await;
    let reply = raw.until(|frame| frame["type"] == "reply").await;
    assert_eq!((&reply["ref"], &reply["ok"]), (&json!(key), &json!(false)), "{reply}");
    raw.send(TEXT, br#"{"do": "ping"}"#).await;
    raw.until(|frame| frame["type"] == "beat").await;
}

#[tokio::test]
async fn a_visitor_holds_four_sockets_and_a_place_that_is_left_is_free_again() {
    // With limits.
    let server = TestServer::start(&[]);
    let visitor = server.visitor();
    read(&visitor, "/api/v1/site").await;
    let mut held = Vec::new();
    for _ in 0..PER_VISITOR {
        held.push(Viewer::join(server.address(), INTAKE, "", &visitor).await);
    }
    let cookies = visitor.cookie_header();
    let one_more = Raw::join(server.address(), PATH, &[("cookie", cookies.as_str())]).await;
    let refusal = one_more.err().expect("one too many");
    assert_eq!(refusal.status, 429, "{refusal:?}");
    assert!(refusal.body.contains("/problems/rate-limited"), "{refusal:?}");
    assert!(refusal.head.contains("retry-after: "), "{refusal:?}");

    let other = server.visitor();
    read(&other, "/api/v1/site").await;
    Viewer::join(server.address(), INTAKE, "", &other).await;

    drop(held.pop());
    for _ in 0..100 {
        match Viewer::try_join(server.address(), INTAKE, "", &visitor).await {
            Ok(_) => return,
            Err(status) => assert_eq!(status, 429),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the place of a socket that was closed is never free");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_from_one_address_is_held_back_and_hurts_nobody() {
    // With limits.
    let server = TestServer::start(&[]);
    let mut crowd = JoinSet::new();
    for _ in 0..CROWD {
        let (address, stranger) = (server.address().to_owned(), server.visitor());
        crowd.spawn(async move { Viewer::try_join(&address, INTAKE, "", &stranger).await });
    }
    let works = async |when: &str| {
        let asker = server.visitor();
        assert_eq!(asker.get("/healthz").await.status, 200, "{when}");
        feedback(&asker, &format!("Hỏi {when} thì có nhận được câu trả lời không?")).await;
    };
    works("trong lúc đông").await;
    let joined = crowd.join_all().await;
    works("khi mọi người đã vào").await;
    assert!(joined.iter().all(|viewer| matches!(viewer, Ok(_) | Err(429))), "another refusal than 429");
    let refused = joined.iter().filter(|viewer| viewer.is_err()).count();
    assert!((1..=CROWD - AT_ONCE).contains(&refused), "{refused} of {CROWD} are refused");
}

#[tokio::test]
async fn a_full_hall_turns_the_public_away_and_never_the_desk() {
    let server = TestServer::configured(0, "[sockets]\npublic = 3\n");
    let mut hall = Vec::new();
    for _ in 0..3 {
        hall.push(Viewer::join(server.address(), LIVE, "", &server.visitor()).await);
    }
    let refusal = Raw::join(server.address(), PATH, &[]).await.err().expect("the hall is full");
    assert_eq!(refusal.status, 503, "{refusal:?}");
    assert!(
        refusal.body.contains("/problems/unavailable") && refusal.head.contains("retry-after: "),
        "{refusal:?}"
    );
    let moderator = server.staff(MODERATOR).await;
    let mut desk = Viewer::join(server.address(), LIVE, "audience=desk", &moderator).await;
    assert_eq!(desk.next().await["type"], "hello");
    drop(hall.pop());
    for _ in 0..100 {
        if Viewer::try_join(server.address(), LIVE, "", &server.visitor()).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a place that was left is never free");
}
