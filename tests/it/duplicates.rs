//! Near duplicates: measured on pairs that were written before the search for them.

use std::collections::BTreeMap;

use moderation::similar::{Reading, SAME, likeness};
use serde_json::Value;

const PAIRS: &str = include_str!("../fixtures/screen/pairs.jsonl");

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    right: u32,
    wrong: u32,
}

/// Of the pairs of a half (0: the odd lines, 1: the even ones) by how they are made: the same ones found and missed, the
/// others told apart and taken for one.
fn examine(half: usize) -> BTreeMap<(bool, String), Tally> {
    let mut tallies: BTreeMap<(bool, String), Tally> = BTreeMap::new();
    for (_, line) in PAIRS.lines().enumerate().filter(|(number, _)| number % 2 == half) {
        let pair: Value = serde_json::from_str(line).expect("a line of JSON");
        let text = |field: &str| Reading::new(pair[field].as_str().expect("a text"));
        let is_same = pair["same"].as_bool().expect("a label");
        let score = likeness(&text("one"), &text("two"));
        let tally = tallies.entry((is_same, pair["how"].as_str().expect("how").to_owned())).or_default();
        *if (score >= SAME) == is_same { &mut tally.right } else { &mut tally.wrong } += 1;
    }
    tallies
}

/// The floors are what was reached; half b was never looked at.
#[test]
fn near_duplicates_are_told_from_what_only_looks_like_them() {
    for (half, name, floor) in [(0, "a", 0.89), (1, "b", 0.87)] {
        let tallies = examine(half);
        println!("half {name}: same, how, right, wrong");
        for ((is_same, how), Tally { right, wrong }) in &tallies {
            println!("  {is_same:5} {how:16} {right:4} {wrong:4}");
        }
        let sum = |same: bool| {
            let tallies = tallies.iter().filter(|((is_same, _), _)| *is_same == same);
            tallies.fold(Tally::default(), |sum, (_, one)| Tally {
                right: sum.right + one.right,
                wrong: sum.wrong + one.wrong,
            })
        };
        let (same, others) = (sum(true), sum(false));
        let f1 = f64::from(2 * same.right) / f64::from(2 * same.right + same.wrong + others.wrong);
        println!("  F1 {f1:.3}: found {}, missed {}, wrong {}", same.right, same.wrong, others.wrong);
        assert!(f1 >= floor, "half {name}: {f1}");
    }
}
