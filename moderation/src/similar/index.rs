//! Near duplicates among many texts: the few that share most with a text are found by shingles, then compared.
//!
//! Among many texts a shared rare word says more than a shared common one, so the index knows a second measure beside
//! [`likeness`]: the cosine of the shingles, weighed by how rare each is. It finds questions that are worded anew, which word
//! by word share too little. Where nearly everything is shared, though, what differs counts, and [`likeness`] decides.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{Reading, SAME, are_numbered_apart, likeness};

/// How many candidates are weighed, and how many of them are compared word by word.
const WEIGHED: usize = 40;
const COMPARED: usize = 12;
/// Of the texts that have a shingle, so many are looked at, the oldest: what thousands repeat, they repeat too.
const MOST_POSTINGS: usize = 3_000;
/// From this cosine on two texts are near; from the second on nearly everything is shared, and the words decide.
const NEAR: f32 = 0.25;
const NEARLY_ALL: f32 = 0.6;
/// Below this cosine nothing is compared word by word.
const LEAST: f32 = 0.1;
/// In a small index every word seems rare: so many other texts are imagined beside its own.
const IMAGINED: usize = 200;

/// A text, and its shingles.
#[derive(Debug)]
struct Kept<K> {
    key: K,
    text: Box<str>,
    shingles: Box<[u32]>,
}

/// Texts by a key, found by how near they are. A text takes its letters and about sixteen bytes a word.
#[derive(Debug)]
pub struct Index<K> {
    texts: Vec<Option<Kept<K>>>,
    places: HashMap<K, usize>,
    postings: HashMap<u32, Vec<u32>>,
}

impl<K> Default for Index<K> {
    fn default() -> Self {
        Self { texts: Vec::new(), places: HashMap::new(), postings: HashMap::new() }
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
    pub fn insert(&mut self, key: K, text: &str) {
        self.remove(&key);
        let shingles = shingles(&Reading::new(text));
        let place = self.texts.len();
        let number = u32::try_from(place).expect("fewer than four billion texts");
        for shingle in &shingles {
            self.postings.entry(*shingle).or_default().push(number);
        }
        self.texts.push(Some(Kept { key: key.clone(), text: text.into(), shingles: shingles.into() }));
        self.places.insert(key, place);
    }

    /// Forgets a text.
    pub fn remove(&mut self, key: &K) {
        let Some(place) = self.places.remove(key) else { return };
        let Some(kept) = self.texts[place].take() else { return };
        for shingle in kept.shingles {
            if let Entry::Occupied(mut postings) = self.postings.entry(shingle) {
                postings.get_mut().retain(|number| *number as usize != place);
                if postings.get().is_empty() {
                    postings.remove();
                }
            }
        }
    }

    /// The near duplicates of a text among the others, the nearest first, with how near they are in percent: 50 and more.
    #[must_use]
    pub fn nearest(&self, reading: &Reading, most: usize) -> Vec<(K, u8)> {
        self.near(reading, None, most)
    }

    /// As [`Index::nearest`], of a text that is kept itself; none when it is not.
    #[must_use]
    pub fn nearest_to(&self, key: &K, most: usize) -> Vec<(K, u8)> {
        let place = self.places.get(key).copied();
        let kept = place.and_then(|place| self.texts[place].as_ref());
        kept.map_or_else(Vec::new, |kept| self.near(&Reading::new(&kept.text), place, most))
    }

    fn near(&self, reading: &Reading, itself: Option<usize>, most: usize) -> Vec<(K, u8)> {
        let mut near: Vec<(K, u8)> = Vec::new();
        for (cosine, place) in self.candidates(reading, itself) {
            let Some(kept) = &self.texts[place] else { continue };
            let other = Reading::new(&kept.text);
            let alike = likeness(reading, &other);
            let score = if alike >= SAME {
                alike.max(percent(cosine))
            } else if (NEAR..NEARLY_ALL).contains(&cosine) && !are_numbered_apart(reading, &other) {
                percent(cosine)
            } else {
                continue;
            };
            near.push((kept.key.clone(), score));
        }
        near.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        near.truncate(most);
        near
    }

    /// Those whose shingles have the largest cosine, with it.
    fn candidates(&self, reading: &Reading, itself: Option<usize>) -> Vec<(f32, usize)> {
        let wanted = shingles(reading);
        // One place for each text: quicker than a map of the thousands that share something.
        let mut shared = vec![0.0_f32; self.texts.len()];
        let mut touched = Vec::new();
        for postings in wanted.iter().filter_map(|shingle| self.postings.get(shingle)) {
            let weight = self.rarity(postings.len()).powi(2);
            for number in postings.iter().take(MOST_POSTINGS) {
                let place = *number as usize;
                if Some(place) == itself {
                    continue;
                }
                if shared[place] == 0.0 {
                    touched.push(place);
                }
                shared[place] += weight;
            }
        }
        let by_weight =
            |one: &usize, other: &usize| shared[*other].total_cmp(&shared[*one]).then(one.cmp(other));
        if touched.len() > WEIGHED {
            touched.select_nth_unstable_by(WEIGHED, by_weight);
            touched.truncate(WEIGHED);
        }
        let own = self.square(&wanted);
        let cosine = |place: usize| {
            let kept = self.texts[place].as_ref()?;
            let both = (own * self.square(&kept.shingles)).sqrt();
            Some((shared[place] / both.max(f32::MIN_POSITIVE), place))
        };
        let mut ranked: Vec<(f32, usize)> =
            touched.into_iter().filter_map(cosine).filter(|(cosine, _)| *cosine >= LEAST).collect();
        ranked.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.cmp(b)));
        ranked.truncate(COMPARED);
        ranked
    }

    /// The square of a text's length in the space of its shingles.
    fn square(&self, shingles: &[u32]) -> f32 {
        let having = |shingle: &u32| self.postings.get(shingle).map_or(0, Vec::len);
        shingles.iter().map(|shingle| self.rarity(having(shingle)).powi(2)).sum()
    }

    /// The logarithm of how many times rarer a shingle is than if every text had it.
    #[expect(clippy::cast_precision_loss, reason = "it weighs, it does not count")]
    fn rarity(&self, having: usize) -> f32 {
        ((self.len() + IMAGINED) as f32 / (having + 1) as f32).ln_1p()
    }
}

/// The words that matter, and the pairs of neighbours among them in any order.
fn shingles(reading: &Reading) -> Vec<u32> {
    let words: Vec<&str> =
        reading.words().filter(|word| !word.is_light).map(|word| word.text.as_str()).collect();
    let pairs = words.windows(2).map(|pair| hash(&(pair[0].min(pair[1]), pair[0].max(pair[1]))));
    let mut shingles: Vec<u32> = pairs.chain(words.iter().map(hash)).collect();
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

/// A cosine as it is told: its root, for a quarter is much among many words.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is 0 to 100")]
fn percent(cosine: f32) -> u8 {
    (cosine.sqrt() * 100.0).round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> Index<usize> {
        let mut index = Index::default();
        for (key, text) in texts.iter().enumerate() {
            index.insert(key, text);
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
        index.insert(0, "Đèn đường hỏng");
        assert!(index.nearest(&Reading::new("nước sạch ở đảo giá bao nhiêu"), 5).is_empty());
        assert_eq!(index.nearest(&Reading::new("đèn đường hỏng"), 5), [(0, 100)]);
    }
}
