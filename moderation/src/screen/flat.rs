//! A text as a detector reads it: one byte for each character, in lower case and without marks, so that a pattern is
//! written once for "điện thoại", "Dien thoai" and "ĐIỆN THOẠI", and a byte's place is a character's.

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
}

impl Flat {
    pub fn new(text: &str) -> Flat {
        let chars: Vec<char> = text.chars().collect();
        let bytes = chars.iter().map(|letter| flat(*letter)).collect();
        let letters: Vec<char> = chars.iter().copied().filter(|letter| letter.is_alphabetic()).collect();
        let capitals = letters.iter().filter(|letter| letter.is_uppercase()).count();
        let (is_plain, is_shouted) = (letters.iter().all(char::is_ascii), capitals * 2 > letters.len());
        Flat { chars, bytes, is_plain, is_shouted }
    }

    /// Whether nothing of a word stands at this place, or the text has ended there.
    pub fn is_edge(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.bytes.get(at)).is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }

    /// The end of the word that stands at this place.
    pub fn word_end(&self, start: usize) -> usize {
        let letters = self.bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        start + letters.count()
    }

    /// The bytes before a place, as many as are asked or there are, within the sentence.
    pub fn before(&self, at: usize, most: usize) -> &[u8] {
        let part = &self.bytes[at.saturating_sub(most)..at];
        let cut =
            part.iter().rposition(|byte| matches!(byte, b'\n' | b';' | b'!' | b'?')).map_or(0, |cut| cut + 1);
        &part[cut..]
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
