//! How long answers took, by kind of query and round.

use std::collections::BTreeMap;
use std::time::Duration;

use tests::beside::{Rounds, percentile};

/// The name under which all kinds are counted together.
pub const ALL: &str = "all";

const SHARES: [f64; 4] = [0.50, 0.95, 0.99, 1.0];

/// The answers of one engine.
#[derive(Default)]
pub struct Times {
    /// Of the present round, in microseconds.
    round: BTreeMap<&'static str, Vec<u32>>,
    /// Of the rounds that have ended, in milliseconds: p50, p95, p99 and the longest.
    ended: BTreeMap<&'static str, [Rounds; 4]>,
}

impl Times {
    pub fn add(&mut self, kind: &'static str, took: Duration) {
        let took = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
        for kind in [kind, ALL] {
            self.round.entry(kind).or_default().push(took);
        }
    }

    pub fn end_round(&mut self) {
        for (kind, mut took) in std::mem::take(&mut self.round) {
            took.sort_unstable();
            let ended = self.ended.entry(kind).or_default();
            for (rounds, share) in ended.iter_mut().zip(SHARES) {
                rounds.push(f64::from(percentile(&took, share)) / 1e3);
            }
        }
    }

    /// The figures of a kind, with the ends of each between the rounds.
    pub fn line(&self, kind: &str) -> String {
        let Some(ended) = self.ended.get(kind) else { return "      is not asked".to_owned() };
        let line = ended.each_ref().map(|rounds| format!("{:<30}", format!("{rounds:.2}"))).concat();
        line.trim_end().to_owned()
    }

    /// The medians of p50 and p99 of a kind, in milliseconds.
    pub fn medians(&self, kind: &str) -> Option<[f64; 2]> {
        let [p50, _, p99, _] = self.ended.get(kind)?;
        Some([p50.median(), p99.median()])
    }
}
