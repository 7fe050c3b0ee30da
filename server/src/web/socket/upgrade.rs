//! The handshake of a WebSocket: what the request must say, the answer, and then the bare stream.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use hyper_util::server::conn::auto::upgrade::downcast;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::app::Site;
use crate::web::problem::Problem;

/// A request that may become a WebSocket.
pub struct Upgrade {
    key: HeaderValue,
    on: OnUpgrade,
}

impl FromRequestParts<Site> for Upgrade {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        let headers = &parts.headers;
        let asked = names(headers, header::CONNECTION, "upgrade")
            && names(headers, header::UPGRADE, "websocket")
            && headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version == "13");
        let key = headers.get(header::SEC_WEBSOCKET_KEY).cloned();
        let on = parts.extensions.remove::<OnUpgrade>();
        match (key, on) {
            (Some(key), Some(on)) if asked => Ok(Self { key, on }),
            _ => Err(Problem::malformed()),
        }
    }
}

/// Whether a header's list has this word.
fn names(headers: &HeaderMap, header: HeaderName, word: &str) -> bool {
    let lists = headers.get_all(header).into_iter().filter_map(|list| list.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| item.trim().eq_ignore_ascii_case(word))
}

impl Upgrade {
    /// Switches protocols, and afterwards gives the stream with the bytes that the peer sent together with its request.
    ///
    /// # Errors
    /// [`Problem::unavailable`] when the answer cannot be written.
    pub fn then<F>(
        self,
        serve: impl FnOnce(TcpStream, Bytes) -> F + Send + 'static,
    ) -> Result<Response, Problem>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let accept = derive_accept_key(self.key.as_bytes());
        let response = Response::builder()
            .status(StatusCode::SWITCHING_PROTOCOLS)
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header(header::SEC_WEBSOCKET_ACCEPT, accept)
            .body(Body::empty())
            .map_err(|_| Problem::unavailable())?;
        tokio::spawn(async move {
            let upgraded = match self.on.await {
                Ok(upgraded) => upgraded,
                Err(error) => return tracing::debug!(%error, "an upgrade failed"),
            };
            // The accept loop is our own: it hands out nothing else.
            match downcast::<TokioIo<TcpStream>>(upgraded) {
                // A task of its own: this one's memory is that of the handshake.
                Ok(parts) => drop(tokio::spawn(serve(parts.io.into_inner(), parts.read_buf))),
                Err(_) => tracing::error!("an upgraded connection is no TCP stream"),
            }
        });
        Ok(response)
    }
}
