//! A private PostgreSQL on a free port: one cluster per test process, one database per test.

use std::{
    fs::File,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use tempfile::TempDir;

use crate::process::{Process, Signal, free_port, wait_until};

/// PostgreSQL refuses to run as root; Debian's package brings this account.
const ACCOUNT: &str = "postgres";

pub struct Cluster {
    // Dropped in this order: first the process, then its folder.
    process: Option<Process>,
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    databases: AtomicU32,
}

impl Cluster {
    /// The cluster that all tests of this process share.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::start)
    }

    /// A cluster of one's own, for a test that breaks it.
    pub fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("doithoai-postgres-").tempdir().expect("a temp folder");
        if is_root() {
            chown(folder.path(), Some(account_id("-u")), Some(account_id("-g"))).expect("root may chown");
        }
        run(as_account(&programs.join("initdb"))
            .args(["--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .args(["--username", ACCOUNT, "--pgdata"])
            .arg(folder.path().join("data")));

        let port = free_port();
        let process = Some(launch(&programs, folder.path(), port));
        Self { process, folder, programs, port, databases: AtomicU32::new(0) }
    }

    /// The address of a new, empty database.
    pub fn fresh_database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        run(Command::new(self.programs.join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", ACCOUNT])
            .arg(&name));
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/{name}", self.port)
    }

    /// Ends it without warning, as a power cut would.
    pub fn kill(mut self) {
        self.stop_hard();
    }

    /// The same; [`Cluster::start_again`] finds its data as they were left.
    pub fn stop_hard(&mut self) {
        self.process.take().expect("it runs").end(Signal::Quit);
    }

    /// Starts it on the same data and port, and waits until it has recovered.
    pub fn start_again(&mut self) {
        self.process = Some(launch(&self.programs, self.folder.path(), self.port));
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn launch(programs: &Path, folder: &Path, port: u16) -> Process {
    let log = File::create(folder.join("log")).expect("a log file");
    let mut command = as_account(&programs.join("postgres"));
    command
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string()])
        .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
        .args(["-c", "max_connections=200"])
        .stdout(log.try_clone().expect("a second handle of the log"))
        .stderr(log);
    let mut process = Process::start(command, Signal::Quit, folder);
    wait_until("PostgreSQL accepts connections", Duration::from_secs(60), || {
        if let Some(status) = process.has_ended() {
            let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            panic!("PostgreSQL ended with {status}:\n{log}");
        }
        let probe = Command::new(programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status();
        probe.is_ok_and(|status| status.success())
    });
    process
}

/// Where Debian keeps the programs (the newest version), or wherever the PATH finds them.
fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").exists())
        .collect();
    found.sort();
    if let Some((_, folder)) = found.pop() {
        return folder;
    }
    let on_path =
        Command::new("sh").args(["-c", "dirname \"$(command -v initdb)\""]).output().expect("sh starts");
    let folder = PathBuf::from(String::from_utf8_lossy(&on_path.stdout).trim());
    assert!(folder.join("initdb").exists(), "PostgreSQL is not installed: apt-get install postgresql");
    folder
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

fn as_account(program: &Path) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        command = Command::new("setpriv");
        command.args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]).arg(program);
    }
    command.current_dir("/");
    command
}

fn account_id(which: &str) -> u32 {
    let output = Command::new("id").args([which, ACCOUNT]).output().expect("id starts");
    let id = String::from_utf8_lossy(&output.stdout).trim().parse();
    id.unwrap_or_else(|_| panic!("PostgreSQL refuses root, and there is no account {ACCOUNT}"))
}

fn run(command: &mut Command) {
    let program = command.get_program().to_owned();
    let output =
        command.output().unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
    assert!(
        output.status.success(),
        "{command:?} ended with {}:\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
