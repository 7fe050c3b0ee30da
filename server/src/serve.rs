//! `doithoai serve`: opens the site, prints where it listens, and leaves in good order.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use dialogue::clock::Clock;
use moderation::limits::Limits;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;

use crate::app::Site;
use crate::cli::{LimitsSwitch, Serve};
use crate::config::Config;
use crate::start::{Recall, open};
use crate::{demo, listener, metrics, router, tasks};

type Outcome = Result<ExitCode, Box<dyn std::error::Error>>;

/// How long the server finishes what it has accepted.
const LEAVE: Duration = Duration::from_secs(9);

/// Serves until a signal, or until the disk fails under a commit.
///
/// # Errors
/// Whatever kept the site from starting, in words for the person at the terminal.
pub async fn serve(order: Serve) -> Outcome {
    let mut config = order.place.configure()?;
    if let Some(listen) = order.listen {
        config.listen = listen;
    }
    let limits = limits(&config, order.limits)?;
    if !order.demo {
        return listen(open(config, Clock::System, limits, Recall::Open).await?).await;
    }
    if order.place.data.is_none() {
        config.data = config.data.join("demo");
    }
    let demo = demo::prepare(config, order.keep).await?;
    let site = open(demo.config.clone(), Clock::System, limits, Recall::Open).await?;
    if let Some(index) = &site.search {
        tasks::indexer::follow(&site.reader, index, &site.epoch).await?;
    }
    listen(site).await
}

async fn listen(site: Site) -> Outcome {
    let listener = TcpListener::bind(site.config.listen).await?;
    let address = listener.local_addr()?;
    // Before the line that tells others where to find the server: they may tell it to leave at once.
    let term = signal(SignalKind::terminate())?;
    println!("listening http://{address}");
    std::io::stdout().flush()?;
    Ok(until_told(site, listener, term).await?)
}

/// Without limits only where nobody else can call.
fn limits(config: &Config, switch: Option<LimitsSwitch>) -> Result<Limits, Box<dyn std::error::Error>> {
    match switch {
        None => Ok(config.limits()?),
        Some(LimitsSwitch::Off) if config.listen.ip().is_loopback() => Ok(Limits::off()),
        Some(LimitsSwitch::Off) => Err("--limits off is accepted only while listening on loopback".into()),
    }
}

async fn until_told(site: Site, listener: TcpListener, mut term: Signal) -> std::io::Result<ExitCode> {
    let mut running = tasks::start(&site);
    let app = router::router(&site);
    if let Ok(address) = site.config.metrics_listen.parse::<std::net::SocketAddr>() {
        let (numbers, listener) = (metrics::router(&site), TcpListener::bind(address).await?);
        tracing::info!(address = %listener.local_addr()?, "the numbers are served");
        running.spawn(listener::serve(listener, numbers, std::future::pending()));
    }
    let (tell, told) = tokio::sync::watch::channel(false);
    let stop = |mut told: tokio::sync::watch::Receiver<bool>| async move {
        let _ = told.wait_for(|told| *told).await;
    };
    let mut servers = JoinSet::new();
    if let Ok(address) = site.config.staff_listen.parse::<std::net::SocketAddr>() {
        let listener = TcpListener::bind(address).await?;
        tracing::info!(address = %listener.local_addr()?, "the desk has a way in of its own");
        servers.spawn(listener::serve(listener, app.clone(), stop(told.clone())));
    }
    servers.spawn(listener::serve(listener, app, stop(told)));
    let code = tokio::select! {
        _ = term.recv() => ExitCode::SUCCESS,
        _ = tokio::signal::ctrl_c() => ExitCode::SUCCESS,
        () = site.store.broken() => ExitCode::FAILURE,
    };
    tell.send_replace(true);
    // Idle keep-alive connections may outlast the limit; what was accepted has its answer by then.
    let left = async { tokio::join!(site.live.drain(), servers.join_all()) };
    let _ = tokio::time::timeout(LEAVE, left).await;
    running.abort_all();
    site.store.clone().close().await;
    Ok(code)
}
