//! A caller that dawdles or babbles loses its connection, and nobody else's.

use std::time::Duration;

use tests::{http::Request, server::TestServer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// Headers may take ten seconds; the rest is what a busy machine takes.
const PATIENCE: Duration = Duration::from_secs(25);

/// What comes back before the server closes.
async fn answer_to_the_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset is a close too.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the connection is closed");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn headers_that_do_not_end_in_time_end_the_connection() {
    let server = TestServer::shared_demo();
    let mut slow = TcpStream::connect(server.address()).await.expect("connected");
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.expect("sent");
    let others = server.visitor().send(Request::get("/")).await;
    assert_eq!(others.status, 200, "others are served meanwhile");
    let told = answer_to_the_end(&mut slow).await;
    assert!(!told.starts_with("HTTP/1.1 200"), "{told}");
}

#[tokio::test]
async fn headers_without_end_are_refused() {
    let server = TestServer::shared_demo();
    let mut long = TcpStream::connect(server.address()).await.expect("connected");
    let header = format!("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {}\r\n\r\n", "x".repeat(1_000_000));
    // The server may close before it has read all of it.
    let _ = long.write_all(header.as_bytes()).await;
    let told = answer_to_the_end(&mut long).await;
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 431"), "{told}");
    assert_eq!(server.visitor().send(Request::get("/healthz")).await.status, 200);
}
