//! How a name is written: with capitals or without, where it ends, and what it is not.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use dialogue::text::fold;

use super::name_words::{BEFORE_PLACES, FAMILIES, PAST, TITLE};
use super::{Finding, Kind};
use crate::screen::flat::Flat;

/// More words of a name are not taken.
pub(super) const MAX_WORDS: usize = 5;

/// Whether somebody of the past is named, after whom a street is called.
pub(super) fn is_past(flat: &Flat, start: usize) -> bool {
    flat.says_one(start, PAST)
}

/// Whether the words before make what stands here the name of a place: the word of one right before it, or with one more
/// word between, or a number as before a street.
pub(super) fn is_place(flat: &Flat, start: usize) -> bool {
    let Some(gap) = start.checked_sub(1).filter(|gap| flat.bytes[*gap] == b' ') else { return false };
    if gap > 0 && flat.bytes[gap - 1].is_ascii_digit() {
        return true;
    }
    let from = start.saturating_sub(32);
    (from..gap).filter(|at| flat.is_word_start(*at)).any(|at| {
        let ends = BEFORE_PLACES.split('|').filter_map(|word| flat.says_so(at, word));
        // "cù lao" may end behind where "lao" was taken for a title.
        ends.into_iter().filter(|end| *end <= start).any(|end| {
            let between = &flat.bytes[end..start];
            let words = between.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
            let is_small = !(end + 1..start).any(|at| flat.is_capital(at));
            let is_joined = between.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b' ');
            // "hàng xóm tên Nga", "gia đình ông Vinh": a title between is no part of a place's name.
            let is_titled = words == 1 && is_titled(flat, start);
            is_joined && is_small && !is_titled && words <= usize::from(flat.bytes[at..end].len() > 2)
        })
    })
}

/// Whether the word before is one that a person's name follows.
fn is_titled(flat: &Flat, start: usize) -> bool {
    let before = flat.bytes[..start - 1].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    flat.is_one_of(
        start - 1 - before..start - 1,
        "tên ông bà anh chị cô chú bác em cháu thầy cụ cậu",
        "ten ong ba anh chi chu bac chau thay",
    )
}

/// Whether the two words that stand here are a family and a middle name as they are written, so that "đang thi lại" is
/// none. In a text without any mark they may be; "dang thi" needs a title before it then.
pub(super) fn is_written(flat: &Flat, start: usize) -> bool {
    let middle = flat.word_end(start) + 1;
    if flat.is_plain {
        let before = flat.before(start, 40);
        return TITLE.find_iter(before).last().is_some_and(|title| title.end() == before.len());
    }
    let middle = written(flat, middle..flat.word_end(middle));
    let is_card = is_folded_family(flat, start) && ["van", "thi"].contains(&middle.as_str());
    is_card
        || (is_family(flat, start) && ["văn", "thị", "đức", "hữu", "ngọc", "xuân"].contains(&middle.as_str()))
}

/// Whether a word is one of these.
pub(super) fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Whether the word that stands here is a family name as it is written.
pub(super) fn is_family(flat: &Flat, start: usize) -> bool {
    if flat.is_plain {
        return is_folded_family(flat, start);
    }
    let word = written(flat, start..flat.word_end(start));
    FAMILIES.split(' ').any(|family| family == word)
}

pub(super) fn is_folded_family(flat: &Flat, start: usize) -> bool {
    static FOLDED: LazyLock<HashSet<String>> = LazyLock::new(|| FAMILIES.split(' ').map(fold).collect());
    let place = start..flat.word_end(start);
    let is_plain = flat.chars[place.clone()].iter().all(char::is_ascii);
    is_plain && str::from_utf8(&flat.bytes[place]).is_ok_and(|word| FOLDED.contains(word))
}

/// A word in small letters, with its marks.
pub(super) fn written(flat: &Flat, place: Range<usize>) -> String {
    flat.chars[place].iter().flat_map(|letter| letter.to_lowercase()).collect()
}

pub(super) fn name(start: usize, end: usize) -> Finding {
    Finding { kind: Kind::PersonName, start, end }
}

/// The end of the words with a capital that stand here in a row.
pub(super) fn capitals(flat: &Flat, start: usize) -> usize {
    let (mut end, mut at, mut words) = (start, start, 0);
    while words < MAX_WORDS && flat.is_capital(at) {
        let stop = flat.word_end(at);
        if flat.bytes[at..stop].iter().any(u8::is_ascii_digit) {
            break;
        }
        (end, words) = (stop, words + 1);
        if flat.bytes.get(end) != Some(&b' ') {
            break;
        }
        at = end + 1;
    }
    end
}

/// The end of a name in small letters: at most four words.
pub(super) fn small(flat: &Flat, start: usize) -> usize {
    let (mut end, mut words) = (flat.word_end(start), 1);
    while words < 4 && flat.bytes.get(end) == Some(&b' ') {
        let stop = flat.word_end(end + 1);
        let word = &flat.bytes[end + 1..stop];
        if word.is_empty() || !word.iter().all(u8::is_ascii_alphabetic) || is_stop(word) {
            break;
        }
        (end, words) = (stop, words + 1);
    }
    end
}

/// What ends a name in small letters.
fn is_stop(word: &[u8]) -> bool {
    const STOPS: [&[u8]; 25] = [
        b"o", b"la", b"sinh", b"sn", b"hien", b"dang", b"muon", b"xin", b"va", b"thuong", b"tru", b"nam",
        b"hoi", b"lam", b"co", b"cu", b"so", b"sdt", b"dt", b"nha", b"toi", b"em", b"bi", b"da", b"lop",
    ];
    STOPS.contains(&word)
}
