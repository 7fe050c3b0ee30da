//! Two programs side by side on one machine: each on its core, measured in the same run.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The core of what is measured, and the core of whoever loads it.
pub const SERVER: u32 = 0;
pub const LOAD: u32 = 1;

/// The kernel counts a process' time in hundredths of a second, summed from its exact run time.
const TICKS: f64 = 100.0;

/// Keeps a process, with all its threads, on one core.
pub fn pin(process: u32, core: u32) {
    let words = ["-apc", &core.to_string(), &process.to_string()];
    let done = Command::new("taskset").args(words).stdout(Stdio::null()).status();
    assert!(done.expect("taskset").success());
}

/// Starts something on a core: it sees no other one, as a machine of that size would.
pub fn on_core<T>(core: u32, start: impl FnOnce() -> T) -> T {
    let own = std::process::id();
    pin(own, core);
    let started = start();
    pin(own, LOAD);
    started
}

/// The time that a process has spent on a core, in the program and in the kernel.
pub fn cpu(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("a running process");
    // The name in parentheses may hold spaces; the fields after it do not.
    let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
    let ticks: f64 = fields[11..=12].iter().map(|field| field.parse::<f64>().expect("ticks")).sum();
    Duration::from_secs_f64(ticks / TICKS)
}

/// What a process holds in memory, in bytes.
pub fn resident(process: u32) -> u64 {
    kilobytes(&format!("/proc/{process}/status"), "VmRSS:") * 1024
}

/// What the kernel holds for every TCP socket of the machine, in bytes.
pub fn kernel() -> u64 {
    let stat = std::fs::read_to_string("/proc/net/sockstat").expect("the kernel's counts");
    let tcp = stat.lines().find(|line| line.starts_with("TCP:")).expect("of TCP");
    let pages = tcp.split_whitespace().skip_while(|word| *word != "mem").nth(1).expect("its memory");
    pages.parse::<u64>().expect("pages") * 4096
}

fn kilobytes(file: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(file).expect("a running process");
    let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("kilobytes")
}

/// Rounds of one figure.
#[derive(Default)]
pub struct Rounds(Vec<f64>);

impl Rounds {
    pub fn push(&mut self, figure: f64) {
        self.0.push(figure);
        self.0.sort_by(f64::total_cmp);
    }

    pub fn median(&self) -> f64 {
        self.0[self.0.len() / 2]
    }
}

impl FromIterator<f64> for Rounds {
    fn from_iter<I: IntoIterator<Item = f64>>(figures: I) -> Self {
        let mut rounds = Self::default();
        figures.into_iter().for_each(|figure| rounds.push(figure));
        rounds
    }
}

/// The median, and between what it lies.
impl fmt::Display for Rounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(0);
        let (least, most) = (self.0[0], self.0[self.0.len() - 1]);
        write!(f, "{:>8.digits$} ({least:.digits$} to {most:.digits$})", self.median())
    }
}

/// The value below which `share` of the sorted ones lie.
pub fn percentile(sorted: &[u32], share: f64) -> u32 {
    let at = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_value_at_its_rank() {
        let values: Vec<u32> = (1..=200).collect();
        assert_eq!([0.5, 0.99, 1.0].map(|share| percentile(&values, share)), [100, 198, 200]);
        assert_eq!(percentile(&[], 0.5), 0);
    }

    #[test]
    fn a_process_is_measured() {
        let own = std::process::id();
        assert!(resident(own) > 100_000 && kernel() < 1 << 40);
        let before = cpu(own);
        let start = tokio::time::Instant::now();
        while start.elapsed() < Duration::from_millis(200) {}
        assert!(cpu(own) - before >= Duration::from_millis(100));
    }

    #[test]
    fn rounds_print_their_median_and_their_ends() {
        let rounds: Rounds = [3.0, 1.0, 2.25].into_iter().collect();
        assert_eq!(format!("{rounds:.1}"), "     2.2 (1.0 to 3.0)");
    }
}
