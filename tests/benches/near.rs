//! How long a text takes to find its near duplicates among many, beside comparing it with each of them.
//!
//! `cargo bench -p tests --bench near -- [ITEMS]` (100,000 unless told)
//!
//! The items come from a seeded generator. What is asked: 500 of them with a sentence taken away and without marks, and
//! 500 questions of another seed. The plain way compares with each item, one text of each kind.

use std::time::Duration;

use moderation::similar::{Index, Reading, SAME, likeness};
use tests::beside::{percentile, resident};
use tests::recombined::Recombined;
use tests::typed::without_marks;
use tokio::time::Instant;

const ITEMS: u32 = 100_000;
const ASKED: u32 = 500;
const PLAIN: usize = 1;
const MOST: usize = 5;

#[expect(clippy::disallowed_methods, reason = "a bench is told its size on the command line")]
fn main() {
    let items = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ITEMS);
    let (city, elsewhere) = (Recombined::new(1), Recombined::new(2));
    let before = resident(std::process::id());
    let start = Instant::now();
    let mut index = Index::default();
    let texts: Vec<String> = (0..items).map(|n| city.item(n).question).collect();
    let made = start.elapsed();
    for (n, text) in (0_u32..).zip(&texts) {
        index.insert(n, text);
    }
    println!("{items} items taken in within {:.1} s", (start.elapsed() - made).as_secs_f64());
    println!("memory with the texts twice: {} MB", (resident(std::process::id()) - before) / 1_000_000);

    let known: Vec<String> =
        (0..ASKED).map(|n| without_marks(&city.item(n * (items / ASKED)).gist)).collect();
    let unknown: Vec<String> = (0..ASKED).map(|n| elsewhere.item(n).question).collect();
    for (name, asked) in [("known", &known), ("unknown", &unknown)] {
        let (mut took, mut found) = (Vec::new(), 0);
        for text in asked {
            let start = Instant::now();
            found += usize::from(!index.nearest(&Reading::new(text), MOST).is_empty());
            took.push(micros(start.elapsed()));
        }
        took.sort_unstable();
        let [half, most, longest] = [0.5, 0.99, 1.0].map(|share| percentile(&took, share));
        println!(
            "{name}: p50 {half} us, p99 {most} us, longest {longest} us; {found} of {ASKED} found something"
        );
        let plain = plain_way(&texts, &asked[..PLAIN]);
        println!(
            "  beside comparing with each: {:.0} times as long ({plain} us)",
            f64::from(plain) / f64::from(half.max(1))
        );
    }
}

/// The median of comparing with each item, in microseconds.
fn plain_way(texts: &[String], asked: &[String]) -> u32 {
    let mut took: Vec<u32> = asked
        .iter()
        .map(|text| {
            let start = Instant::now();
            let asked = Reading::new(text);
            let alike = texts.iter().filter(|text| likeness(&asked, &Reading::new(text)) >= SAME);
            std::hint::black_box(alike.count());
            micros(start.elapsed())
        })
        .collect();
    took.sort_unstable();
    percentile(&took, 0.5)
}

fn micros(took: Duration) -> u32 {
    u32::try_from(took.as_micros()).unwrap_or(u32::MAX)
}
