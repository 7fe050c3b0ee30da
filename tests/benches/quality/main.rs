//! How well the archive is found, on questions typed the way people type them, beside a usual index of the same engine.
//!
//! `cargo bench -p tests --bench quality -- [--half a|b|both] [--misses N --variant NAME] [--control]`
//!
//! The collection and the questions are those of `tests/fixtures/search`. While the search is tuned only half `a` is
//! looked at. `--control` deals the right answers out at random: the figures must fall to nearly nothing.

mod score;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use search::{Change, Cursor, Document, Index, Query};
use serde_json::Value;
use tests::baseline::{Baseline, Row};
use tests::dice::Dice;
use tests::typed::{EXTRA, NUMBERS, REQUIRED, Variant};

use score::{Figures, Sum};

/// How far down a page is looked.
const DEPTH: usize = 10;

/// One question with its right answers.
struct Asked {
    id: String,
    set: &'static str,
    text: String,
    right: BTreeSet<String>,
}

struct Wish {
    half: String,
    misses: usize,
    variant: String,
    control: bool,
}

fn main() {
    let wish = wish();
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path()).expect("an index");
    index.set_synonyms(&search::default_synonyms());
    let documents = documents();
    let changes = documents.iter().cloned().map(Change::Put).collect();
    index.apply(changes, &Cursor::default()).expect("a commit");
    let other_folder = tempfile::tempdir().expect("a folder");
    let mut baseline = Baseline::create(other_folder.path());
    baseline.add(documents.iter().map(row));
    let mut asked = asked(&wish);
    if wish.control {
        deal_out(&mut asked, &documents);
    }
    let ours = |text: &str| {
        let query = Query { words: text.to_owned(), per_page: DEPTH, ..Query::default() };
        index.search(&query).expect("an answer").hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    let usual = |text: &str| baseline.search(text, DEPTH);
    println!("{} items, half {}; ours | baseline: recall@10 MRR@10 nDCG@10", documents.len(), wish.half);
    let mut means = BTreeMap::new();
    for (name, variant) in REQUIRED.into_iter().chain(EXTRA) {
        let questions = asked.iter().filter(|asked| asked.set != "numbers");
        let (mine, theirs) = compare(name, variant, questions, &ours, &usual, &wish);
        means.insert(name, (mine, theirs));
    }
    for (name, variant) in NUMBERS {
        let numbers = asked.iter().filter(|asked| asked.set == "numbers");
        let figures = compare(name, variant, numbers, &ours, &usual, &wish);
        means.insert(name, figures);
    }
    if wish.control {
        let worst = means.values().map(|(mine, _)| mine.ndcg).fold(0.0, f64::max);
        assert!(worst < 0.05, "answers dealt out at random were found: {worst:.3}");
        println!("control: nothing is found that is not there ({worst:.3})");
        return;
    }
    targets(&means);
}

#[expect(clippy::disallowed_methods, reason = "a bench is told what to do by its words")]
fn wish() -> Wish {
    let mut wish = Wish { half: "a".to_owned(), misses: 0, variant: "original".to_owned(), control: false };
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("nothing behind {word}"));
        match word.as_str() {
            "--half" => wish.half = value(),
            "--misses" => wish.misses = value().parse().expect("a number"),
            "--variant" => wish.variant = value(),
            "--control" => wish.control = true,
            _ => panic!("{word} is not understood"),
        }
    }
    assert!(["a", "b", "both"].contains(&wish.half.as_str()), "no half {}", wish.half);
    let mut known = REQUIRED.iter().chain(&EXTRA).chain(&NUMBERS);
    assert!(known.any(|(name, _)| *name == wish.variant), "no variant {}", wish.variant);
    wish
}

