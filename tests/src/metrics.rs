//! The operator's numbers of a server.

use crate::http::{Client, Request};

pub struct Metrics(Client);

impl Metrics {
    /// Served at the address that `metrics_listen` names.
    pub fn at(address: &str) -> Self {
        Self(Client::new(address))
    }

    /// How often the server read from its database.
    pub async fn reads(&self) -> f64 {
        let told = self.0.get("/metrics").await.text();
        let reads = told.lines().find_map(|line| line.strip_prefix("doithoai_reads_total "));
        reads.unwrap_or_else(|| panic!("no reads in {told}")).parse().expect("a number")
    }

    /// Whether the operator's listener answers already: it begins a moment after the public one.
    pub async fn is_served(&self) -> bool {
        self.0.try_send(Request::get("/metrics")).await.is_ok()
    }
}
