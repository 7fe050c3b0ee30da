//! Near duplicates among many texts: the few that share most with a text are found by shingles, then compared.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Reading, SAME, likeness};

/// How many candidates are compared word by word.
const COMPARED: usize = 12;
/// The part of the shorter text's shingles that a candidate shares at least.
const LEAST: f32 = 0.15;
/// A shingle in more texts than this tells nothing apart.
const MOST_POSTINGS: usize = 5_000;

/// Texts by a key, found by how alike they are. A text takes about as much memory as its letters and eight bytes a word.
#[derive(Debug)]
pub struct Index<K> {
    texts: Vec<Option<(K, Box<str>, u32)>>,
    places: HashMap<K, usize>,
    shingles: HashMap<u32, Vec<u32>>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self { texts: Vec::new(), places: HashMap::new(), shingles: HashMap::new() }
    }
}

impl<K: Clone + Eq + Hash> Index<K> {
    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Takes a text in; one that stood under the key is replaced.
    pub fn insert(&mut self, key: K, text: &str, reading: &Reading) {
        self.remove(&key);
        let shingles = shingles(reading);
        let place = self.texts.len();
        let number = u32::try_from(place).expect("fewer than four billion texts");
        for shingle in &shingles {
            self.shingles.entry(*shingle).or_default().push(number);
        }
        let count = u32::try_from(shingles.len()).unwrap_or(u32::MAX);
        self.texts.push(Some((key.clone(), text.into(), count)));
        self.places.insert(key, place);
    }

    /// Forgets a text.
    pub fn remove(&mut self, key: &K) {
        let Some(place) = self.places.remove(key) else { return };
        let Some((_, text, _)) = self.texts[place].take() else { return };
        for shingle in shingles(&Reading::new(&text)) {
            if let Entry::Occupied(mut postings) = self.shingles.entry(shingle) {
                postings.get_mut().retain(|number| *number as usize != place);
                if postings.get().is_empty() {
                    postings.remove();
                }
            }
        }
    }

    /// The near duplicates of a text among the others, the likeliest first, with their likeness in percent.
    #[must_use]
    pub fn nearest(&self, reading: &Reading, most: usize) -> Vec<(K, u8)> {
        let mut alike: Vec<(K, u8)> = self
            .candidates(reading)
            .into_iter()
            .filter_map(|place| self.texts[place].as_ref())
            .map(|(key, text, _)| (key.clone(), likeness(reading, &Reading::new(text))))
            .filter(|(_, score)| *score >= SAME)
            .collect();
        alike.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        alike.truncate(most);
        alike
    }

    /// Those that share most, weighed by how rare it is and by how much of the shorter text it makes.
    fn candidates(&self, reading: &Reading) -> Vec<usize> {
        let wanted = shingles(reading);
        let all = self.texts.len().max(1);
        // One place for each text: quicker than a map of the thousands that share something.
        let mut shared = vec![(0.0_f32, 0_u32); all];
        let mut touched = Vec::new();
        for postings in wanted.iter().filter_map(|shingle| self.shingles.get(shingle)) {
            if postings.len() > MOST_POSTINGS {
                continue;
            }
            let rarity = rarity(all, postings.len());
            for number in postings {
                let place = *number as usize;
                let (weight, count) = &mut shared[place];
                if *count == 0 {
                    touched.push(place);
                }
                *weight += rarity;
                *count += 1;
            }
        }
        let rank = |place: usize| {
            let (weight, count) = shared[place];
            let (.., theirs) = self.texts[place].as_ref()?;
            let part = ratio(count as usize, wanted.len().min(*theirs as usize).max(1));
            (part >= LEAST).then_some((weight * part, place))
        };
        let mut ranked: Vec<(f32, usize)> = touched.into_iter().filter_map(rank).collect();
        ranked.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(b.cmp(a)));
        ranked.truncate(COMPARED);
        ranked.into_iter().map(|(_, place)| place).collect()
    }
}

/// The pairs of neighbours among the words that matter, in any order, and the words themselves where there are few.
fn shingles(reading: &Reading) -> Vec<u32> {
    const FEW: usize = 4;
    let words: Vec<&str> =
        reading.words().filter(|word| !word.is_light).map(|word| word.text.as_str()).collect();
    let pairs = words.windows(2).map(|pair| hash(&(pair[0].min(pair[1]), pair[0].max(pair[1]))));
    let mut shingles: Vec<u32> = pairs.collect();
    if words.len() <= FEW {
        shingles.extend(words.iter().map(hash));
    }
    shingles.sort_unstable();
    shingles.dedup();
    shingles
}

#[expect(clippy::cast_possible_truncation, reason = "half of the hash is enough")]
fn hash(thing: &impl Hash) -> u32 {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish() as u32
}

/// The logarithm of how many times rarer than in every text.
#[expect(clippy::cast_precision_loss, reason = "it weighs, it does not count")]
fn rarity(all: usize, having: usize) -> f32 {
    (1.0 + all as f32 / having.max(1) as f32).ln()
}

#[expect(clippy::cast_precision_loss, reason = "it weighs, it does not count")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> Index<usize> {
        let mut index = Index::default();
        for (key, text) in texts.iter().enumerate() {
            index.insert(key, text, &Reading::new(text));
        }
        index
    }

    #[test]
    fn the_nearest_come_first_and_what_is_removed_does_not() {
        let mut index = index(&[
            "Đèn đường phố Lò Rèn hỏng cả tháng, đề nghị sửa",
            "Đề nghị sửa đèn đường phố Lò Rèn, hỏng cả tháng nay rồi",
            "Nước sạch ở đảo giá bao nhiêu?",
        ]);
        let asked = Reading::new("den duong pho lo ren hong ca thang, de nghi sua");
        let found: Vec<usize> = index.nearest(&asked, 5).into_iter().map(|(key, _)| key).collect();
        assert_eq!(found, [0, 1]);
        index.remove(&0);
        let found: Vec<usize> = index.nearest(&asked, 5).into_iter().map(|(key, _)| key).collect();
        assert_eq!(found, [1]);
        assert_eq!(index.len(), 2);
    }

    #[test]
    fn a_text_under_a_known_key_replaces_the_old_one() {
        let mut index = index(&["Nước sạch ở đảo giá bao nhiêu?"]);
        index.insert(0, "Đèn đường hỏng", &Reading::new("Đèn đường hỏng"));
        assert!(index.nearest(&Reading::new("nước sạch ở đảo giá bao nhiêu"), 5).is_empty());
        assert_eq!(index.nearest(&Reading::new("đèn đường hỏng"), 5), [(0, 100)]);
    }
}
