//! A private Redis on a free port that keeps nothing.

use std::{net::TcpStream, process::Command, process::Stdio, time::Duration};

use tempfile::TempDir;

use crate::process::{Process, Signal, free_port, wait_until};

pub struct Server {
    // Dropped in this order: first the process, then its folder.
    process: Process,
    folder: TempDir,
    port: u16,
}

impl Server {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("doithoai-redis-").tempdir().expect("a temp folder");
        let port = free_port();
        Self { process: start(port, &folder), folder, port }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it and brings an empty one back on the same port.
    pub fn replace(self) -> Self {
        let Self { process, folder, port } = self;
        process.end(Signal::Kill);
        Self { process: start(port, &folder), folder, port }
    }

    /// Kills it for good.
    pub fn kill(self) {
        self.process.end(Signal::Kill);
    }
}

fn start(port: u16, folder: &TempDir) -> Process {
    let mut command = Command::new("redis-server");
    command
        .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
        .args(["--save", "", "--appendonly", "no", "--dir"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut process = Process::start(command, Signal::Kill, folder.path());
    wait_until("Redis accepts connections", Duration::from_secs(20), || {
        if let Some(status) = process.has_ended() {
            panic!("redis-server ended with {status} (is port {port} taken?)");
        }
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    process
}
