//! A small HTTP/1.1 client that keeps cookies and can send what a polite client would not.

use std::{collections::BTreeMap, fmt, io, sync::Mutex, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const PATIENCE: Duration = Duration::from_secs(30);

pub struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn form<T: AsRef<str>>(self, fields: &[(T, T)]) -> Self {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        self.body(
            "application/x-www-form-urlencoded",
            serde_urlencoded::to_string(fields).expect("pairs of texts"),
        )
    }

    pub fn body(mut self, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = bytes.into();
        self.header("content-type", media_type)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("no JSON ({error}): {self}"))
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status, self.text())
    }
}

/// One browser or program: what it is told to keep, it sends again.
pub struct Client {
    address: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Client {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), cookies: Mutex::default() }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path)).await
    }

    pub async fn send(&self, request: Request) -> Reply {
        let what = format!("{} {}", request.method, request.path);
        self.try_send(request).await.unwrap_or_else(|error| panic!("{what}: {error}"))
    }

    /// The reply, whole, or the error of a server that died before it was.
    pub async fn try_send(&self, request: Request) -> io::Result<Reply> {
        let exchange = async {
            let mut stream = TcpStream::connect(&self.address).await?;
            // A server that refuses a body may answer before it has read it all.
            let _ = stream.write_all(&self.encode(&request)).await;
            let mut bytes = Vec::new();
            let read = stream.read_to_end(&mut bytes).await;
            parse(&bytes).or_else(|error| read.and(Err(error)))
        };
        let reply = tokio::time::timeout(PATIENCE, exchange).await.map_err(io::Error::from)??;
        self.keep_cookies(&reply);
        Ok(reply)
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().expect("no test panics here").insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().expect("no test panics here").get(name).cloned()
    }

    /// What goes into the header `Cookie`, or nothing.
    pub fn cookie_header(&self) -> String {
        let cookies = self.cookies.lock().expect("no test panics here");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn encode(&self, request: &Request) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method, request.path, self.address);
        let cookies = self.cookie_header();
        if !cookies.is_empty() {
            head += &format!("cookie: {cookies}\r\n");
        }
        for (name, value) in &request.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\nconnection: close\r\n\r\n", request.body.len());
        [head.as_bytes(), &request.body].concat()
    }

    fn keep_cookies(&self, reply: &Reply) {
        let mut jar = self.cookies.lock().expect("no test panics here");
        for (_, line) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let mut parts = line.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            if value.is_empty() || parts.any(|part| part.eq_ignore_ascii_case("max-age=0")) {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn parse(bytes: &[u8]) -> io::Result<Reply> {
    let cut_off = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let split = bytes.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(cut_off)?;
    let head = String::from_utf8_lossy(&bytes[..split]);
    let rest = &bytes[split + 4..];
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1)?.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
    let mut reply = Reply { status, headers, body: Vec::new() };
    reply.body = match (reply.header("content-length"), reply.header("transfer-encoding")) {
        (Some(length), _) => {
            let length: usize = length.parse().map_err(|_| io::ErrorKind::InvalidData)?;
            rest.get(..length).ok_or_else(cut_off)?.to_vec()
        }
        (None, Some("chunked")) => unchunk(rest).ok_or_else(cut_off)?,
        _ => rest.to_vec(),
    };
    Ok(reply)
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..line]).ok()?, 16).ok()?;
        rest = &rest[line + 2..];
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length + 2..)?;
    }
}

/// The call was refused with this problem.
#[track_caller]
pub fn assert_refused(what: &str, reply: &Reply, status: u16, kind: &str) {
    assert_eq!(
        (reply.status, &reply.json()["type"]),
        (status, &serde_json::json!(format!("/problems/{kind}"))),
        "{what}: {reply}"
    );
}
