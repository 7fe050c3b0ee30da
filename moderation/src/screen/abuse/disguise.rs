//! A text with its disguises undone: stretched words made short, digits among letters read as letters, and the marks that old
//! typewriters put behind a letter (`cho'`, `du'ng`) taken away.

use std::ops::Range;

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

/// The text without its disguises; `None` when it has none.
pub(super) fn undone(text: &str) -> Option<Undone> {
    let mut undone = Undone { text: String::new(), origins: Vec::new(), changed: Vec::new() };
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    while at < letters.len() {
        let word = letters[at..].iter().take_while(|(_, letter)| !letter.is_whitespace()).count();
        if word == 0 {
            undone.push(letters[at]);
            at += 1;
            continue;
        }
        let start = undone.text.len();
        if undone.push_word(&letters[at..at + word]) {
            undone.changed.push(start);
        }
        at += word;
    }
    undone.origins.push(text.len());
    (!undone.changed.is_empty()).then_some(undone)
}

impl Undone {
    fn push(&mut self, (place, letter): (usize, char)) {
        self.text.push(letter);
        self.origins.extend(std::iter::repeat_n(place, letter.len_utf8()));
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
    use super::undone;

    #[test]
    fn a_disguise_is_undone_and_its_place_known() {
        let text = "đồ nguuuu, lũ 4n h4i, thứ cho' ma'";
        let undone = undone(text).expect("it has some");
        assert_eq!(undone.text, "đồ ngu, lũ an hai, thứ cho ma");
        let place = undone.text.find("an hai").expect("it stands there");
        let origin = undone.origin(&(place..place + "an hai".len()));
        assert_eq!(&text[origin], "4n h4i");
    }

    #[test]
    fn a_plain_text_and_codes_have_none() {
        for text in ["Đồ ăn ngon", "Tòa C4C, CL3", "15 nhà, 60 cc"] {
            assert!(undone(text).is_none(), "{text}");
        }
    }
}
