//! A text with its disguises undone: stretched words made short, digits among letters read as letters, and the marks that old
//! typewriters put behind a letter (`cho'`, `du'ng`) taken away.

use std::ops::Range;

use dialogue::text::fold;

use crate::screen::character::is_syllable;

/// How often a letter stands in a row when it is stretched.
const STRETCHED: usize = 3;

/// A text that was changed, and where each of its bytes comes from.
pub(super) struct Undone {
    pub text: String,
    /// For each byte, and for the end: its place in the text as given.
    origins: Vec<usize>,
    /// Where the words begin that were changed, in their order.
    changed: Vec<usize>,
}

impl Undone {
    pub fn is_changed(&self, start: usize) -> bool {
        self.changed.binary_search(&start).is_ok()
    }

    /// The place in the text as given.
    pub fn origin(&self, place: &Range<usize>) -> Range<usize> {
        self.origins[place.start]..self.origins[place.end]
    }
}

/// The text without its disguises, read in each way in which words are spelled on purpose; those that change nothing are
/// left out.
pub(super) fn readings(text: &str) -> Vec<Undone> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut readings = Vec::new();
    for (nth, spelling) in Spelling::ALL.into_iter().enumerate() {
        let (undone, is_respelled, has_strange) = undone(text, &letters, spelling);
        // Without a respelled word all readings are the first one.
        if !undone.changed.is_empty() && (nth == 0 || is_respelled) {
            readings.push(undone);
        }
        if !has_strange {
            break;
        }
    }
    readings
}

/// The text in one reading, whether a word of it was respelled, and whether one could be.
fn undone(text: &str, letters: &[(usize, char)], spelling: Spelling) -> (Undone, bool, bool) {
    let mut undone = Undone { text: String::new(), origins: Vec::new(), changed: Vec::new() };
    let (mut at, mut is_respelled, mut has_strange) = (0, false, false);
    while at < letters.len() {
        let word = letters[at..].iter().take_while(|(_, letter)| !letter.is_whitespace()).count();
        if word == 0 {
            undone.push(letters[at]);
            at += 1;
            continue;
        }
        let start = undone.text.len();
        let is_changed = undone.push_word(&letters[at..at + word]);
        let is_strange = undone.is_strange(start);
        let is_other = is_strange && undone.respell(start, spelling);
        if is_changed || is_other {
            undone.changed.push(start);
        }
        is_respelled |= is_other;
        has_strange |= is_strange;
        at += word;
    }
    undone.origins.push(text.len());
    (undone, is_respelled, has_strange)
}

impl Undone {
    fn push(&mut self, (place, letter): (usize, char)) {
        self.text.push(letter);
        self.origins.extend(std::iter::repeat_n(place, letter.len_utf8()));
    }

    /// The word that begins here and ends the text, without the signs behind it.
    fn core(&self, start: usize) -> &str {
        self.text[start..].trim_end_matches(|letter: char| !letter.is_alphanumeric())
    }

    /// Whether that word is of letters and no syllable.
    fn is_strange(&self, start: usize) -> bool {
        let core = self.core(start);
        core.chars().all(char::is_alphabetic) && core.chars().count() <= LONGEST && !is_syllable(&fold(core))
    }

    /// Spells that word as a syllable; whether it was done.
    fn respell(&mut self, start: usize, spelling: Spelling) -> bool {
        let (word, core) = (&self.text[start..], self.core(start));
        let Some(syllable) = spelling.syllable(core) else { return false };
        let tail = word[core.len()..].to_owned();
        let origins: Vec<usize> = self.origins[start..].to_vec();
        let (core, last) = (core.len(), origins.len() - 1);
        self.text.truncate(start);
        self.origins.truncate(start);
        for at in 0..syllable.len() {
            self.origins.push(origins[at.min(core - 1).min(last)]);
        }
        self.origins.extend_from_slice(&origins[core..]);
        self.text.push_str(&syllable);
        self.text.push_str(&tail);
        true
    }

    /// Whether it was changed.
    fn push_word(&mut self, word: &[(usize, char)]) -> bool {
        let core = word.iter().rposition(|(_, letter)| letter.is_alphanumeric()).map_or(0, |last| last + 1);
        let has_letter = word.iter().any(|(_, letter)| letter.is_alphabetic());
        // "N6U", "CL3": capitals with digits name a thing.
        let is_code = word[..core].iter().all(|(_, letter)| letter.is_uppercase() || !letter.is_alphabetic());
        let is_mixed = has_letter && !is_code;
        let mut is_changed = false;
        let mut at = 0;
        while at < word.len() {
            let (place, letter) = word[at];
            let run = word[at..].iter().take_while(|(_, other)| *other == letter).count();
            // "dd" is the "đ" of a typewriter.
            let is_long = run >= STRETCHED || (run == 2 && matches!(letter, 'd' | 'D'));
            let step = if letter.is_alphabetic() && is_long { run } else { 1 };
            is_changed |= step > 1;
            at += step;
            let behind_letter = at > 1 && word[at - 2].1.is_alphabetic();
            match (is_mixed).then(|| meant(letter, behind_letter, at <= core)).flatten() {
                Some(Some(other)) => {
                    self.push((place, other));
                    is_changed = true;
                }
                Some(None) => is_changed = true,
                None => self.push((place, letter)),
            }
        }
        is_changed
    }
}

