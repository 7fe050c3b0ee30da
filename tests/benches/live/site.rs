//! The server as it is measured: a release build on its core, with a host who may post notices.

use std::net::SocketAddr;

use tests::beside::{SERVER, on_core};
use tests::http::{Client, Request};
use tests::people::{HOST, LIVE};
use tests::process::{free_port, lasting_port};
use tests::server::TestServer;
use tests::ws::Viewer;

use crate::crowd::Way;
use crate::publisher::Publisher;

pub struct Site {
    pub server: TestServer,
    pub runtime: tokio::runtime::Runtime,
    metrics: Client,
    _folder: tempfile::TempDir,
}

impl Site {
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let metrics = format!("127.0.0.1:{}", free_port());
        let config = folder.path().join("doithoai.toml");
        std::fs::write(&config, format!("metrics_listen = {metrics:?}\n")).expect("a configuration");
        let config = config.to_str().expect("a path");
        let options = ["--demo", "--limits", "off", "--config", config];
        let port = lasting_port();
        let server = on_core(SERVER, || TestServer::start_on(port, &options));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { server, runtime, metrics: Client::new(&metrics), _folder: folder }
    }

    pub fn address(&self) -> SocketAddr {
        self.server.address().parse().expect("an address")
    }

    pub fn way(&self, is_narrow: bool) -> Way {
        Way { address: self.address(), path: format!("/live/{LIVE}"), is_narrow }
    }

    /// A host whose events are frames of this many bytes.
    pub fn publisher(&self, size: usize) -> Publisher {
        self.runtime.block_on(async {
            let host = self.server.staff(HOST).await;
            let cookies = host.cookie_header();
            let path = format!("/api/v1/admin/sessions/{LIVE}/notice");
            let mut publisher = Publisher { address: self.address(), host: Some((path, cookies)), text: 40 };
            let mut viewer = Viewer::join(self.server.address(), LIVE, "", &self.server.visitor()).await;
            viewer.until("the state", |frame| frame["type"] == "snapshot").await;
            publisher.once("");
            let event = viewer.until_raw("the event", |frame| frame["type"] == "event").await;
            publisher.text = (40 + size).saturating_sub(event.len()).max(24);
            publisher
        })
    }

    /// Where the public lens of the live session stands.
    pub fn head(&self) -> i64 {
        let path = format!("/api/v1/sessions/{LIVE}");
        let session = self.runtime.block_on(tests::people::read(&self.server.visitor(), &path));
        session["seq"].as_i64().expect("a number")
    }

    /// How often the database was read.
    pub fn reads(&self) -> f64 {
        let told = self.runtime.block_on(self.metrics.get("/metrics")).text();
        let reads = told.lines().find_map(|line| line.strip_prefix("doithoai_reads_total "));
        reads.expect("the reads are counted").parse().expect("a number")
    }

    /// Starts the server again, on its core and its port.
    pub fn restart(&mut self) {
        on_core(SERVER, || self.server.restart());
        // The operator's listener begins a moment later.
        while self.runtime.block_on(self.metrics.try_send(Request::get("/metrics"))).is_err() {}
    }
}
