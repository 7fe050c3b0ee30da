//! A WebSocket spoken byte by byte: it says what no polite client can, and hears the code of the close.

use std::time::Duration;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(10);

/// The first byte of a whole text frame.
pub const TEXT: u8 = 0x81;
/// The first byte of a text's first part, and of its last one.
pub const TEXT_BEGINS: u8 = 0x01;
pub const TEXT_ENDS: u8 = 0x80;
/// The first byte of a whole binary frame.
pub const BINARY: u8 = 0x82;
const CLOSE: u8 = 0x8;
const PONG: u8 = 0xa;

pub struct Raw {
    stream: TcpStream,
    unread: Vec<u8>,
}

/// What came instead of an upgrade.
#[derive(Debug)]
pub struct Refusal {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Raw {
    /// Asks for an upgrade with these further headers.
    pub async fn join(address: &str, path: &str, headers: &[(&str, &str)]) -> Result<Self, Refusal> {
        Self::ask(address, path, headers, &[]).await
    }

    /// The same, and says something with the request.
    pub async fn join_saying(address: &str, path: &str, said: &[u8]) -> Self {
        let joined = Self::ask(address, path, &[], said).await;
        joined.unwrap_or_else(|refusal| panic!("{refusal:?}"))
    }

    async fn ask(address: &str, path: &str, headers: &[(&str, &str)], said: &[u8]) -> Result<Self, Refusal> {
        let mut head = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        );
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let stream = TcpStream::connect(address).await.expect("the server accepts");
        let mut raw = Self { stream, unread: Vec::new() };
        raw.write(&[format!("{head}\r\n").as_bytes(), said].concat()).await;
        let head = raw.head().await;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        if status == 101 {
            return Ok(raw);
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        let body = String::from_utf8_lossy(&raw.take(length.unwrap_or(0)).await).into_owned();
        Err(Refusal { status, head, body })
    }

    /// One frame, whole and masked as it must be: by zeros, which change nothing.
    pub async fn send(&mut self, first: u8, payload: &[u8]) {
        let length = u16::try_from(payload.len()).expect("no test says so much");
        let mut frame = vec![first];
        match length {
            0..126 => frame.push(0x80 | length.to_be_bytes()[1]),
            _ => {
                frame.push(0x80 | 126);
                frame.extend(length.to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(payload);
        self.write(&frame).await;
    }

    pub async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.expect("the server reads");
    }

    /// Reads on until a text frame is what is looked for.
    pub async fn until(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (kind, payload) = self.frame().await;
            assert_ne!(kind, CLOSE, "closed by the server: {payload:?}");
            if let Some(frame) = text(kind, &payload).filter(&fits) {
                return frame;
            }
        }
    }

    /// Reads on until a pong: what it holds.
    pub async fn until_pong(&mut self) -> Vec<u8> {
        loop {
            if let (PONG, payload) = self.frame().await {
                return payload;
            }
        }
    }

    /// Reads on until the server closes: the last text before it, and the code.
    pub async fn end(&mut self) -> (Value, u16) {
        let mut last = Value::Null;
        loop {
            match self.frame().await {
                (CLOSE, code) => return (last, u16::from_be_bytes([code[0], code[1]])),
                (kind, payload) => last = text(kind, &payload).unwrap_or(last),
            }
        }
    }

    /// The kind of the next frame, and what it holds.
    async fn frame(&mut self) -> (u8, Vec<u8>) {
        let start = self.take(2).await;
        let length = match start[1] {
            126 => {
                let long = self.take(2).await;
                usize::from(u16::from_be_bytes([long[0], long[1]]))
            }
            127 => {
                let longest = self.take(8).await.try_into().expect("eight bytes");
                usize::try_from(u64::from_be_bytes(longest)).expect("a length")
            }
            short => usize::from(short),
        };
        (start[0] & 0x0f, self.take(length).await)
    }

    async fn head(&mut self) -> String {
        loop {
            if let Some(end) = self.unread.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let head = self.take(end + 4).await;
                return String::from_utf8_lossy(&head).to_ascii_lowercase();
            }
            self.read().await;
        }
    }

    async fn take(&mut self, count: usize) -> Vec<u8> {
        while self.unread.len() < count {
            self.read().await;
        }
        self.unread.drain(..count).collect()
    }

    async fn read(&mut self) {
        let mut bytes = [0; 4096];
        let read = timeout(PATIENCE, self.stream.read(&mut bytes)).await.expect("the server says something");
        let count = read.expect("the connection holds");
        assert!(count > 0, "the server left without a word");
        self.unread.extend(&bytes[..count]);
    }
}

fn text(kind: u8, payload: &[u8]) -> Option<Value> {
    (kind == (TEXT & 0x0f)).then(|| serde_json::from_slice(payload).expect("a frame is JSON"))
}
