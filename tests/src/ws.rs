//! A reader of the live stream.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use crate::http::Client;

const PATIENCE: Duration = Duration::from_secs(10);

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
        let url = format!("ws://{address}/live/{slug}?{query}");
        let mut request = url.into_client_request().expect("a valid address");
        let cookies = client.cookie_header();
        if !cookies.is_empty() {
            request.headers_mut().insert("cookie", cookies.parse().expect("cookies are ASCII"));
        }
        match timeout(PATIENCE, connect_async(request)).await.expect("the upgrade is answered") {
            Ok((stream, _)) => Ok(Self { stream }),
            Err(Error::Http(refusal)) => Err(refusal.status().as_u16()),
            Err(error) => panic!("/live/{slug}: {error}"),
        }
    }

    /// The next frame.
    pub async fn next(&mut self) -> Value {
        self.within(PATIENCE).await.expect("a frame comes")
    }

    /// The next frame, if one comes in time.
    pub async fn within(&mut self, patience: Duration) -> Option<Value> {
        let frame = async {
            loop {
                match self.stream.next().await?.expect("the stream holds") {
                    Message::Text(text) => break Some(serde_json::from_str(&text).expect("a frame is JSON")),
                    Message::Close(_) => break None,
                    _ => {}
                }
            }
        };
        timeout(patience, frame).await.ok().flatten()
    }

    /// Reads on until a frame is what is looked for.
    pub async fn until(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let found = async {
            loop {
                let frame = self.next().await;
                if fits(&frame) {
                    break frame;
                }
            }
        };
        timeout(PATIENCE, found).await.unwrap_or_else(|_| panic!("no frame with {what} within {PATIENCE:?}"))
    }

    pub async fn say(&mut self, frame: &Value) {
        self.stream.send(Message::text(frame.to_string())).await.expect("the stream takes a frame");
    }
}
