//! A flood of questions from one machine that says of each that it comes from somewhere else.

use std::net::{Ipv6Addr, SocketAddr};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::people::LIVE;

/// How many ask at once.
const AT_ONCE: u32 = 32;

/// How the flood was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    pub received: u32,
    pub limited: u32,
    pub other: u32,
}

/// Posts so many questions, each with a forged `X-Forwarded-For`, from 127.0.0.1.
pub async fn flood(server: &str, posts: u32) -> Answers {
    let mut askers = JoinSet::new();
    for asker in 0..AT_ONCE {
        let mine = posts / AT_ONCE + u32::from(asker < posts % AT_ONCE);
        askers.spawn(ask_on(connect(server, "127.0.0.1").await, asker, mine));
    }
    let mut answers = Answers::default();
    for mine in askers.join_all().await {
        answers.received += mine.received;
        answers.limited += mine.limited;
        answers.other += mine.other;
    }
    answers
}

/// Posts one question from another address of loopback; gives the status.
pub async fn ask_from(server: &str, address: &str) -> u16 {
    let mut wire = BufReader::new(connect(server, address).await);
    ask(&mut wire, None, "Bao giờ sửa đường vào chợ Bến Sóng?").await
}

async fn connect(server: &str, from: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().expect("a socket");
    let from: SocketAddr = format!("{from}:0").parse().expect("an address");
    socket.bind(from).expect("an address of loopback");
    socket.connect(server.parse().expect("an address")).await.expect("the server answers")
}

async fn ask_on(stream: TcpStream, asker: u32, posts: u32) -> Answers {
    let mut wire = BufReader::new(stream);
    let mut answers = Answers::default();
    for n in 0..posts {
        let said =
            Ipv6Addr::from((0x2001_0db8_u128 << 96) | (u128::from(asker) << 80) | (u128::from(n) << 64));
        let said = if n % 2 == 0 { said.to_string() } else { format!("198.51.{}.{}", asker, n % 250) };
        match ask(&mut wire, Some(&said), &format!("Câu số {n} của máy {asker} về đèn đường.")).await
        {
            201 => answers.received += 1,
            429 => answers.limited += 1,
            _ => answers.other += 1,
        }
    }
    answers
}

async fn ask(wire: &mut BufReader<TcpStream>, said: Option<&str>, text: &str) -> u16 {
    let body = json!({"text": text}).to_string();
    let forged = said.map_or_else(String::new, |said| format!("X-Forwarded-For: {said}\r\n"));
    let head = format!(
        "POST /api/v1/sessions/{LIVE}/questions HTTP/1.1\r\nHost: loopback\r\n{forged}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    wire.get_mut().write_all(&[head.as_bytes(), body.as_bytes()].concat()).await.expect("written");
    let (mut status, mut length) = (0, 0);
    loop {
        let mut line = String::new();
        wire.read_line(&mut line).await.expect("a line");
        let line = line.trim_end().to_ascii_lowercase();
        if let Some(code) = line.strip_prefix("http/1.1 ") {
            status = code[..3].parse().expect("a status");
        } else if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse().expect("a length");
        } else if line.is_empty() {
            break;
        }
    }
    wire.read_exact(&mut vec![0; length]).await.expect("a body");
    status
}
