//! Where the name of a place ends.

use super::name_words::PLACES;
use super::place_words::{MAX_NAME_WORDS, MAX_PLAIN_WORDS, STOP, STOP_PLAIN, WEAK, WEAK_PLAIN, WORDS};
use crate::screen::flat::Flat;

/// The end of a name: words with a capital; where none has one, a few that a place may be called by.
pub(super) fn named(flat: &Flat, from: usize, only_capitals: bool) -> Option<usize> {
    let (mut end, mut words, mut plain) = (from, 0, 0);
    while words < MAX_NAME_WORDS {
        let start = end + usize::from(flat.bytes.get(end) == Some(&b' '));
        let stop = flat.word_end(start);
        if stop == start {
            break;
        }
        // "hai phong" is a city, though "phong" alone is a room.
        if let Some(known) = PLACES.split('|').find_map(|place| flat.says(start, place)) {
            return Some(former(flat, known).unwrap_or(known));
        }
        let word = &flat.bytes[start..stop];
        let is_capital = flat.is_capital(start) && !flat.is_shouted;
        let is_number = words > 0 && word.iter().all(u8::is_ascii_digit) && word.len() <= 2;
        let is_plain = !only_capitals
            && words == plain
            && plain < MAX_PLAIN_WORDS
            && word.iter().all(u8::is_ascii_alphabetic)
            && !begins_place(flat, start, stop)
            && !flat.is_one_of(start..stop, STOP, STOP_PLAIN)
            && !(plain > 0 && flat.is_one_of(start..stop, WEAK, WEAK_PLAIN));
        if !(is_capital || is_number || is_plain) {
            break;
        }
        end = stop;
        words += 1;
        plain += usize::from(!is_capital && is_plain);
    }
    let further =
        [&b" noi dai"[..], b" keo dai"].into_iter().find(|more| flat.bytes[end..].starts_with(more));
    (words > 0).then_some(former(flat, end).unwrap_or(end + further.map_or(0, <[u8]>::len)))
}

/// Whether the word of another place stands here. "tổ" is one with its number only: "Lý Thái Tổ" is a name.
fn begins_place(flat: &Flat, start: usize, stop: usize) -> bool {
    let is_block = &flat.bytes[start..stop] == b"to";
    let is_numbered = flat.bytes.get(stop + 1).is_some_and(u8::is_ascii_digit);
    (!is_block || is_numbered) && WORDS.iter().any(|(known, _)| flat.says(start, known).is_some())
}

/// The end of a name as it was before the mergers: "quận Ngô Quyền cũ".
fn former(flat: &Flat, end: usize) -> Option<usize> {
    let is_apart = !flat.is_plain && flat.bytes.get(end) == Some(&b' ');
    is_apart.then(|| flat.says_so(end + 1, "cũ")).flatten()
}
