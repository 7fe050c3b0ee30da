//! The accept loop. A caller that sends its headers slowly, or without end, loses its connection and nobody else's.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// How long the headers of a request may take; also how long an idle connection is kept.
const HEADERS: Duration = Duration::from_secs(10);
/// The longest headers of a request, in bytes.
const LONGEST: usize = 64 * 1024;
/// When no descriptor is left, the next try waits for others to leave.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until `told`, then lets every accepted call have its answer.
pub async fn serve(listener: TcpListener, app: Router, told: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    tokio::pin!(told);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    tokio::spawn(connection(stream, peer, app.clone(), graceful.watcher()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(BREATH).await;
                }
            },
            () = &mut told => break,
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn connection(stream: TcpStream, peer: SocketAddr, app: Router, watcher: Watcher) {
    // Small frames leave at once; a socket that cannot be told so is served all the same.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(app.clone(), peer, request));
    let mut http = Builder::new(TokioExecutor::new()).http1_only();
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEADERS).max_buf_size(LONGEST);
    let connection = http.serve_connection_with_upgrades(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended");
    }
}

async fn answer(
    app: Router,
    peer: SocketAddr,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    app.oneshot(request).await
}
