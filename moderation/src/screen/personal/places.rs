//! Where somebody lives: a number of a house, and the places around it. A street or a ward alone is nobody's home.

use std::sync::LazyLock;

use regex::bytes::{Match, Regex};

use super::{Finding, Kind};
use crate::screen::flat::{Flat, regex};

/// What a place around a house is called.
const AROUND: &str = r"ngo|ngach|hem|kiet|duong|pho|to dan pho|to(?: so)? [0-9]{1,3}[a-z]?|khu pho|khu tai dinh cu|khu tap the|khu do thi|kdt|khu|thon|xom|ap|lo [0-9a-z]{1,4}|toa|block|chung cu|phuong|xa|thi tran|dac khu|quan|huyen|tp|thanh pho|tinh|doi [0-9]{1,3}";
/// More words of a place's name are not taken.
const MAX_NAME_WORDS: usize = 5;

/// The house: a word and a number, or a number right before a street.
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:(?:doi|to|khu|xom|thon) [0-9]{1,3}[a-z]?, ?)?(?:so nha|nha so|nha rieng so|dia chi:? so|dia chi:?|dc:?|can ho so|can ho|can so|sn|so|nha|phong) ?:? ?(?:[a-z]?[0-9]{1,4}[a-z]?(?:[/.-][a-z]?[0-9]{1,4}[a-z]?){0,4})\b|\b[0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,4} (?:duong|pho|ngo|ngach|hem|kiet|to dan pho|to [0-9]{1,3}|thon|xom)\b|\b(?:ngo|ngach|hem|kiet) [0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){1,4}\b|\b(?:phong|p|can ho|can)[ .]{0,2}[a-z]?[0-9]{2,4}[a-z]?[, ]{1,2}(?:nha|toa|chung cu|tap the|khu tap the|block|ct)\b|\bnha (?:toi|minh|em|chau|me|bo|ba)(?: o)?(?: so)? [0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,4}\b|\b(?:tai|o|den|truoc|canh|doi dien) [0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,4}\b",
    )
});
/// Words that say of themselves that a house follows.
static SURE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:[a-z]+ [0-9]+[a-z]?, ?)?(?:so nha|nha so|nha rieng so|dia chi|dc|can ho)"));
static NEXT: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"^[ ,.-]{{1,3}}(?:(?:{AROUND})\b|[pq] ?\. ?)")));
/// What is numbered too, and is no house.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ban do|thua|dat|van ban|quyet dinh|nghi dinh|nghi quyet|thong tu|luat|dieu|khoan|muc|tuyen|xe buyt|xe|truong|cong van|phong|cua|quay|bai|cau|bieu|mau|cong|tram|don vi|doi|cot|ho so|ma|tru so|ubnd|benh vien|van phong|co so|so dien thoai|den|hop dong|tram|bien ap|bao|vong xoay|ngo|ngach|hem|kiet)(?: [a-z]+)?\s*$",
    )
});

pub(super) fn addresses(flat: &Flat) -> Vec<Finding> {
    HOUSE.find_iter(&flat.bytes).filter_map(|house| address(flat, &house)).collect()
}

/// The house with the places that follow, if any do.
fn address(flat: &Flat, house: &Match<'_>) -> Option<Finding> {
    let is_sure = SURE.is_match(house.as_bytes());
    let is_other = !is_sure && OTHER.is_match(flat.before(house.start(), 24));
    let core = before_street(house.as_bytes()).map_or(house.end(), |cut| house.start() + cut);
    let end = grown(flat, core);
    (!is_other && end > core).then_some(Finding { kind: Kind::Address, start: house.start(), end })
}

/// Where the number ends in `12/5 duong`.
fn before_street(house: &[u8]) -> Option<usize> {
    let is_number = house.first().is_some_and(u8::is_ascii_digit);
    is_number.then(|| house.iter().position(|byte| *byte == b' ')).flatten()
}

/// The end of the places that follow, each with its name.
fn grown(flat: &Flat, mut end: usize) -> usize {
    loop {
        let rest = &flat.bytes[end..];
        let named = match NEXT.find(rest) {
            // "lô 28" is a name already; after it only a word with a capital belongs to it.
            Some(place) => {
                let is_numbered = place.as_bytes().iter().any(u8::is_ascii_digit);
                name(flat, end + place.end(), is_numbered).or(Some(end + place.end()))
            }
            None => name(flat, end, true),
        };
        match named {
            Some(next) if next > end => end = next,
            _ => return end,
        }
    }
}

/// The end of a name that begins here: words with a capital, or numbers; `only_capitals` asks for a capital, else one
/// word or two without are taken.
fn name(flat: &Flat, from: usize, only_capitals: bool) -> Option<usize> {
    let (mut end, mut words, mut plain) = (from, 0, 0);
    while words < MAX_NAME_WORDS {
        let gap = flat.bytes[end..].iter().take_while(|byte| **byte == b' ').count();
        let start = end + gap;
        let stop = flat.word_end(start);
        let is_first_gap = words == 0 && gap == 0 && only_capitals;
        if stop == start || is_first_gap {
            break;
        }
        let is_name = flat.is_capital(start) || (flat.bytes[start].is_ascii_digit() && !only_capitals);
        let is_plain =
            !only_capitals && plain == words && words < 3 && flat.bytes[start].is_ascii_alphabetic();
        if !(is_name || is_plain) {
            break;
        }
        end = stop;
        words += 1;
        plain += usize::from(!is_name);
        while flat.bytes.get(end).is_some_and(|byte| matches!(byte, b'/' | b'.'))
            && !flat.is_edge(Some(end + 1))
        {
            end = flat.word_end(end + 1);
        }
    }
    (words > 0).then_some(end)
}
