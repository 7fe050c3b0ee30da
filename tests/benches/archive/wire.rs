//! The archive over HTTP: one connection that is kept, one question after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;

pub struct Wire {
    host: String,
    stream: BufReader<TcpStream>,
}

impl Wire {
    /// # Panics
    /// When the address is none of this machine, or nobody listens there.
    pub fn open(url: &str) -> Self {
        let host = url.strip_prefix("http://").expect("an address with http://").trim_end_matches('/');
        let address: SocketAddr = host.parse().expect("an address such as http://127.0.0.1:8080");
        assert!(address.ip().is_loopback(), "{address} is not of this machine");
        let stream = TcpStream::connect(address).expect("a server that listens");
        stream.set_nodelay(true).expect("no delay");
        Self { host: host.to_owned(), stream: BufReader::new(stream) }
    }

    /// Asks the archive, and reads the whole answer.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn ask(&mut self, words: &str) -> Vec<u8> {
        let query = serde_urlencoded::to_string([("q", words), ("per_page", "10")]).expect("pairs of texts");
        let request = format!("GET /api/v1/archive?{query} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes()).expect("sent");
        let (mut is_fine, mut length) = (false, None);
        for number in 0.. {
            let line = self.line();
            is_fine |= number == 0 && line.contains(" 200");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().ok();
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length.expect("an answer with its length")];
        self.stream.read_exact(&mut body).expect("a whole answer");
        assert!(is_fine, "{words:?} was refused: {}", String::from_utf8_lossy(&body));
        body
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        let read = self.stream.read_line(&mut line).expect("a line");
        assert!(read > 0, "the server closed the connection");
        line.trim_end().to_owned()
    }
}

/// How many items match, as an answer tells.
pub fn total(body: &[u8]) -> u64 {
    let page: Value = serde_json::from_slice(body).expect("an answer in JSON");
    page["total"].as_u64().expect("a total")
}