/// One line for all sets, and one for each when there are several.
fn compare<'a>(
    name: &str,
    variant: Variant,
    asked: impl Iterator<Item = &'a Asked>,
    ours: &dyn Fn(&str) -> Vec<String>,
    usual: &dyn Fn(&str) -> Vec<String>,
    wish: &Wish,
) -> (Figures, Figures) {
    let mut sums: BTreeMap<&str, (Sum, Sum)> = BTreeMap::new();
    let mut missed = Vec::new();
    for one in asked {
        let Some(text) = variant(&one.id, &one.text) else { continue };
        let (mine, theirs) = (ours(&text), usual(&text));
        let figures = Figures::of(&mine, &one.right, DEPTH);
        for set in ["all", one.set] {
            let (sum, other) = sums.entry(set).or_default();
            sum.add(figures);
            other.add(Figures::of(&theirs, &one.right, DEPTH));
        }
        missed.push((figures.ndcg, text, one.right.clone(), mine));
    }
    for (set, (sum, other)) in &sums {
        let label = if *set == "all" { name.to_owned() } else { format!("  {set}") };
        println!("{label:18} n={:4}  {}  |  {}", sum.count(), sum.mean(), other.mean());
    }
    if wish.variant == name && wish.misses > 0 && wish.half == "a" {
        missed.sort_by(|one, two| one.0.total_cmp(&two.0));
        for (ndcg, text, right, found) in missed.into_iter().take(wish.misses) {
            println!("    {:.2} {text}", ndcg.abs());
            for id in right {
                let rank = found.iter().position(|other| *other == id);
                println!(
                    "         right {id}, {}",
                    rank.map_or("missed".to_owned(), |rank| format!("place {}", rank + 1))
                );
            }
            println!("         found {:?}", &found[..found.len().min(4)]);
        }
    }
    let (mine, theirs) = sums.remove("all").unwrap_or_default();
    (mine.mean(), theirs.mean())
}

fn targets(means: &BTreeMap<&str, (Figures, Figures)>) {
    let ours = |name: &str| means[name].0.ndcg;
    let seven = |pick: fn(&(Figures, Figures)) -> f64| {
        REQUIRED.iter().map(|(name, _)| pick(&means[name])).sum::<f64>() / REQUIRED.len() as f64
    };
    let (mine, theirs) = (seven(|both| both.0.ndcg), seven(|both| both.1.ndcg));
    println!("\nmean of the seven: {mine:.4}, baseline {theirs:.4}");
    let told = |what: &str, least: f64, is: f64| {
        let verdict = if is >= least { "met" } else { "MISSED" };
        println!("{what}: at least {least:.4}, is {is:.4}: {verdict} ({:+.4})", is - least);
    };
    told("mean above the baseline", theirs + 0.03, mine);
    told("without marks against the original", ours("original") - 0.003, ours("without marks"));
    told("decomposed against the original", ours("original"), ours("decomposed"));
    told("tone in its old place against the original", ours("original"), ours("tone, old place"));
    told("tone in its new place against the original", ours("original"), ours("tone, new place"));
    told("numbers, exact (recall)", 0.99, means["exact"].0.recall);
    told("numbers, loose (recall)", 0.99, means["loose"].0.recall);
    told("short without marks", 0.60, ours("short, no marks"));
    told("raw Telex", 0.85, ours("raw Telex"));
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/search").join(name)
}

fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(fixture(name)).expect("the fixture");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn documents() -> Vec<Document> {
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let document = |item: &Value| Document {
        id: text(item, "id"),
        question: text(item, "question"),
        answer: text(item, "answer"),
        kind: "question".to_owned(),
        answered: true,
        ..Document::default()
    };
    lines("qa.jsonl").iter().map(document).collect()
}

fn row(document: &Document) -> Row<'_> {
    Row { id: &document.id, question: &document.question, answer: &document.answer }
}

fn asked(wish: &Wish) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for set in ["procedure", "own", "numbers"] {
        for line in lines(&format!("{set}.jsonl")) {
            let half = line["half"].as_str();
            if half.is_some_and(|half| wish.half != "both" && half != wish.half) {
                continue;
            }
            let text = line["text"].as_str().expect("a text").to_owned();
            let right: BTreeSet<String> = line["relevant"]
                .as_array()
                .expect("ids")
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect();
            // A text that stands there more than once has several right answers, any of which will do.
            match all.iter_mut().find(|known| known.set == set && known.text == text) {
                Some(known) => known.right.extend(right),
                None => {
                    let id = line["id"].as_str().expect("an id").to_owned();
                    all.push(Asked { id, set, text, right });
                }
            }
        }
    }
    all
}

fn deal_out(asked: &mut [Asked], documents: &[Document]) {
    let mut dice = Dice::new(7);
    for one in asked {
        one.right = one.right.iter().map(|_| documents[dice.below(documents.len())].id.clone()).collect();
    }
}