/// A word of more letters is no syllable in any spelling.
const LONGEST: usize = 9;

/// A way in which young people spell, or somebody who hides a word.
#[derive(Clone, Copy)]
enum Spelling {
    /// As they talk in the north: `z` for d, `w` for qu, `j` for gi.
    North,
    /// And in the south: `z` for v, `w` for u, `j` for i.
    South,
    /// Two letters that changed places, the first such.
    Swapped,
    /// The last such.
    SwappedLast,
}

impl Spelling {
    const ALL: [Spelling; 4] = [Spelling::North, Spelling::South, Spelling::Swapped, Spelling::SwappedLast];

    /// The syllable that is meant, if there is one.
    fn syllable(self, word: &str) -> Option<String> {
        const COMMON: [(&str, &str); 11] = [
            ("ck", "ch"),
            ("nq", "ng"),
            ("nk", "nh"),
            ("f", "ph"),
            ("oo", "o"),
            ("uu", "u"),
            ("ii", "i"),
            ("aa", "a"),
            ("ee", "e"),
            ("yy", "y"),
            ("hh", "h"),
        ];
        const NORTH: [(&str, &str); 4] = [("z", "d"), ("w", "qu"), ("j", "gi"), ("k", "c")];
        const SOUTH: [(&str, &str); 4] = [("v", "u"), ("z", "v"), ("w", "u"), ("j", "i")];
        let letters: Vec<char> = word.to_lowercase().chars().collect();
        let is_meant = |word: &String| is_syllable(&fold(word));
        let swapped = |at: usize| {
            let mut letters = letters.clone();
            letters.swap(at, at + 1);
            letters.into_iter().collect::<String>()
        };
        let mut swaps = (0..letters.len().saturating_sub(1)).map(swapped);
        let by = |more: &[(&str, &str)]| {
            let mut word: String = letters.iter().collect();
            for (from, to) in COMMON.iter().chain(more) {
                word = word.replace(from, to);
            }
            Some(word).filter(is_meant)
        };
        match self {
            Spelling::North => by(&NORTH),
            Spelling::South => by(&SOUTH),
            Spelling::Swapped => swaps.find(is_meant),
            Spelling::SwappedLast => swaps.rfind(is_meant),
        }
    }
}

/// The letter that a sign stands for, or none for a mark behind a letter.
fn meant(sign: char, behind_letter: bool, is_inside: bool) -> Option<Option<char>> {
    let letter = match sign {
        '0' => 'o',
        '1' | '!' | '|' if is_inside => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '6' | '9' => 'g',
        '7' => 't',
        '8' => 'b',
        '\'' | '`' | '^' | '~' | '´' if behind_letter => return Some(None),
        _ => return None,
    };
    Some(Some(letter))
}

#[cfg(test)]
mod tests {
    use super::readings;

    #[test]
    fn a_disguise_is_undone_and_its_place_known() {
        let text = "đồ nguuuu, lũ 4n h4i, thứ cho' ma'";
        let undone = &readings(text)[0];
        assert_eq!(undone.text, "đồ ngu, lũ an hai, thứ cho ma");
        let place = undone.text.find("an hai").expect("it stands there");
        let origin = undone.origin(&(place..place + "an hai".len()));
        assert_eq!(&text[origin], "4n h4i");
    }

    #[test]
    fn words_are_spelled_as_they_are_meant() {
        for (text, meant) in
            [("zậy mà", "dậy mà"), ("súc zật", "súc vật"), ("đồ hcó", "đồ chó"), ("óc cko!", "óc cho!")]
        {
            let all: Vec<String> = readings(text).into_iter().map(|undone| undone.text).collect();
            assert!(all.iter().any(|undone| undone == meant), "{text}: {all:?}");
        }
    }

    #[test]
    fn a_plain_text_and_codes_have_none() {
        for text in ["Đồ ăn ngon", "Tòa C4C, CL3", "15 nhà, 60 cc"] {
            assert!(readings(text).is_empty(), "{text}");
        }
    }
}
