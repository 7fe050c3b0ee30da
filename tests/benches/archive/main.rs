//! How long the archive takes to answer, and to be built, for 5,000 and for 100,000 items, beside a usual index of the same
//! engine that is built and asked in the same run.
//!
//! `cargo bench -p tests --bench archive -- [--items N] [--queries N] [--rounds N] [--url http://127.0.0.1:PORT]`
//!
//! `.. --items N --write FILE` writes the items for `doithoai import`, and measures nothing. A server that was filled with
//! them and runs with `--limits off` is asked too when its address is given: over one connection, which is kept.
//!
//! The items are recombined from the sentences of the search's examination (`tests::recombined`). Every query goes to each
//! engine in turn; the figures are medians over the rounds, with the least and the most of them, in milliseconds. Both
//! sizes take about a quarter of an hour.

mod asked;
mod filled;
mod times;
mod wire;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use search::Query;
use tests::recombined::Recombined;
use tokio::time::Instant;

use asked::{Asked, KINDS, asked};
use filled::Filled;
use times::{ALL, Times};
use wire::{Wire, total};

const SEED: u32 = 2026;
const PER_PAGE: usize = 10;
/// Archives that are measured when none is named, with what p50 and p99 should be over HTTP, in milliseconds.
const USUAL: [(u32, [f64; 2]); 2] = [(5_000, [3.0, 20.0]), (100_000, [15.0, 60.0])];

struct Wish {
    items: Vec<u32>,
    queries: usize,
    rounds: usize,
    url: Option<String>,
    write: Option<PathBuf>,
}

fn main() {
    let wish = wish();
    let archive = Recombined::new(SEED);
    if let Some(file) = &wish.write {
        return write(file, &archive, &wish);
    }
    assert!(wish.url.is_none() || wish.items.len() == 1, "--url needs the --items that the server has");
    for &items in &wish.items {
        measure(&archive, items, &wish);
    }
}

#[expect(clippy::disallowed_methods, reason = "a bench is told what to do by its words")]
fn wish() -> Wish {
    let mut wish = Wish {
        items: USUAL.map(|(items, _)| items).to_vec(),
        queries: 200,
        rounds: 5,
        url: None,
        write: None,
    };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_else(|| panic!("nothing behind {word}"));
        let number = || value.parse::<u32>().ok().filter(|number| *number > 0).expect("a number above 0");
        match word.as_str() {
            "--items" => wish.items = vec![number()],
            "--queries" => wish.queries = number() as usize,
            "--rounds" => wish.rounds = number() as usize,
            "--url" => wish.url = Some(value),
            "--write" => wish.write = Some(value.into()),
            _ => panic!("{word} is not understood"),
        }
    }
    wish
}

fn write(file: &Path, archive: &Recombined, wish: &Wish) {
    let [items] = wish.items[..] else { panic!("--write needs --items") };
    let start = Instant::now();
    let mut out = BufWriter::new(File::create(file).expect("a file"));
    for item in archive.items(items) {
        writeln!(out, "{}", item.line()).expect("the disk takes it");
    }
    out.flush().expect("the disk takes it");
    println!("{items} items written in {:.1} s", start.elapsed().as_secs_f64());
}

fn measure(archive: &Recombined, items: u32, wish: &Wish) {
    println!("{items} items");
    if let Some(url) = &wish.url {
        let there = total(&Wire::open(url).ask(""));
        assert!(there >= u64::from(items), "the server has {there} items: it was not filled with these");
    }
    let filled = Filled::new(archive, items);
    // Opened only now: the server closes a connection on which nothing is asked while the index is built.
    let mut wire = wish.url.as_deref().map(Wire::open);
    let queries = asked(archive, items, wish.queries);
    let (mut own, mut usual, mut over) = (Times::default(), Times::default(), Times::default());
    // The first round warms the memory up and is not counted.
    for round in 0..=wish.rounds {
        for query in &queries {
            ask_index(&filled, query, &mut own);
            ask_baseline(&filled, query, &mut usual);
            if let Some(wire) = &mut wire {
                ask_wire(wire, query, &mut over);
            }
        }
        let times = [&mut own, &mut usual, &mut over];
        if round == 0 {
            times.into_iter().for_each(|times| *times = Times::default());
        } else {
            times.into_iter().for_each(Times::end_round);
        }
    }
    println!("  {} queries of each kind, {} rounds; ms", wish.queries, wish.rounds);
    println!(
        "{:26}{}",
        "",
        ["p50", "p95", "p99", "max"].map(|name| format!("{name:>8}{:22}", "")).concat().trim_end()
    );
    for kind in KINDS.into_iter().chain([ALL]) {
        println!("  {kind:14}index     {}", own.line(kind));
        println!("  {:14}baseline  {}", "", usual.line(kind));
        print_ratio("index / baseline", own.medians(kind), usual.medians(kind));
        if wire.is_some() {
            println!("  {:14}HTTP      {}", "", over.line(kind));
            print_ratio("HTTP / index", over.medians(kind), own.medians(kind));
        }
    }
    print_targets(items, if wire.is_some() { &over } else { &own }, wire.is_some());
}

fn ask_index(filled: &Filled, asked: &Asked, times: &mut Times) {
    let query = Query { words: asked.words.clone(), per_page: PER_PAGE, ..Query::default() };
    let start = Instant::now();
    let found = filled.index.search(&query).expect("a readable index");
    times.add(asked.kind, start.elapsed());
    assert!(found.total > 0 || !asked.is_found(), "nothing is found for {:?}", asked.words);
}

/// A usual index has no answer to a query without words.
fn ask_baseline(filled: &Filled, asked: &Asked, times: &mut Times) {
    if asked.words.is_empty() {
        return;
    }
    let start = Instant::now();
    let found = filled.baseline.search(&asked.words, PER_PAGE);
    times.add(asked.kind, start.elapsed());
    assert!(!found.is_empty() || !asked.is_found(), "the baseline finds nothing for {:?}", asked.words);
}

fn ask_wire(wire: &mut Wire, asked: &Asked, times: &mut Times) {
    let start = Instant::now();
    let body = wire.ask(&asked.words);
    times.add(asked.kind, start.elapsed());
    assert!(total(&body) > 0 || !asked.is_found(), "the server finds nothing for {:?}", asked.words);
}

fn print_ratio(name: &str, one: Option<[f64; 2]>, other: Option<[f64; 2]>) {
    if let (Some([p50, p99]), Some([other_p50, other_p99])) = (one, other) {
        println!("  {:14}{name}: p50 {:.2}, p99 {:.2}", "", p50 / other_p50, p99 / other_p99);
    }
}

fn print_targets(items: u32, times: &Times, is_over_http: bool) {
    let target = USUAL.into_iter().find(|(known, _)| *known == items);
    let (Some((_, aims)), Some(are)) = (target, times.medians(ALL)) else { return };
    let place = if is_over_http { "over HTTP" } else { "in the process (the aim is one over HTTP)" };
    for ((name, aim), is) in ["p50", "p99"].into_iter().zip(aims).zip(are) {
        print_verdict(&format!("{name} of all, {place}, ms"), is, aim);
    }
}

fn print_verdict(what: &str, is: f64, aim: f64) {
    let verdict = if is <= aim { "met" } else { "MISSED" };
    println!("  {what}: {is:.2}, aim {aim:.0}: {verdict}");
}
