//! A process that cannot outlive the tests, however they end.

use std::{
    fmt::Display,
    io::Write,
    net::TcpListener,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    time::Duration,
};

use tokio::time::Instant;

/// Waits beside a process on a pipe that only the tests hold. A line means "let it be"; the end of the pipe, which
/// the kernel brings about even after a SIGKILL, means "end it, and remove its folder".
const WATCHDOG: &str = r#"
read -r let_it_be && exit 0
kill -s "$1" "$2" 2>/dev/null
for _ in $(seq 50); do kill -0 "$2" 2>/dev/null || break; sleep 0.1; done
kill -s KILL "$2" 2>/dev/null
rm -rf -- "$3"
"#;

/// What a process is told: to end, or (`Stop`) to stand still until it may go on (`Cont`). Of the first three, only
/// `Kill` ends a process that stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Kill,
    Quit,
    Term,
    Stop,
    Cont,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Signal::Kill => "KILL",
            Signal::Quit => "QUIT",
            Signal::Term => "TERM",
            Signal::Stop => "STOP",
            Signal::Cont => "CONT",
        }
    }

    fn send(self, pid: u32) {
        // A process that is gone already is what we want.
        let _ =
            Command::new("kill").args(["-s", self.name(), &pid.to_string()]).stderr(Stdio::null()).status();
    }
}

pub struct Process {
    child: Child,
    watchdog: Child,
    ending: Signal,
}

impl Process {
    /// Starts `command`; should the tests die, it gets `ending` and `folder` is removed.
    pub fn start(mut command: Command, ending: Signal, folder: &Path) -> Self {
        let program = command.get_program().to_owned();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog", ending.name(), &child.id().to_string()])
            .arg(folder)
            .process_group(0) // Ctrl-C is for the tests, not for it
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh starts");
        Self { child, watchdog, ending }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn take_stdout(&mut self) -> ChildStdout {
        self.child.stdout.take().expect("the process was started with a piped stdout, read once")
    }

    /// Sends `signal` and waits for nothing.
    pub fn tell(&self, signal: Signal) {
        signal.send(self.child.id());
    }

    /// Sends `signal` and waits for the end.
    pub fn end(mut self, signal: Signal) -> ExitStatus {
        self.ending = signal;
        self.finish()
    }

    pub fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child's state can be read")
    }

    fn finish(&mut self) -> ExitStatus {
        if self.has_ended().is_none() {
            match self.ending {
                Signal::Kill => self.child.kill().expect("a child can be killed"), // at once: no process between
                signal => signal.send(self.child.id()),
            }
        }
        let status = self.child.wait().expect("a child can be waited for");
        if let Some(mut pipe) = self.watchdog.stdin.take() {
            let _ = pipe.write_all(b"let it be\n");
        }
        let _ = self.watchdog.wait();
        status
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.finish();
    }
}

/// A port of 127.0.0.1 that was free a moment ago.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has a free port");
    listener.local_addr().expect("a bound socket has an address").port()
}

/// Asks `ready` until it says so, or panics with what was waited for.
pub fn wait_until(what: impl Display, patience: Duration, mut ready: impl FnMut() -> bool) {
    let end = Instant::now() + patience;
    while !ready() {
        assert!(Instant::now() < end, "{what}: not within {patience:?}");
        pause();
    }
}

/// A free port that no outgoing connection is given: it is still free when the server that had it comes back.
pub fn lasting_port() -> u16 {
    let ports =
        std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").expect("the kernel's range");
    let first: u16 = ports.split_whitespace().next().and_then(|port| port.parse().ok()).expect("a port");
    // Tests that start at the same time begin to look at different places.
    let spread = u16::try_from(std::process::id() % 8_000).expect("a small number");
    let ports = (first - 10_000..first).cycle().skip(spread.into()).take(10_000);
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.into_iter().find(is_free).expect("the loopback has a free port")
}

#[expect(clippy::disallowed_methods, reason = "processes are awaited outside of any runtime")]
fn pause() {
    std::thread::sleep(Duration::from_millis(20));
}
