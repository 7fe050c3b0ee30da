//! The likeliest path through the readings of all words, by what stands beside what in the index (Viterbi).

use dialogue::text::Syllable;

use super::{Reading, SLIP_WEIGHT};
use crate::lexicon::Lexicon;

/// How much of a step is what stands beside it, and how much is how common it is (vietnamese-search.md, section 3).
const BESIDE: f64 = 0.9;
const COMMON: f64 = 0.1;
/// What the index does not know is possible all the same.
const UNKNOWN: f64 = 1e-9;

/// The best reading of each word; every word has one at least.
pub(super) fn best(typed: &[Syllable], readings: &[Vec<Reading>], lexicon: &Lexicon) -> Vec<Reading> {
    let mut scores: Vec<f64> = Vec::new();
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(readings.len());
    for (at, here) in readings.iter().enumerate() {
        let before = at.checked_sub(1).filter(|before| typed[*before].clause == typed[at].clause);
        let steps = here.iter().map(|reading| match (before, at) {
            (_, 0) => (0, step(None, reading, lexicon)),
            (Some(before), _) => {
                let from = readings[before].iter().zip(&scores);
                highest(from.map(|(one, score)| score + step(Some(one), reading, lexicon)))
            }
            (None, _) => {
                let (from, score) = highest(scores.iter().copied());
                (from, score + step(None, reading, lexicon))
            }
        });
        let (from, sums): (Vec<usize>, Vec<f64>) = steps.unzip();
        came_from.push(from);
        scores = sums;
    }
    let (mut choice, _) = highest(scores.into_iter());
    let mut chosen = Vec::with_capacity(readings.len());
    for (here, from) in readings.iter().zip(&came_from).rev() {
        chosen.push(here[choice].clone());
        choice = from[choice];
    }
    chosen.reverse();
    chosen
}

fn step(before: Option<&Reading>, reading: &Reading, lexicon: &Lexicon) -> f64 {
    let common = reading.number.map_or(0.0, |number| COMMON * lexicon.share(number));
    let pair = before.and_then(|before| Some((before.number?, reading.number?)));
    let beside = pair.map_or(0.0, |(one, two)| BESIDE * lexicon.follows(one, two));
    // The first of two equal ones stays, and readings come the most frequent first.
    (common + beside).max(UNKNOWN).ln() + f64::from(reading.weight / SLIP_WEIGHT).ln()
}

/// The place and the value of the highest, the first of equals.
fn highest(values: impl Iterator<Item = f64>) -> (usize, f64) {
    let mut best = (0, f64::NEG_INFINITY);
    for (at, value) in values.enumerate() {
        if value > best.1 {
            best = (at, value);
        }
    }
    best
}
