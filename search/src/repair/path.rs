//! The likeliest path through the readings of all words, by what stands beside what in the index (Viterbi), and how
//! likely every reading is, whatever the others are (forward and backward sums over the same paths).

use dialogue::text::Syllable;

use super::{Reading, SLIP_WEIGHT};
use crate::lexicon::Lexicon;

/// How much of a step is what stands beside it, and how much is how common it is (vietnamese-search.md, section 3).
const BESIDE: f64 = 0.9;
const COMMON: f64 = 0.1;
/// What the index does not know is possible all the same.
const UNKNOWN: f64 = 1e-9;

/// The readings of a query's words, weighed.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// The place of the reading in the likeliest whole, by word.
    pub best: Vec<usize>,
    /// How likely each reading is, by word; together 1.
    pub shares: Vec<Vec<f64>>,
    /// How likely two readings stand side by side, by word and the reading of it, then the reading of the next word.
    /// Empty where two words stand in different clauses.
    pub beside: Vec<Vec<Vec<f64>>>,
}

/// Weighs the readings; every word has one at least.
pub(super) fn weigh(typed: &[Syllable], readings: &[Vec<Reading>], lexicon: &Lexicon) -> Weighed {
    let steps: Vec<Step> = (0..readings.len()).map(|at| Step::new(at, typed, readings, lexicon)).collect();
    let mut ahead: Vec<Vec<f64>> = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| ahead[before].as_slice());
        let sum = |to: usize| match before {
            Some(before) => (0..before.len()).map(|from| before[from] * step.of(from, to)).sum(),
            None => step.of(0, to),
        };
        ahead.push(parts_of_one((0..readings[at].len()).map(sum).collect()));
    }
    let mut behind: Vec<Vec<f64>> = readings.iter().map(|here| vec![1.0; here.len()]).collect();
    for at in (0..steps.len().saturating_sub(1)).rev() {
        let (step, after) = (&steps[at + 1], &behind[at + 1]);
        let sum = |from: usize| (0..after.len()).map(|to| step.of(from, to) * after[to]).sum();
        behind[at] = parts_of_one((0..readings[at].len()).map(sum).collect());
    }
    let share = |(one, two): (&Vec<f64>, &Vec<f64>)| {
        parts_of_one(one.iter().zip(two).map(|(one, two)| one * two).collect())
    };
    let shares = ahead.iter().zip(&behind).map(share).collect();
    let beside = |at: usize| steps[at].shares(&ahead[at - 1], &behind[at]);
    let beside = (1..steps.len()).map(beside).collect();
    Weighed { best: best(&steps, readings), shares, beside }
}

/// The place of the reading of each word on the likeliest path.
fn best(steps: &[Step], readings: &[Vec<Reading>]) -> Vec<usize> {
    let mut scores: Vec<f64> = vec![0.0];
    let mut came_from: Vec<Vec<usize>> = Vec::with_capacity(steps.len());
    for (step, here) in steps.iter().zip(readings) {
        let to = |to: usize| {
            highest(scores.iter().enumerate().map(|(from, score)| score + step.of(from, to).ln()))
        };
        let (from, sums): (Vec<usize>, Vec<f64>) = (0..here.len()).map(to).unzip();
        came_from.push(from);
        scores = sums;
    }
    let (mut choice, _) = highest(scores.into_iter());
    let mut chosen: Vec<usize> = Vec::with_capacity(steps.len());
    for from in came_from.iter().rev() {
        chosen.push(choice);
        choice = from[choice];
    }
    chosen.reverse();
    chosen
}

/// How likely each reading of a word is after each of the word before it.
struct Step {
    alone: Vec<f64>,
    /// By the reading before it; empty when nothing stands before it in its clause.
    after: Vec<Vec<f64>>,
}

impl Step {
    fn new(at: usize, typed: &[Syllable], readings: &[Vec<Reading>], lexicon: &Lexicon) -> Step {
        let before = at.checked_sub(1).filter(|before| typed[*before].clause == typed[at].clause);
        let alone = readings[at].iter().map(|reading| likely(None, reading, lexicon)).collect();
        let row = |from: &Reading| {
            readings[at].iter().map(|reading| likely(Some(from), reading, lexicon)).collect()
        };
        let after = before.map_or(Vec::new(), |before| readings[before].iter().map(row).collect());
        Step { alone, after }
    }

    fn of(&self, from: usize, to: usize) -> f64 {
        self.after.get(from).map_or(self.alone[to], |row| row[to])
    }

    /// How likely two readings stand side by side, given the sums over all that stands ahead and behind; empty when
    /// nothing stands before the word in its clause.
    fn shares(&self, ahead: &[f64], behind: &[f64]) -> Vec<Vec<f64>> {
        let row = |(row, ahead): (&Vec<f64>, &f64)| {
            row.iter().zip(behind).map(|(step, behind)| ahead * step * behind).collect::<Vec<f64>>()
        };
        let mut rows: Vec<Vec<f64>> = self.after.iter().zip(ahead).map(row).collect();
        let all: f64 = rows.iter().flatten().sum();
        rows.iter_mut().flatten().for_each(|part| *part /= all);
        rows
    }
}

fn likely(before: Option<&Reading>, reading: &Reading, lexicon: &Lexicon) -> f64 {
    let common = reading.number.map_or(0.0, |number| COMMON * lexicon.share(number));
    let pair = before.and_then(|before| Some((before.number?, reading.number?)));
    let beside = pair.map_or(0.0, |(one, two)| BESIDE * lexicon.follows(one, two));
    // The first of two equal ones stays, and readings come the most frequent first.
    (common + beside).max(UNKNOWN) * f64::from(reading.weight / SLIP_WEIGHT) * reading.chance
}

/// Scaled so that the sum is 1, which keeps the products of long queries away from 0.
fn parts_of_one(mut parts: Vec<f64>) -> Vec<f64> {
    let all: f64 = parts.iter().sum();
    parts.iter_mut().for_each(|part| *part /= all);
    parts
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
