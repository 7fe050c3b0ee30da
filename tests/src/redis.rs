//! A private Redis on a free port that keeps nothing.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

use crate::process::{Process, Signal, free_port, wait_until};

pub struct Server {
    // Dropped in this order: first the process, then its folder.
    process: Option<Process>,
    folder: TempDir,
    port: u16,
}

impl Server {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("doithoai-redis-").tempdir().expect("a temp folder");
        let port = free_port();
        Self { process: Some(start(port, &folder)), folder, port }
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Kills it and brings an empty one back on the same port.
    pub fn replace(mut self) -> Self {
        self.take_down();
        self.bring_back();
        self
    }

    /// Kills it for good.
    pub fn kill(mut self) {
        self.take_down();
    }

    /// Kills it; nobody answers until [`Server::bring_back`].
    pub fn take_down(&mut self) {
        self.process.take().expect("it runs").end(Signal::Kill);
    }

    /// Starts an empty one on the same port.
    pub fn bring_back(&mut self) {
        self.process = Some(start(self.port, &self.folder));
    }

    /// Lets it stand still: connections hold, and nothing is answered until [`Server::resume`].
    pub fn pause(&self) {
        self.process.as_ref().expect("it runs").tell(Signal::Stop);
    }

    pub fn resume(&self) {
        self.process.as_ref().expect("it runs").tell(Signal::Cont);
    }

    /// What it answers to a command.
    pub fn ask(&self, command: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it accepts");
        write!(stream, "{command}\r\nQUIT\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    /// How many connections are subscribed to a channel.
    pub fn listeners(&self) -> usize {
        let clients = self.ask("CLIENT LIST");
        let channels = clients.split_whitespace().filter_map(|word| word.strip_prefix("sub="));
        channels.filter(|count| *count != "0").count()
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
