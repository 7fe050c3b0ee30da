//! The built server on a free port and a folder of its own. It ends when dropped, or when the tests end.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{OnceLock, mpsc},
    time::Duration,
};

use tempfile::TempDir;

use crate::{
    http::Client,
    people::Account,
    process::{Process, Signal},
};

const LISTENING: &str = "listening http://";
/// A debug build makes the demonstration city (its passwords, its past, its index) well within this.
const START: Duration = Duration::from_secs(120);

pub struct TestServer {
    // Dropped in this order: first the process, then its folder.
    running: Option<Process>,
    folder: TempDir,
    options: Vec<String>,
    /// Where it is told to listen.
    port: u16,
    address: String,
}

impl TestServer {
    /// The demonstration city, without limits.
    pub fn demo() -> Self {
        Self::start(&["--demo", "--limits", "off"])
    }

    /// A demonstration that all tests of this process share: for those that change nothing in it.
    pub fn shared_demo() -> &'static Self {
        static SHARED: OnceLock<TestServer> = OnceLock::new();
        SHARED.get_or_init(Self::demo)
    }

    /// An empty database, without limits.
    pub fn empty() -> Self {
        Self::start(&["--limits", "off"])
    }

    /// `doithoai serve` with these options, a folder and a port.
    pub fn start(options: &[&str]) -> Self {
        Self::start_on(0, options)
    }

    /// The same on this port: whoever lost their stream finds it again after a restart.
    pub fn start_on(port: u16, options: &[&str]) -> Self {
        Self::new(port, options).launched()
    }

    /// The demonstration city, without limits, with these lines of configuration.
    pub fn configured(port: u16, config: &str) -> Self {
        let mut server = Self::new(port, &["--demo", "--limits", "off", "--config"]);
        let file = server.folder.path().join("doithoai.toml");
        std::fs::write(&file, config).expect("a configuration");
        server.options.push(file.to_str().expect("a path in UTF-8").to_owned());
        server.launched()
    }

    fn new(port: u16, options: &[&str]) -> Self {
        let folder = tempfile::Builder::new().prefix("doithoai-server-").tempdir().expect("a temp folder");
        let options = options.iter().map(|&option| option.to_owned()).collect();
        Self { running: None, folder, options, port, address: String::new() }
    }

    fn launched(mut self) -> Self {
        self.launch();
        self
    }

    /// Starts it again on the same folder: a demonstration keeps what it has.
    pub fn restart(&mut self) {
        drop(self.running.take());
        if self.options.iter().any(|option| option == "--demo")
            && !self.options.iter().any(|option| option == "--keep")
        {
            self.options.push("--keep".to_owned());
        }
        self.launch();
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill_9(&mut self) {
        self.process().end(Signal::Kill);
    }

    /// Asks it to leave, and waits until it has, in good order.
    #[track_caller]
    pub fn sigterm(&mut self) {
        let status = self.process().end(Signal::Term);
        assert!(status.success(), "told to leave, the server ended with {status}");
    }

    /// `127.0.0.1:PORT`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.running.as_ref().expect("the server runs").id()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it has said so far, on its log.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).expect("a log")
    }

    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Somebody without a cookie.
    pub fn visitor(&self) -> Client {
        Client::new(&self.address)
    }

    /// A member of staff of the demonstration, signed in.
    pub async fn staff(&self, username: &str) -> Client {
        let client = self.visitor();
        self.account(username).sign_in(&client).await;
        client
    }

    pub fn accounts(&self) -> Vec<Account> {
        Account::read_all(&self.data_dir().join("demo-accounts.json"))
    }

    pub fn account(&self, username: &str) -> Account {
        let found = self.accounts().into_iter().find(|account| account.username == username);
        found.unwrap_or_else(|| panic!("no {username} in demo-accounts.json"))
    }

    /// Another command of the program, on this server's folder: `command(&["verify"])`.
    pub fn command(&self, words: &[&str]) -> Output {
        let mut command = Command::new(binary());
        command.args(words).arg("--data").arg(self.data_dir()).stdin(Stdio::null());
        command.output().unwrap_or_else(|error| panic!("doithoai {words:?} does not start: {error}"))
    }

    /// `doithoai admin create` on this server's folder, the password through a pipe.
    pub fn create_admin(&self, username: &str, password: &str) -> Output {
        let mut command = Command::new(binary());
        command
            .args(["admin", "create", "--username", username, "--password-stdin", "--data"])
            .arg(self.data_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut creating =
            command.spawn().unwrap_or_else(|error| panic!("doithoai admin create does not start: {error}"));
        let mut pipe = creating.stdin.take().expect("a piped stdin");
        // One that refuses the name may end before it has read the password.
        let _ = pipe.write_all(password.as_bytes());
        drop(pipe);
        creating.wait_with_output().expect("its end is awaited")
    }

    fn process(&mut self) -> Process {
        self.running.take().expect("the server runs")
    }

    fn launch(&mut self) {
        let log = self.folder.path().join("log");
        let mut command = Command::new(binary());
        command
            .arg("serve")
            .args(&self.options)
            .args(["--listen", &format!("127.0.0.1:{}", self.port), "--data"])
            .arg(self.data_dir())
            .current_dir(self.folder.path())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a log file"));
        let mut process = Process::start(command, Signal::Kill, self.folder.path());
        let (tell, told) = mpsc::channel();
        let output = BufReader::new(process.take_stdout());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if let Some(address) = line.strip_prefix(LISTENING) {
                    let _ = tell.send(address.to_owned());
                }
            }
        });
        match told.recv_timeout(START) {
            Ok(address) => self.address = address,
            Err(_) => {
                let end = process
                    .has_ended()
                    .map_or("still runs".to_owned(), |status| format!("ended with {status}"));
                let log = std::fs::read_to_string(&log).unwrap_or_default();
                panic!("the server did not print `{LISTENING}..`; it {end}:\n{log}");
            }
        }
        self.running = Some(process);
    }

    /// Every route of the server as it tells them itself: method and path.
    pub fn routes() -> Vec<(String, String)> {
        let output = Command::new(binary()).arg("routes").stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| panic!("doithoai routes does not start: {error}"));
        assert!(output.status.success(), "doithoai routes: {}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).expect("routes are ASCII");
        let route = |line: &str| {
            let (method, path) = line.split_once(' ').unwrap_or_else(|| panic!("no METHOD PATH: {line:?}"));
            (method.to_owned(), path.trim().to_owned())
        };
        told.lines().map(route).collect()
    }
}

/// The built server: two folders above this test, where `cargo build --workspace` put it.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let this_test = std::env::current_exe().expect("a test knows its own path");
        let profile = this_test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps");
        let binary = profile.join("doithoai");
        refuse_a_stale(&binary);
        binary
    })
}

/// `cargo test` does not build another package's program, so an edited server would be tested in its old form.
fn refuse_a_stale(binary: &Path) {
    const REMEDY: &str = "first: cargo build --workspace --all-targets";
    let sources = std::fs::read_to_string(binary.with_extension("d"));
    let sources = sources.unwrap_or_else(|_| panic!("{} is not built; {REMEDY}", binary.display()));
    let age = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    let built = age(binary);
    for source in sources.split_whitespace().skip(1) {
        assert!(age(Path::new(source)) <= built, "{source} is newer than the built server; {REMEDY}");
    }
}
