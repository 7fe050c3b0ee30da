//! One reader of a crowd: a socket, the bytes that make no whole frame yet, and what it has seen.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use mio::net::TcpStream;
use serde::Deserialize;
use socket2::{Domain, SockRef, Socket, Type};
use tokio::time::Instant;

use super::Report;

/// What the kernel keeps for a reader who will not read.
const NARROW: usize = 4 * 1024;
/// A pong without a payload, masked with zeros.
const PONG: [u8; 6] = [0x8a, 0x80, 0, 0, 0, 0];

/// Where a group of readers goes.
#[derive(Clone)]
pub struct Way {
    pub address: SocketAddr,
    /// The path with its query, if it has one.
    pub path: String,
    /// Whether its readers have small buffers, so that the server notices when they do not read.
    pub is_narrow: bool,
}

#[derive(Default)]
pub struct Viewer {
    pub stream: Option<TcpStream>,
    pub group: usize,
    is_open: bool,
    pub has_asked: bool,
    rest: Vec<u8>,
    cookie: String,
    epoch: String,
    pub seq: i64,
    /// Whether it was greeted, and has the state.
    pub is_level: bool,
    /// How often it came back since it was level.
    pub tries: u32,
    /// When the server said that it should come back.
    pub retry: Option<Duration>,
}

/// How a reading ended.
pub enum End {
    Open,
    Gone,
}

#[derive(Deserialize)]
struct Hello {
    epoch: String,
    resumed: bool,
}

#[derive(Deserialize)]
struct Bye {
    reason: String,
    retry_ms: u64,
}

impl Viewer {
    pub fn of(group: usize) -> Self {
        Self { group, ..Self::default() }
    }

