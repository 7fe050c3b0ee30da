//! The words that tell little, what short forms stand for, and what is said instead of what; as data in `words.txt`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const LIST: &str = include_str!("words.txt");

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(LIST));

/// A phrase, and what is read instead.
type Other = (Vec<&'static str>, Vec<&'static str>);

#[derive(Debug, Default)]
pub(super) struct Words {
    light: HashSet<&'static str>,
    short: HashMap<&'static str, Vec<&'static str>>,
    /// By their first word, the longest first.
    others: HashMap<&'static str, Vec<Other>>,
}

impl Words {
    fn read(list: &'static str) -> Self {
        let mut words = Self::default();
        let split = |part: &'static str| part.split_whitespace().collect::<Vec<_>>();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            if let Some((short, long)) = line.split_once('>') {
                words.short.insert(short.trim(), split(long));
            } else if let Some((other, word)) = line.split_once('=') {
                let other = split(other);
                words.others.entry(other[0]).or_default().push((other, split(word)));
            } else {
                words.light.extend(line.split_whitespace());
            }
        }
        for others in words.others.values_mut() {
            others.sort_by_key(|(other, _)| std::cmp::Reverse(other.len()));
        }
        words
    }

    /// Whether a word tells little about what is asked.
    pub fn is_light(&self, word: &str) -> bool {
        self.light.contains(word)
    }

    /// The words of a sentence with short forms written out and everything said in one way.
    pub fn plain(&self, words: &[String]) -> Vec<String> {
        let long = words.iter().flat_map(|word| match self.short.get(word.as_str()) {
            Some(long) => long.iter().map(|word| (*word).to_owned()).collect(),
            None => vec![word.clone()],
        });
        let long: Vec<String> = long.collect();
        let mut plain = Vec::with_capacity(long.len());
        let mut at = 0;
        while at < long.len() {
            let here = &long[at..];
            let fits =
                |(other, _): &&Other| here.len() >= other.len() && other.iter().eq(&here[..other.len()]);
            match self.others.get(here[0].as_str()).and_then(|others| others.iter().find(fits)) {
                Some((other, word)) => {
                    plain.extend(word.iter().map(|word| (*word).to_owned()));
                    at += other.len();
                }
                None => {
                    plain.push(here[0].clone());
                    at += 1;
                }
            }
        }
        plain
    }
}
