//! Who makes events happen: a host who posts notices over HTTP, or the bare loop's way in.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tokio::time::Instant;

use crate::crowd::{Crowd, now, pause};

/// A way in, and how long the text of an event must be so that its frame has the size that was asked for.
#[derive(Clone)]
pub struct Publisher {
    pub address: SocketAddr,
    /// The path and the cookies of a host; `None` for the bare loop.
    pub host: Option<(String, String)>,
    pub text: usize,
}

/// How events follow each other.
#[derive(Clone, Copy)]
pub enum Pace {
    /// So many a second, whatever becomes of them.
    Rate(u32),
    /// So many at once: the next one begins when one of them has reached everybody.
    Flight(usize),
}

/// How many connections share the work of a rate.
const HANDS: usize = 4;

impl Publisher {
    /// Publishes for a while; tells how many events there were.
    pub fn run(&self, pace: Pace, time: Duration, crowd: &Crowd) -> usize {
        let (give, take) = mpsc::channel();
        let take = Arc::new(Mutex::new(take));
        let hands = match pace {
            Pace::Rate(_) => HANDS,
            Pace::Flight(count) => count,
        };
        let hands: Vec<_> = (0..hands)
            .map(|_| {
                let (take, mut way) = (Arc::clone(&take), Way::open(self));
                std::thread::spawn(move || {
                    while take.lock().expect("a turn").recv().is_ok() {
                        way.publish("");
                    }
                })
            })
            .collect();
        let (start, mut count) = (Instant::now(), 0);
        let mut another = || {
            count += 1;
            give.send(()).expect("a hand");
        };
        match pace {
            Pace::Rate(rate) => {
                for n in 0.. {
                    let due = Duration::from_secs(1) * n / rate;
                    if due >= time {
                        break;
                    }
                    pause(due.saturating_sub(start.elapsed()));
                    another();
                }
            }
            Pace::Flight(at_once) => {
                (0..at_once).for_each(|_| another());
                while start.elapsed() < time {
                    crowd.told();
                    another();
                }
            }
        }
        drop(give);
        hands.into_iter().for_each(|hand| hand.join().expect("a hand"));
        count
    }

    /// Publishes one event with this in its text.
    pub fn once(&self, mark: &str) {
        Way::open(self).publish(mark);
    }
}

struct Way {
    publisher: Publisher,
    stream: BufReader<TcpStream>,
}

impl Way {
    fn open(publisher: &Publisher) -> Self {
        let mut stream = TcpStream::connect(publisher.address).expect("a way in");
        stream.set_nodelay(true).expect("no delay");
        if publisher.host.is_none() {
            stream.write_all(b"GET /publish HTTP/1.1\r\n\r\n").expect("a way in");
        }
        Self { publisher: publisher.clone(), stream: BufReader::new(stream) }
    }

    /// Publishes one event, and waits until it is told that it happened.
    fn publish(&mut self, mark: &str) {
        let sent = format!("~{}~{mark}", now());
        let text = format!("{sent:.<width$}", width = self.publisher.text);
        let Some((path, cookies)) = &self.publisher.host else {
            self.stream.get_mut().write_all(format!("{text}\n").as_bytes()).expect("sent");
            self.stream.read_line(&mut String::new()).expect("done");
            return;
        };
        let body = format!(r#"{{"text":"{text}"}}"#);
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookies}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.publisher.address,
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("sent");
        self.must_succeed();
    }

    fn must_succeed(&mut self) {
        let (mut line, mut length) = (String::new(), 0);
        self.stream.read_line(&mut line).expect("a status");
        assert!(line.starts_with("HTTP/1.1 200"), "an event was refused: {line}");
        loop {
            line.clear();
            self.stream.read_line(&mut line).expect("a header");
            let header = line.trim_end().to_ascii_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(value) = header.strip_prefix("content-length: ") {
                length = value.parse().expect("a length");
            }
        }
        self.stream.read_exact(&mut vec![0; length]).expect("a body");
    }
}