    /// Begins to connect, from one of eight addresses.
    pub fn connect(&mut self, way: &Way, from: SocketAddr) -> io::Result<&mut TcpStream> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        if way.is_narrow {
            socket.set_recv_buffer_size(NARROW)?;
        }
        socket.set_nonblocking(true)?;
        socket.bind(&from.into())?;
        match socket.connect(&way.address.into()) {
            Err(error) if error.raw_os_error() != Some(115) => return Err(error),
            _ => {}
        }
        (self.is_open, self.has_asked, self.is_level, self.retry) = (false, false, false, None);
        self.rest.clear();
        Ok(self.stream.insert(TcpStream::from_std(socket.into())))
    }

    /// Asks for the stream once the socket is connected.
    pub fn ask(&mut self, way: &Way) -> io::Result<()> {
        let Some(stream) = &mut self.stream else { return Ok(()) };
        if let Some(error) = stream.take_error()? {
            return Err(error);
        }
        let query = if self.epoch.is_empty() {
            String::new()
        } else {
            let sign = if way.path.contains('?') { '&' } else { '?' };
            format!("{sign}after={}&epoch={}", self.seq, self.epoch)
        };
        let cookie = if self.cookie.is_empty() { "" } else { "Cookie: " };
        let request = format!(
            "GET {}{query} HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{cookie}{}{}\r\n",
            way.path,
            way.address,
            self.cookie,
            if cookie.is_empty() { "" } else { "\r\n" },
        );
        self.has_asked = true;
        stream.write_all(request.as_bytes())
    }

    /// Reads what is there.
    pub fn read(&mut self, buffer: &mut [u8], report: &mut Report) -> End {
        loop {
            let Some(stream) = &mut self.stream else { return End::Gone };
            match stream.read(buffer) {
                Ok(0) => return End::Gone,
                Ok(count) => {
                    if let End::Gone = self.hear(&buffer[..count], report) {
                        return End::Gone;
                    }
                    // A short read has emptied the socket: its next byte is a new edge.
                    if count < buffer.len() {
                        return End::Open;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return End::Open,
                Err(_) => return End::Gone,
            }
        }
    }

    /// Closes the socket at once.
    pub fn cut(&mut self) -> Option<TcpStream> {
        let stream = self.stream.take()?;
        let _ = SockRef::from(&stream).set_linger(Some(Duration::ZERO));
        Some(stream)
    }

    fn hear(&mut self, bytes: &[u8], report: &mut Report) -> End {
        let held = std::mem::take(&mut self.rest);
        let joined = if held.is_empty() { None } else { Some([&held, bytes].concat()) };
        let mut bytes = joined.as_deref().unwrap_or(bytes);
        if !self.is_open {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
                self.rest = bytes.to_vec();
                return End::Open;
            };
            let answer = String::from_utf8_lossy(&bytes[..end]).into_owned();
            if !answer.starts_with("HTTP/1.1 101") {
                return End::Gone;
            }
            let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
            self.cookie = cookie.map_or_else(|| std::mem::take(&mut self.cookie), str::to_owned);
            self.is_open = true;
            bytes = &bytes[end + 4..];
        }
        while let Some((opcode, start, end)) = frame(bytes) {
            let payload = &bytes[start..end];
            match opcode {
                1 => self.take(payload, report),
                8 => return End::Gone,
                9 => {
                    let Some(stream) = &mut self.stream else { return End::Gone };
                    let _ = stream.write_all(&PONG);
                }
                _ => {}
            }
            bytes = &bytes[end..];
        }
        self.rest = bytes.to_vec();
        End::Open
    }

    fn take(&mut self, text: &[u8], report: &mut Report) {
        const EVENT: &[u8] = br#"{"type":"event","seq":"#;
        const SNAPSHOT: &[u8] = br#"{"type":"snapshot","seq":"#;
        if let Some(rest) = text.strip_prefix(EVENT) {
            let (seq, rest) = digits(rest);
            let (prev, rest) = digits(&rest[br#","prev":"#.len()..]);
            if prev > self.seq {
                report.gaps += 1;
            } else if seq <= self.seq {
                report.duplicates += 1;
            }
            self.seq = self.seq.max(seq);
            (self.is_level, self.tries) = (true, 0);
            report.deliver(seq, sent(rest));
        } else if let Some(rest) = text.strip_prefix(SNAPSHOT) {
            self.seq = digits(rest).0;
            (self.is_level, self.tries) = (true, 0);
            report.snapshots += 1;
        } else if text.starts_with(br#"{"type":"hello""#) {
            let hello: Hello = serde_json::from_slice(text).expect("a hello");
            self.epoch = hello.epoch;
            if hello.resumed {
                (self.is_level, self.tries) = (true, 0);
                report.resumed += 1;
            }
        } else if text.starts_with(br#"{"type":"bye""#) {
            let bye: Bye = serde_json::from_slice(text).expect("a bye");
            self.retry = Some(Duration::from_millis(bye.retry_ms));
            *report.byes.entry(bye.reason).or_default() += 1;
        }
    }
}

/// The first frame, when it is whole: its opcode, and where its payload begins and ends.
fn frame(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (start, length) = match bytes {
        [_, 126, high, low, ..] => (4, usize::from(u16::from_be_bytes([*high, *low]))),
        [_, 127, rest @ ..] => {
            let length = u64::from_be_bytes(*rest.first_chunk()?);
            (10, usize::try_from(length).expect("a length that memory holds"))
        }
        [_, 126, ..] => return None,
        [_, length, ..] => (2, usize::from(*length)),
        _ => return None,
    };
    (start + length <= bytes.len()).then_some((bytes[0] & 0x0f, start, start + length))
}

fn digits(bytes: &[u8]) -> (i64, &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    let number = bytes[..end].iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
    (number, &bytes[end..])
}

/// How long ago the event was sent off, if its text says when: `~MICROSECONDS~`.
fn sent(text: &[u8]) -> Option<u32> {
    let start = text.iter().position(|byte| *byte == b'~')?;
    let (sent, rest) = digits(&text[start + 1..]);
    rest.starts_with(b"~").then(|| u32::try_from(now() - sent).unwrap_or(u32::MAX))
}

/// The time of this program, in microseconds.
pub fn now() -> i64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    i64::try_from(START.elapsed().as_micros()).expect("a short while")
}
