//! The limit: a loop that calls `send()` once per reader and event, and does nothing else.
//!
//! It is a program of its own, so that its time can be told apart. `GET /publish` opens a way in: each line is the text
//! of an event, and is answered with an empty line once it was sent to everybody.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use crate::crowd::Way;
use crate::publisher::Publisher;

/// The word by which the bench runs the loop instead.
pub const WORD: &str = "bare-loop";

/// Planted faults, to see that they are found: with one of these in its text, an event does not reach the first reader,
/// or reaches it twice.
pub const SKIPS: &str = "!skip";
pub const REPEATS: &str = "!repeat";

/// How many bytes of a frame stand around the text.
const AROUND: usize = 115;
const SWITCH: &str = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: -\r\n\r\n";

#[derive(Default)]
struct Room {
    seq: i64,
    readers: Vec<TcpStream>,
}

/// Serves until it is killed.
pub fn run() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    let room = Arc::new(Mutex::new(Room::default()));
    for stream in listener.incoming().map_while(Result::ok) {
        let mut reader = BufReader::new(stream);
        let mut lines = reader.by_ref().lines().map_while(Result::ok);
        let publishes = lines.next().is_some_and(|line| line.starts_with("GET /publish "));
        lines.find(String::is_empty);
        if publishes {
            let room = Arc::clone(&room);
            std::thread::spawn(move || publish(&room, reader));
        } else {
            greet(&mut room.lock().expect("a room"), reader.into_inner());
        }
    }
}

fn greet(room: &mut Room, mut stream: TcpStream) {
    stream.set_nodelay(true).expect("no delay");
    let hello = frame(r#"{"type":"hello","epoch":"bare","seq":0,"resumed":false}"#);
    let snapshot = frame(&format!(r#"{{"type":"snapshot","seq":{}}}"#, room.seq));
    if stream.write_all(&[SWITCH.as_bytes(), &hello, &snapshot].concat()).is_ok() {
        room.readers.push(stream);
    }
}

fn publish(room: &Mutex<Room>, mut way: BufReader<TcpStream>) {
    let mut text = String::new();
    while way.read_line(&mut text).is_ok_and(|count| count > 0) {
        let mut room = room.lock().expect("a room");
        room.seq += 1;
        let event = frame(&format!(
            r#"{{"type":"event","seq":{},"prev":{},"at":"2026-11-27T08:00:00.000+07:00","kind":"notice.posted","data":{{"notice":{{"text":"{}"}}}}}}"#,
            room.seq,
            room.seq - 1,
            text.trim_end(),
        ));
        let (skips, repeats) = (text.contains(SKIPS), text.contains(REPEATS));
        for (n, reader) in room.readers.iter_mut().enumerate() {
            if n > 0 || !skips {
                let _ = reader.write_all(&event);
            }
            if n == 0 && repeats {
                let _ = reader.write_all(&event);
            }
        }
        drop(room);
        text.clear();
        if way.get_mut().write_all(b"\n").is_err() {
            return;
        }
    }
}

fn frame(json: &str) -> Vec<u8> {
    let length = u16::try_from(json.len()).expect("a short frame");
    let header = if length < 126 {
        vec![0x81, u8::try_from(length).expect("shorter")]
    } else {
        [&[0x81, 126], &length.to_be_bytes()[..]].concat()
    };
    [&header, json.as_bytes()].concat()
}

/// The loop, running.
pub struct Bare {
    child: Child,
    address: SocketAddr,
}

impl Bare {
    pub fn start(program: &std::path::Path) -> Self {
        let mut child =
            Command::new(program).arg(WORD).stdout(Stdio::piped()).spawn().expect("the bench starts itself");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        Self { child, address: line.trim().parse().expect("an address") }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn way(&self) -> Way {
        Way { address: self.address, path: "/".to_owned(), is_narrow: false }
    }

    /// Whose events are frames of this many bytes.
    pub fn publisher(&self, size: usize) -> Publisher {
        Publisher { address: self.address, host: None, text: size.saturating_sub(AROUND).max(24) }
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
