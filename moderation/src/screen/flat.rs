//! A text as a detector reads it: one byte for each character, in lower case and without marks, so that a pattern is
//! written once for "điện thoại", "Dien thoai" and "ĐIỆN THOẠI", and a byte's place is a character's.

use std::ops::Range;

use dialogue::text::fold;
use regex::bytes::Regex;

/// Stands for what is neither a letter of ours nor a sign.
const OTHER: u8 = 0x7f;

/// Both readings of a text.
pub(super) struct Flat {
    /// The characters as they stand.
    pub chars: Vec<char>,
    /// One byte for each of them.
    pub bytes: Vec<u8>,
    /// Whether no letter has a mark.
    pub is_plain: bool,
    /// Whether most letters are capitals, so that a capital tells nothing.
    pub is_shouted: bool,
    /// Whether a word that begins no sentence has a capital: whoever writes so writes names so.
    pub has_capitals_within: bool,
}

impl Flat {
    pub fn new(text: &str) -> Flat {
        let chars: Vec<char> = text.chars().collect();
        let bytes = chars.iter().map(|letter| flat(*letter)).collect();
        let letters: Vec<char> = chars.iter().copied().filter(|letter| letter.is_alphabetic()).collect();
        let capitals = letters.iter().filter(|letter| letter.is_uppercase()).count();
        let (is_plain, is_shouted) = (letters.iter().all(char::is_ascii), capitals * 2 > letters.len());
        let has_capitals_within = (2..chars.len()).any(|at| {
            chars[at].is_uppercase()
                && chars[at - 1] == ' '
                && !matches!(chars[at - 2], '.' | '!' | '?' | ':')
        });
        Flat { chars, bytes, is_plain, is_shouted, has_capitals_within }
    }

    /// As [`Flat::says`], and in a text with marks only with them: "cho" is no "chợ" there.
    pub fn says_so(&self, at: usize, words: &str) -> Option<usize> {
        let end = self.says(at, words)?;
        let written = self.chars[at..end].iter().flat_map(|letter| letter.to_lowercase());
        (self.is_plain || written.eq(words.chars())).then_some(end)
    }

    /// Whether a word is one of these as it is written; in a text without marks, one of the others.
    pub fn is_one_of(&self, place: Range<usize>, words: &str, without_marks: &str) -> bool {
        let written: String = self.chars[place].iter().flat_map(|letter| letter.to_lowercase()).collect();
        let known = if self.is_plain { without_marks } else { words };
        known.split(' ').any(|word| word == written)
    }

    /// Whether a word begins here.
    pub fn is_word_start(&self, at: usize) -> bool {
        self.bytes[at].is_ascii_alphanumeric() && self.is_edge(at.checked_sub(1))
    }

    /// Where these words end, if they stand here: with their marks, or without any.
    pub fn says(&self, at: usize, words: &str) -> Option<usize> {
        let bytes = self.bytes.get(at..)?;
        let mut end = at;
        let (mut with_marks, mut without) = (true, true);
        for (letter, byte) in words.chars().zip(bytes) {
            let written = *self.chars.get(end)?;
            if flat(letter) != *byte {
                return None;
            }
            with_marks &= written.to_lowercase().eq([letter]);
            without &= written.is_ascii();
            end += 1;
        }
        let is_whole = end - at == words.chars().count() && self.is_edge(Some(end));
        (is_whole && (with_marks || without)).then_some(end)
    }

    /// Whether nothing of a word stands at this place, or the text has ended there.
    pub fn is_edge(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }

    /// The end of the word that stands at this place; the place itself where none does.
    pub fn word_end(&self, start: usize) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        start + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
    }

    /// The bytes before a place, as many as are asked or there are, within the sentence.
    pub fn before(&self, at: usize, most: usize) -> &[u8] {
        let part = &self.bytes[at.saturating_sub(most)..at];
        let cut =
            part.iter().rposition(|byte| matches!(byte, b'\n' | b';' | b'!' | b'?')).map_or(0, |cut| cut + 1);
        &part[cut..]
    }

    /// Whether each of the words right before a place begins with a capital, so many of them.
    pub fn are_capitals_before(&self, at: usize, words: usize) -> bool {
        /// Further back no word of a name is looked for.
        const NEAR: usize = 24;
        let begins = (0..at).rev().take(NEAR).filter(|at| self.is_word_start(*at)).take(words);
        begins.filter(|at| self.is_capital(*at)).count() == words
    }

    /// Whether one of these stands here, `|` between them.
    pub fn says_one(&self, at: usize, words: &str) -> bool {
        words.split('|').any(|words| self.says(at, words).is_some())
    }

    /// Whether a word begins with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|letter| letter.is_uppercase())
    }
}

/// A pattern over the bytes of a [`Flat`].
///
/// # Panics
/// When it does not compile: all of them are constants, and a test reads each.
pub(super) fn regex(pattern: &str) -> Regex {
    Regex::new(&format!("(?-u){pattern}")).expect("a pattern that compiles")
}

fn flat(letter: char) -> u8 {
    match letter {
        '\n' => b'\n',
        // Digits that only look different: full width, and those of formulas.
        '\u{FF10}'..='\u{FF19}' | '\u{1D7CE}'..='\u{1D7FF}' => {
            let base = if letter < '\u{FFFF}' { 0xFF10 } else { 0x1D7CE };
            b'0' + u8::try_from((u32::from(letter) - base) % 10).unwrap_or(0)
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
        '＠' => b'@',
        '…' => b'.',
        letter if letter.is_ascii() => u8::try_from(letter).unwrap_or(OTHER).to_ascii_lowercase(),
        // Spaces of all widths, and what has none: between two digits neither makes another number.
        letter
            if letter.is_whitespace()
                || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '·' | '•') =>
        {
            b' '
        }
        letter => match fold(letter.encode_utf8(&mut [0; 4])).as_bytes() {
            [byte] => *byte,
            _ => OTHER,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Flat;

    #[test]
    fn each_character_is_one_byte() {
        let flat = Flat::new("Điện THOẠI: ０９\u{200B}1𝟐🙂");
        assert_eq!(flat.bytes, b"dien thoai: 09 12\x7f");
        assert_eq!(flat.chars.len(), flat.bytes.len());
    }
}
