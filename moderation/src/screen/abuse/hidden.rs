//! Words that were hidden: letters parted by signs or spaces, replaced by others, or stretched.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::screen::flat::{Flat, regex};

/// Single letters with the same kind of thing between them.
static PARTED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b[a-z0-9@](?:[ .,_*~'/-]{1,2}[a-z0-9@~])+(?:[^a-z0-9]|$)"));
/// A word with signs or digits among its letters. 0x7f is a letter of no alphabet of ours.
static REPLACED: LazyLock<Regex> = LazyLock::new(|| regex(r"[a-z0-9@$*#|!~'`?\x7f.-]+"));

/// Where one of the words stands hidden, in characters.
pub(super) fn places(flat: &Flat, words: &[String], joined: &[String]) -> Vec<Range<usize>> {
    let parted = PARTED.find_iter(&flat.bytes).filter_map(|found| parted(flat, found.range(), words, joined));
    let replaced = REPLACED.find_iter(&flat.bytes).filter_map(|found| replaced(flat, found.range(), words));
    parted.chain(replaced).collect()
}

/// Two words of which the first or both have letters starred out, the first letter left.
static STARRED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?:^|[ ,.;:!?\n])(([a-z]{1,3}\*{1,4}[a-z]{0,3}) ([a-z]+(?:\*{1,4}[a-z]{0,3})?))")
});

/// Where two words stand that a phrase begins with, starred out, in characters.
pub(super) fn starred(flat: &Flat, has_pair: impl Fn(&[u8], &[u8]) -> bool) -> Vec<Range<usize>> {
    let place = |found: regex::bytes::Captures<'_>| {
        let (whole, first, second) = (found.get(1)?, found.get(2)?, found.get(3)?);
        has_pair(first.as_bytes(), second.as_bytes()).then_some(whole.range())
    };
    STARRED.captures_iter(&flat.bytes).filter_map(place).collect()
}

/// A phrase of fewer letters is not looked for as one word.
pub(super) const LEAST_JOINED: usize = 5;

/// Words that without marks are ordinary ones.
const ORDINARY: [&[u8]; 4] = [b"cho", b"may", b"di", b"vat"];

fn parted(flat: &Flat, place: Range<usize>, words: &[String], joined: &[String]) -> Option<Range<usize>> {
    let end = place.end
        - usize::from(!flat.bytes[place.end - 1].is_ascii_alphanumeric() && place.end < flat.bytes.len());
    let place = place.start..end;
    let is_own = flat.is_edge(place.start.checked_sub(1)) && !is_code(flat, &place);
    let letters: Vec<u8> = flat.bytes[place.clone()]
        .iter()
        .copied()
        .filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'@')
        .collect();
    let between = place.len() - letters.len();
    // "đ, m" is a list of points; "đ.m" is not.
    let is_tight = letters.len() > 2 || (between == 1 && flat.bytes[place.start + 1] != b' ');
    let mut plain = letters.clone();
    plain.dedup();
    let is_phrase = str::from_utf8(&plain)
        .is_ok_and(|plain| joined.binary_search_by(|word| word.as_str().cmp(plain)).is_ok());
    (is_own && is_tight && !is_ordinary(flat, &place, &plain) && (is_phrase || is_word(&letters, words)))
        .then_some(place)
}

/// In a text with marks, "c.ho" is what is written, and no "chó".
fn is_ordinary(flat: &Flat, place: &Range<usize>, letters: &[u8]) -> bool {
    !flat.is_plain && ORDINARY.contains(&letters) && flat.chars[place.clone()].iter().all(char::is_ascii)
}

fn replaced(flat: &Flat, place: Range<usize>, words: &[String]) -> Option<Range<usize>> {
    let trimmed = flat.bytes[place.clone()].iter().rev().take_while(|byte| b".?!)-'".contains(byte)).count();
    let place = place.start..place.end - trimmed;
    let bytes = flat.bytes.get(place.clone())?;
    let has_letter = bytes.iter().any(u8::is_ascii_alphabetic);
    let is_stretched =
        bytes.windows(3).any(|run| run[0] == run[1] && run[1] == run[2] && run[0].is_ascii_alphabetic());
    let is_mixed = bytes.iter().any(|byte| !byte.is_ascii_alphabetic());
    let letters: Vec<u8> = bytes.iter().copied().filter(|byte| !b".'`~?()-".contains(byte)).collect();
    let is_hidden = has_letter && (is_stretched || is_mixed) && letters.len() > 1 && !is_code(flat, &place);
    (is_hidden && !is_ordinary(flat, &place, &letters) && is_word(&letters, words)).then_some(place)
}

/// `L0N-15`, `C.A.C-2023`, `tòa C4C`: capitals and digits that name a thing.
fn is_code(flat: &Flat, place: &Range<usize>) -> bool {
    let next = flat.bytes.get(place.end..(place.end + 2).min(flat.bytes.len())).unwrap_or_default();
    let goes_on = matches!(next, [b'-', digit, ..] if digit.is_ascii_digit());
    let is_named = NAMED.is_match(flat.before(place.start, 12));
    goes_on
        || is_named
        || flat.bytes[place.clone()].windows(2).any(|pair| pair[0] == b'-' && pair[1].is_ascii_digit())
}

static NAMED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:toa|can ho|can|lo|lo dat|ma|khu|so|phong|diem|khoan) $"));

/// Whether the letters are one of the words, marks and stretches aside.
fn is_word(letters: &[u8], words: &[String]) -> bool {
    let mut plain: Vec<u8> = Vec::with_capacity(letters.len());
    for letter in letters.iter().map(|byte| letter(*byte)) {
        if plain.last() != Some(&letter) || letter == ANY {
            plain.push(letter);
        }
    }
    let fits = |word: &String| {
        word.len() == plain.len() && word.bytes().zip(&plain).all(|(one, two)| one == *two || *two == ANY)
    };
    let sure = plain.iter().filter(|letter| **letter != ANY).count();
    sure * 2 >= plain.len() && words.iter().any(fits)
}

/// Any letter.
const ANY: u8 = b'*';

fn letter(byte: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'3' => b'e',
        b'4' => b'a',
        b'5' => b's',
        b'1' | b'!' | b'|' | b'@' | b'$' | b'#' | b'*' | 0x7f => ANY,
        other => other,
    }
}
