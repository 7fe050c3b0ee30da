//! The server as it is measured: a release build on its core, with a host who may post notices.

use std::net::SocketAddr;

use tests::beside::{SERVER, on_core};
use tests::metrics::Metrics;
use tests::people::{HOST, LIVE};
use tests::process::{free_port, lasting_port};
use tests::server::TestServer;
use tests::ws::Viewer;

use crate::crowd::Way;
use crate::publisher::Publisher;

pub struct Site {
    pub server: TestServer,
    pub runtime: tokio::runtime::Runtime,
    metrics: Metrics,
}

impl Site {
    pub fn start() -> Self {
        let metrics = format!("127.0.0.1:{}", free_port());
        let (port, config) = (lasting_port(), format!("metrics_listen = {metrics:?}\n"));
        let server = on_core(SERVER, || TestServer::configured(port, &config));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { server, runtime, metrics: Metrics::at(&metrics) }
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
        self.runtime.block_on(self.metrics.reads())
    }

    /// Starts the server again, on its core and its port.
    pub fn restart(&mut self) {
        on_core(SERVER, || self.server.restart());
        while !self.runtime.block_on(self.metrics.is_served()) {}
    }
}
