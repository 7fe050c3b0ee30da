//! How near the live stream comes to the limit of the machine, and what it costs: side by side with a loop of bare
//! `send()` calls, in the same run.
//!
//! `cargo build --release --workspace && cargo bench -p tests --bench live -- [SCENE ..] [--viewers N] [--rate N]
//! [--size BYTES] [--rounds N] [--seconds N]`
//!
//! The server and the loop run on core 0, the readers on core 1. Rounds are interleaved; medians are printed with
//! minimum and maximum, with what was lost and with what the readers cost of the server's own time: near 1 the load,
//! and not the server, may be what was measured.

mod bare;
mod crowd;
mod publisher;
mod scenes;
mod site;

use std::time::Duration;

/// What is asked for on the command line; a scene has its own where nothing is said.
#[derive(Clone, Copy, Default)]
struct Wish {
    viewers: Option<usize>,
    rate: Option<u32>,
    size: Option<usize>,
    rounds: Option<usize>,
    seconds: Option<u64>,
}

impl Wish {
    fn viewers(&self, usual: usize) -> usize {
        self.viewers.unwrap_or(usual)
    }

    fn rate(&self, usual: u32) -> u32 {
        self.rate.unwrap_or(usual)
    }

    fn size(&self, usual: usize) -> usize {
        self.size.unwrap_or(usual)
    }

    fn rounds(&self, usual: usize) -> usize {
        self.rounds.unwrap_or(usual)
    }

    fn time(&self, usual: u64) -> Duration {
        Duration::from_secs(self.seconds.unwrap_or(usual))
    }
}

#[expect(clippy::disallowed_methods, reason = "this program is its own second process, told so by a word")]
fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if words.iter().any(|word| word == bare::WORD) {
        return bare::run();
    }
    let (mut wish, mut names) = (Wish::default(), Vec::new());
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<u32>().ok()).expect("a number");
        match word.as_str() {
            "--viewers" => wish.viewers = Some(number() as usize),
            "--rate" => wish.rate = Some(number()),
            "--size" => wish.size = Some(number() as usize),
            "--rounds" => wish.rounds = Some(number() as usize),
            "--seconds" => wish.seconds = Some(number().into()),
            _ => names.push(word),
        }
    }
    tests::beside::pin(std::process::id(), tests::beside::LOAD);
    scenes::play(&names, wish);
}
