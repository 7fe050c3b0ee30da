//! A reader of the live stream.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async, connect_async,
    tungstenite::{
        Error, Message, client::IntoClientRequest, handshake::client::Request as ClientRequest,
        protocol::CloseFrame,
    },
};

use crate::http::Client;

const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes that the kernel keeps for a reader who does not read.
const NARROW: u32 = 4 * 1024;

pub struct Viewer {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Viewer {
    /// Joins `/live/{slug}?{query}` with the client's cookies.
    pub async fn join(address: &str, slug: &str, query: &str, client: &Client) -> Self {
        let joined = Self::try_join(address, slug, query, client).await;
        joined.unwrap_or_else(|status| panic!("/live/{slug}?{query} refused with {status}"))
    }

    /// The same, or the status of the refusal.
    pub async fn try_join(address: &str, slug: &str, query: &str, client: &Client) -> Result<Self, u16> {
        Self::try_join_with(address, slug, query, client, &[]).await
    }

    /// The same, with more headers: an `Origin`, say.
    pub async fn try_join_with(
        address: &str,
        slug: &str,
        query: &str,
        client: &Client,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = request(address, slug, query, client);
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().expect("a header's value"));
        }
        match timeout(PATIENCE, connect_async(request)).await.expect("the upgrade is answered") {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(refusal)) => Err(refusal.status().as_u16()),
            Err(error) => panic!("/live/{slug}: {error}"),
        }
    }

    /// Joins again, as a reader does who was cut off: `None` while the server is away, or cannot take anybody.
    pub async fn come_back(address: &str, slug: &str, query: &str, client: &Client) -> Option<Self> {
        let joined = timeout(PATIENCE, connect_async(request(address, slug, query, client))).await;
        Some(Self { stream: joined.ok()?.ok()?.0 })
    }

    /// The same with a buffer so small that the server notices when nobody reads.
    pub async fn join_narrow(address: &str, slug: &str, query: &str, client: &Client) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(NARROW).expect("a small buffer");
        let stream = socket.connect(address.parse().expect("an address")).await.expect("connected");
        let request = request(address, slug, query, client);
        let joined = client_async(request, MaybeTlsStream::Plain(stream)).await;
        Self { stream: joined.unwrap_or_else(|error| panic!("/live/{slug}: {error}")).0 }
    }

    /// The next frame.
    pub async fn next(&mut self) -> Value {
        parse(&self.next_raw().await)
    }

    /// The next frame as it was sent.
    pub async fn next_raw(&mut self) -> String {
        timeout(PATIENCE, self.text())
            .await
            .expect("in time")
            .expect("the stream holds")
            .expect("a frame comes")
    }

    /// The next frame, if one comes in time.
    pub async fn within(&mut self, patience: Duration) -> Option<Value> {
        let text = timeout(patience, self.text()).await.ok()?.expect("the stream holds");
        text.as_deref().map(parse)
    }

    /// The next frame as it was sent, whenever it comes; `None` when the stream has ended, in whatever way. A call that
    /// is given up loses no frame.
    pub async fn read_raw(&mut self) -> Option<String> {
        self.text().await.ok().flatten()
    }

    /// Reads on until a frame is what is looked for.
    pub async fn until(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        parse(&self.until_raw(what, fits).await)
    }

    /// The same, as it was sent.
    pub async fn until_raw(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> String {
        let found = async {
            loop {
                let raw = self.next_raw().await;
                if fits(&parse(&raw)) {
                    break raw;
                }
            }
        };
        timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("no frame with {what} within {PATIENCE:?}"))
    }

    pub async fn say(&mut self, frame: &Value) {
        self.stream.send(Message::text(frame.to_string())).await.expect("the stream takes a frame");
    }

    /// Closes the stream with this code; what the server says to it is [`Viewer::close_code`].
    pub async fn say_close(&mut self, code: u16) {
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        self.stream.send(Message::Close(Some(frame))).await.expect("the stream takes a close");
    }

    /// Says a frame and reads on until its reply.
    pub async fn call(&mut self, frame: &Value) -> Value {
        parse(&self.call_raw(frame).await)
    }

    /// The same; the reply as it was sent.
    pub async fn call_raw(&mut self, frame: &Value) -> String {
        self.say(frame).await;
        self.until_raw("a reply", |reply| reply["type"] == "reply" && reply["ref"] == frame["ref"]).await
    }

    /// Reads on until the server closes, and gives the code with which it does.
    pub async fn close_code(&mut self) -> u16 {
        let closed = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Close(frame))) => break frame,
                    Some(Ok(_)) => {}
                    Some(Err(error)) => panic!("the stream broke off instead of closing: {error}"),
                    None => panic!("the stream ended without a close"),
                }
            }
        };
        let frame = timeout(PATIENCE, closed).await.expect("the server closes");
        frame.expect("a close has a code").code.into()
    }

    /// Everything until the server closes, and the code with which it does.
    pub async fn rest(&mut self) -> (Vec<Value>, u16) {
        let mut told = Vec::new();
        let closed = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => told.push(parse(&text)),
                    Some(Ok(Message::Close(frame))) => break frame,
                    Some(Ok(_)) => {}
                    other => panic!("the stream broke off instead of closing: {other:?}"),
                }
            }
        };
        let frame = timeout(PATIENCE, closed).await.expect("the server closes");
        (told, frame.expect("a close has a code").code.into())
    }

    /// The next text; `None` once the server has closed.
    async fn text(&mut self) -> Result<Option<String>, String> {
        loop {
            match self.stream.next().await {
                None | Some(Ok(Message::Close(_))) => return Ok(None),
                Some(Ok(Message::Text(text))) => return Ok(Some(text.to_string())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.to_string()),
            }
        }
    }
}

fn request(address: &str, slug: &str, query: &str, client: &Client) -> ClientRequest {
    let url = format!("ws://{address}/live/{slug}?{query}");
    let mut request = url.into_client_request().expect("a valid address");
    let cookies = client.cookie_header();
    if !cookies.is_empty() {
        request.headers_mut().insert("cookie", cookies.parse().expect("cookies are ASCII"));
    }
    request
}

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("a frame is JSON ({error}): {text}"))
}
