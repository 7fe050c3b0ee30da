//! Five hundred questions in ten minutes, three moderators with five seconds a decision: what is lost, what is decided twice,
//! how many decisions the groups save, how long a question waits.
//!
//! `cargo build --release --workspace && cargo bench -p tests --bench rush -- [MINUTES] [cut]` (ten minutes unless told; other
//! lengths run the same faster, reading included). With `cut` one moderator has no network for a tenth of it, in the middle.

use std::time::Duration;

use tests::beside::percentile;
use tests::rush::{Rush, run};
use tests::server::TestServer;

const QUESTIONS: usize = 500;
const MINUTES: f64 = 10.0;
const READING: Duration = Duration::from_secs(5);

#[expect(clippy::disallowed_methods, reason = "a bench is told its length on the command line")]
fn main() {
    let words: Vec<String> = std::env::args().collect();
    let minutes = words.iter().find_map(|word| word.parse::<f64>().ok()).unwrap_or(MINUTES);
    let over = Duration::from_secs_f64(minutes * 60.0);
    let scale = minutes / MINUTES;
    let cut = words.iter().any(|word| word == "cut").then(|| over / 10);
    let plan = Rush { questions: QUESTIONS, over, reading: READING.mul_f64(scale), cut };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = TestServer::demo();
    let told = runtime.block_on(run(&server, ["p04", "p05", "p06"], plan));
    let waits = [0.5, 0.95, 1.0].map(|share| f64::from(percentile(&told.waits, share)) / 1e3 / scale);
    let saved = 1.0 - f64::from(told.decisions) / QUESTIONS as f64;
    println!("received {}, lost {}, decided twice {}", told.received, told.lost, told.twice);
    println!("decisions {}, so {:.1} % saved; merged {}", told.decisions, saved * 100.0, told.merged);
    println!(
        "waits, in seconds of the whole length: p50 {:.0}, p95 {:.0}, longest {:.0}",
        waits[0], waits[1], waits[2]
    );
    println!("calls that the network cut off: {}", told.cut_off);
}
