//! Frames that no polite client sends: each fault has its code, what only looks odd is understood, and the server lives.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    faults::{CLOSE, PING, PONG, SAID, faults, frame},
    people::INTAKE,
    raw::{Raw, TEXT, TEXT_BEGINS, TEXT_ENDS},
    server::TestServer,
    ws::Viewer,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

const PATH: &str = "/live/tiep-nhan";
const SOON: Duration = Duration::from_secs(10);

async fn open(server: &TestServer) -> Raw {
    let joined = Raw::join(server.address(), PATH, &[]).await;
    let mut raw = joined.unwrap_or_else(|refusal| panic!("{refusal:?}"));
    raw.until(|frame| frame["type"] == "snapshot").await;
    raw
}

async fn ends(server: &TestServer, family: &str, bytes: &[u8], code: u16) {
    let mut raw = open(server).await;
    raw.write(bytes).await;
    assert_eq!(raw.end().await.1, code, "{family}: {bytes:02x?}");
}

async fn still_answers(raw: &mut Raw) {
    raw.send(TEXT, SAID).await;
    raw.until(|frame| frame["type"] == "beat").await;
}

#[tokio::test]
async fn each_family_of_faults_has_its_code_and_the_server_lives() {
    let server = TestServer::empty();
    let faults = faults();
    let mut families: Vec<_> = faults.iter().map(|(family, ..)| family).collect();
    families.dedup();
    assert!(families.len() >= 15, "{families:?}");
    for (family, bytes, code) in &faults {
        ends(&server, family, bytes, *code).await;
    }
    still_answers(&mut open(&server).await).await;
}

#[tokio::test]
async fn what_only_looks_odd_is_understood() {
    let server = TestServer::empty();
    let mut raw = open(&server).await;
    let parts = |piece: usize| {
        let pieces: Vec<&[u8]> = SAID.chunks(piece).collect();
        let begins = [frame(TEXT_BEGINS, b"")];
        let middle = pieces.into_iter().map(|piece| frame(0, piece));
        begins.into_iter().chain(middle).chain([frame(TEXT_ENDS, b"")]).collect::<Vec<_>>()
    };
    raw.write(&parts(1).concat()).await;
    raw.until(|frame| frame["type"] == "beat").await;

    // Control frames inside a message, one without a question among them.
    let woven = parts(5).into_iter().flat_map(|part| [part, frame(PING, b"a"), frame(PONG, b"b")]);
    raw.write(&woven.collect::<Vec<_>>().concat()).await;
    raw.until(|frame| frame["type"] == "beat").await;

    for byte in frame(TEXT, SAID) {
        raw.write(&[byte]).await;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    raw.until(|frame| frame["type"] == "beat").await;

    // A character of three bytes, cut in its middle.
    let said = json!({"do": "Ề"}).to_string().into_bytes();
    let middle = said.iter().position(|byte| *byte > 0x7f).expect("a long character") + 1;
    raw.write(&frame(TEXT_BEGINS, &said[..middle])).await;
    raw.write(&frame(TEXT_ENDS, &said[middle..])).await;
    raw.until(|frame| frame["type"] == "reply").await;

    for _ in 0..1_000 {
        raw.write(&frame(PONG, b"nobody asked")).await;
    }
    still_answers(&mut raw).await;
}

#[tokio::test]
async fn a_flood_of_pings_is_answered_and_others_are_served() {
    const FLOOD: usize = 3_000;
    let server = TestServer::empty();
    let mut raw = open(&server).await;
    let pings: Vec<u8> = (0..FLOOD).flat_map(|n| frame(PING, n.to_string().as_bytes())).collect();
    raw.write(&pings).await;
    assert_eq!(server.visitor().get("/healthz").await.status, 200);
    for n in 0..FLOOD {
        assert_eq!(
            raw.until_pong().await,
            n.to_string().into_bytes(),
            "pongs come in order, with what was asked"
        );
    }
    still_answers(&mut raw).await;
}

#[tokio::test]
async fn a_close_is_answered_with_its_own_code_and_nothing_after_it_counts() {
    let server = TestServer::empty();
    // A beat would not tell: the server sends them by itself too.
    let unknown = json!({"do": "?"}).to_string().into_bytes();
    for code in [1000_u16, 1001, 1003, 1007, 1011, 3000, 4999] {
        let mut raw = open(&server).await;
        let close = [&code.to_be_bytes()[..], "tạm biệt".as_bytes()].concat();
        raw.write(&[frame(CLOSE, &close), frame(TEXT, &unknown), frame(0xff, b"")].concat()).await;
        let (last, answer) = raw.end().await;
        assert_eq!(answer, code);
        assert_ne!(last["type"], "reply", "what stands after a close is not answered");
    }
}

#[tokio::test]
async fn frames_that_come_with_the_request_are_heard() {
    let server = TestServer::empty();
    let mut raw = Raw::join_saying(server.address(), PATH, &frame(TEXT, SAID)).await;
    let hello = raw.until(|_| true).await;
    assert_eq!(hello["type"], "hello");
    raw.until(|frame| frame["type"] == "beat").await;
}

#[tokio::test]
async fn a_handshake_that_is_none_is_refused() {
    let server = TestServer::empty();
    let whole = [
        "connection: keep-alive, Upgrade",
        "upgrade: WebSocket",
        "sec-websocket-version: 13",
        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
    ];
    let status = async |headers: &[&str]| {
        let mut stream = TcpStream::connect(server.address()).await.expect("connected");
        let head =
            format!("GET {PATH} HTTP/1.1\r\nhost: {}\r\n{}\r\n\r\n", server.address(), headers.join("\r\n"));
        stream.write_all(head.as_bytes()).await.expect("sent");
        let mut answer = [0; 12];
        timeout(SOON, stream.read_exact(&mut answer)).await.expect("in time").expect("an answer");
        String::from_utf8_lossy(&answer[9..]).into_owned()
    };
    assert_eq!(status(&whole).await, "101", "words of headers are read as HTTP reads them");
    for missing in 0..whole.len() {
        let headers: Vec<_> = (0..whole.len()).filter(|n| *n != missing).map(|n| whole[n]).collect();
        assert_eq!(status(&headers).await, "400", "without {}", whole[missing]);
    }
    let old = [whole[0], whole[1], "sec-websocket-version: 8", whole[3]];
    assert_eq!(status(&old).await, "400");
}

#[tokio::test]
async fn whoever_leaves_without_a_word_is_counted_out() {
    let server = TestServer::empty();
    let mut witness = Viewer::join(server.address(), INTAKE, "", &server.visitor()).await;
    let mut leaving = Vec::new();
    for _ in 0..20 {
        leaving.push(open(&server).await);
    }
    let viewers = |count: u64| move |frame: &Value| frame["type"] == "tally" && frame["viewers"] == count;
    witness.until("everybody", viewers(21)).await;
    for raw in &mut leaving {
        // In the middle of a frame.
        raw.write(&[TEXT, 0x80 | 100, 0, 0, 0, 0, b'{']).await;
    }
    drop(leaving);
    witness.until("one alone", viewers(1)).await;
}
