//! How long the screen takes over a text of the longest length: ordinary prose, and what is made to hold it up.
//!
//! `cargo bench -p tests --bench screen`
//!
//! Each hostile text is one pattern, said again and again; the figure is beside that of prose in the same run.

use moderation::screen::{abuse, character, personal};
use tests::beside::percentile;
use tests::recombined::Recombined;
use tokio::time::Instant;

/// The longest question, in characters.
const LONGEST: usize = 2_000;
const PROSE: u32 = 200;
const AGAIN: usize = 5;
const HOSTILE: [&str; 40] = [
    "0",
    "09",
    "1 ",
    "0 0 ",
    "1-1-",
    "1/1/",
    "/",
    "*",
    "(",
    "a ",
    "O ",
    "đ.",
    "d/ ",
    "a* ",
    "a@",
    "@a.",
    "[at]",
    "a cong ",
    "chấm ",
    "không ",
    "mười ",
    "số ",
    "số 1, ",
    "ngõ 1 ",
    "thôn 1, ",
    "xã A, ",
    "ấp A ",
    "lô A, ",
    "tổ A, ",
    "Ông ",
    "chị An ",
    "bé Ly ",
    "con An ",
    "tôi là An ",
    "Nguyễn Văn ",
    "sinh 1/1/1990 ",
    "bien mot hai ba a ",
    "do d0 ",
    "đồ ",
    "Số 1 Nguyễn ",
];

fn main() {
    let (city, mut prose) = (Recombined::new(1), Vec::new());
    let mut part = 0;
    for _ in 0..PROSE {
        let mut text = String::new();
        while text.chars().count() < LONGEST {
            text.push_str(&city.item(part).question);
            text.push(' ');
            part += 1;
        }
        prose.push(micros(&text.chars().take(LONGEST).collect::<String>()));
    }
    prose.sort_unstable();
    let [half, most] = [0.5, 0.99].map(|share| percentile(&prose, share));
    println!("prose of {LONGEST} characters: p50 {half} us, p99 {most} us");
    let mut hostile: Vec<(u32, &str)> = HOSTILE.map(|pattern| (middle(pattern), pattern)).into();
    hostile.sort_unstable_by_key(|(took, _)| std::cmp::Reverse(*took));
    for (took, pattern) in hostile.iter().take(5) {
        println!(
            "{pattern:?} again and again: {took} us, {:.1} times prose",
            f64::from(*took) / f64::from(half.max(1))
        );
    }
}

/// The middle of a few runs.
fn middle(pattern: &str) -> u32 {
    let text: String = pattern.chars().cycle().take(LONGEST).collect();
    let mut took: Vec<u32> = (0..AGAIN).map(|_| micros(&text)).collect();
    took.sort_unstable();
    took[AGAIN / 2]
}

fn micros(text: &str) -> u32 {
    let start = Instant::now();
    std::hint::black_box((personal(text), abuse(text), character(text)));
    u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX)
}
