//! Where somebody lives: a house or a room, and the places around it. A street or a ward alone is nobody's home.
//!
//! An address is read part by part, each begun by its word or its number: "phòng 3, số 19 ngõ 5 Đồng Hoà, phường An Dương".

use super::living::{is_moved, is_somebodys, is_told, says};
use super::name_words::PLACES;
use super::place_names::named;
use super::place_words::{
    BARE, BESIDE, BETWEEN, COUNTED, DAY, HOME, HOME_OF, INSTITUTION, LATER, MOVED, NUMBER, OFFICE, ORDINAL,
    OTHER, OWN, PLACED, PLOT, Part, ROW, Read, SAID_NUMBER, WHERE, WORDS,
};
use super::{Finding, Kind};
use crate::screen::flat::Flat;

pub(super) fn addresses(flat: &Flat) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < flat.bytes.len() {
        let is_next = || found.last().is_some_and(|last: &Finding| MOVED.is_match(&flat.bytes[last.end..at]));
        let end = if flat.is_word_start(at) { address(flat, at, is_next()) } else { None };
        match end {
            Some(end) => {
                found.push(Finding { kind: Kind::Address, start: at, end });
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The end of the address that begins here; somebody may have moved there from one that was just told.
fn address(flat: &Flat, start: usize, is_next: bool) -> Option<usize> {
    let first = ordinal(flat, start)
        .or_else(|| plot(flat, start))
        .or_else(|| begun(flat, start, &WORDS))
        .or_else(|| bare_house(flat, start))?;
    let before = flat.before(start, 72);
    let is_sure = first.part == Part::SureHouse;
    if !is_sure && is_other(flat, start) {
        return None;
    }
    let parts = parts(flat, first);
    let end = parts.last()?.end;
    let has_house = parts.iter().any(|read| read.is_house(flat));
    let places =
        parts.iter().filter(|read| !read.is_house(flat) && !read.is_weak && read.part != Part::Floor).count();
    let first_lane = parts[0].part == Part::Lane && parts[0].is_numbered;
    let is_living = is_next || says(flat, start, before, &HOME_OF);
    let is_home = is_living || says(flat, start, before, &HOME);
    let is_told = is_told(flat, &parts);
    let is_moved = is_told && is_moved(flat, end);
    let is_address = (has_house && (is_sure || places > 0 || (is_home && parts.len() > 1)))
        || ((is_living || is_moved) && first_lane && parts.len() > 1)
        || (is_plot(flat, &parts[0]) && (is_living || is_moved))
        || (is_hamlet(&parts) && (is_living || is_moved || (is_told && is_somebodys(flat, start, before))));
    // An office may stand in the line above.
    let lines = &flat.bytes[start.saturating_sub(72)..start];
    let office = INSTITUTION.find(lines).is_some_and(|office| !OWN.is_match(office.as_bytes()));
    (is_address && (is_living || !office)).then_some(end)
}

/// Whether one plot begins it: "lô LK7-22" is somebody's who lives there, "lô 12" a field of them.
fn is_plot(flat: &Flat, first: &Read) -> bool {
    let has_sign = flat.bytes[first.start..first.end].iter().any(|byte| matches!(byte, b'-' | b'/' | b'.'));
    first.is_numbered && has_sign && flat.bytes[first.start..].starts_with(b"lo ")
}

/// The first part of an address that tells a house by its place in a row.
fn ordinal(flat: &Flat, start: usize) -> Option<Read> {
    let end = start + ORDINAL.find(&flat.bytes[start..])?.end();
    let is_placed =
        begun(flat, end + 1, &WORDS).is_some_and(|next| matches!(next.part, Part::Lane | Part::Street));
    is_placed.then_some(Read { part: Part::SureHouse, start, end, is_numbered: true, is_weak: false })
}

/// A plot that is named by letters and numbers, before the word of its quarter.
fn plot(flat: &Flat, start: usize) -> Option<Read> {
    let plot = PLOT.find(&flat.bytes[start..]).filter(|_| PLACED.is_match(flat.before(start, 24)))?;
    let end = start + plot.as_bytes().iter().rposition(|byte| byte.is_ascii_digit())? + 1;
    Some(Read { part: Part::Room, start, end, is_numbered: true, is_weak: false })
}

/// Whether what is numbered here is no house.
fn is_other(flat: &Flat, start: usize) -> bool {
    /// With their marks, those that are names of people without: "chị Lan số 7" numbers nothing.
    const MARKED: &str = "lần thứ đất báo bão mã tờ quý hạng hàng đèn cầu cửa bãi đợt mẫu mục đội loại tuyến";
    const NAMES: [&[u8]; 15] = [
        b"lan", b"thu", b"dat", b"bao", b"ma", b"to", b"quy", b"hang", b"den", b"cau", b"mau", b"muc",
        b"doi", b"loai", b"tuyen",
    ];
    let before = flat.before(start, 24);
    // "hàng xóm căn 5" is a neighbour.
    let Some(other) = OTHER.captures(before).filter(|_| !before.ends_with(b"hang xom ")) else {
        return false;
    };
    let Some(whole) = other.get(0) else { return false };
    let from = start - before.len() + whole.start();
    let word = from..flat.word_end(from);
    let is_name =
        NAMES.contains(&&flat.bytes[word.clone()]) && !flat.is_plain && !flat.is_one_of(word, MARKED, "");
    !is_name && other.get(1).is_none_or(|word| !WHERE.is_match(word.as_bytes()))
}

/// Whether a chain without a house names a place where few people live.
fn is_hamlet(parts: &[Read]) -> bool {
    parts.len() > 1
        && matches!(parts[0].part, Part::Area | Part::Lane)
        && parts.iter().any(|read| read.part == Part::Area)
}

/// Words that are of places before a name with a capital only.
const RARE: [&[u8]; 7] = [b"ban", b"buon", b"doc", b"khoi", b"cum", b"thap", b"khom"];

/// An address has no more parts: a text of nothing else is not read again from each of them to its end.
const MOST_PARTS: usize = 12;

/// All parts that follow each other from the first on.
fn parts(flat: &Flat, first: Read) -> Vec<Read> {
    let mut parts = vec![first];
    while parts.len() < MOST_PARTS {
        let last = &parts[parts.len() - 1];
        let gap = BETWEEN.find(&flat.bytes[last.end..]).map_or(0, |gap| gap.end());
        let at = last.end + gap;
        let has_sign = flat.bytes[last.end..at].iter().any(|byte| matches!(byte, b',' | b'-' | b'.'));
        if gap == 0 && at < flat.bytes.len() && !flat.is_edge(Some(at)) {
            return parts;
        }
        let next = begun(flat, at, &WORDS)
            .or_else(|| begun(flat, at, &LATER))
            .or_else(|| bare_name(flat, at, last, has_sign));
        match next {
            Some(next) if next.end > last.end => parts.push(next),
            _ => return parts,
        }
    }
    parts
}

/// A part that begins with its word.
fn begun(flat: &Flat, start: usize, words: &[(&str, Part)]) -> Option<Read> {
    let (word, part) = words.iter().find_map(|(word, part)| Some((flat.says(start, word)?, *part)))?;
    let may_be_said = matches!(part, Part::SureHouse | Part::Lane) || &flat.bytes[start..word] == b"nha so";
    let number = NUMBER.find(&flat.bytes[word..]).map(|number| word + number.end());
    let number = number.or_else(|| said_number(flat, word).filter(|_| may_be_said));
    // "sn 1967" is when somebody was born.
    let is_year = |end: usize| {
        &flat.bytes[start..word] == b"sn"
            && matches!(&flat.bytes[word..end], [.., b'1', b'9', _, _] | [.., b'2', b'0', _, _])
    };
    let is_counted = |end: usize| {
        &flat.bytes[start..word] == b"nha"
            && (COUNTED.is_match(&flat.bytes[end..]) || (flat.bytes[end - 1] == b'k' && end - word > 3))
    };
    let is_ward = |end: usize| part == Part::Room && &flat.bytes[start..word] == b"p" && end - word < 4;
    let number = number.filter(|end| !is_counted(*end) && !is_ward(*end) && !is_year(*end));
    // "số 035 3 54 ..": a row of digits goes on.
    let goes_on = |end: usize| part == Part::House && ROW.is_match(&flat.bytes[end..]);
    if let Some(end) = number.filter(|end| !goes_on(*end)) {
        return Some(Read { part, start, end, is_numbered: true, is_weak: false });
    }
    // "p.1203" is a room, "p. 5" and "p. An Biên" are wards.
    let is_ward = &flat.bytes[start..word] == b"p" && part == Part::Room;
    if matches!(part, Part::House | Part::SureHouse) || is_ward {
        return None;
    }
    // "bản Nà Lốc" is a hamlet, "bản chính" a paper.
    let next = word + 1;
    if RARE.contains(&&flat.bytes[start..word])
        && !(flat.is_capital(next) && flat.bytes.get(word) == Some(&b' '))
    {
        return None;
    }
    // "p An Biên" is a ward, "p tôi" is none; with a point it is one whatever follows.
    let has_point = flat.bytes.get(word) == Some(&b'.');
    let is_short = word - start == 1 && !has_point;
    let word = word + usize::from(has_point);
    let is_small = matches!(part, Part::Room | Part::Lane | Part::Area);
    let beside =
        BESIDE.find(&flat.bytes[word..]).filter(|_| is_small).map_or(word, |beside| word + beside.end());
    let end = named(flat, beside, is_short).or((beside > word).then_some(beside))?;
    Some(Read { part, start, end, is_numbered: false, is_weak: false })
}

/// The end of a number in words; "ngõ sau chợ" has none.
fn said_number(flat: &Flat, word: usize) -> Option<usize> {
    const DIGITS: &str = "một hai ba bốn năm sáu bảy bẩy tám chín mười";
    let number = SAID_NUMBER.captures(&flat.bytes[word..])?;
    let first = number.get(1)?.range();
    let is_number = flat.is_plain || flat.is_one_of(word + first.start..word + first.end, DIGITS, "");
    is_number.then_some(word + number.get(0)?.end())
}

/// A number alone, where a street or a name follows and something before it says that it is a place, or a slash in it.
fn bare_house(flat: &Flat, start: usize) -> Option<Read> {
    if start.checked_sub(1).is_some_and(|before| matches!(flat.bytes[before], b'/' | b'-' | b'.')) {
        return None;
    }
    let number = BARE.find(&flat.bytes[start..])?;
    let end = start + number.end();
    let is_day = number.as_bytes().iter().filter(|byte| **byte == b'/').count() == 2
        && DAY.is_match(number.as_bytes());
    let is_year = is_day || number.len() == 4 && matches!(&number.as_bytes()[..2], b"19" | b"20");
    let has_slash = number.as_bytes().contains(&b'/');
    let is_placed = has_slash || PLACED.is_match(flat.before(start, 24));
    if is_year || flat.bytes.get(end) != Some(&b' ') || !is_placed {
        return None;
    }
    let next = end + 1;
    let words = [Part::Street, Part::Lane, Part::Area];
    let part = begun(flat, next, &WORDS).map(|read| read.part);
    let is_street = part.is_some_and(|part| words.contains(&part));
    let is_named = part.is_none() && capitals(flat, next) >= 2 && !OFFICE.is_match(&flat.bytes[next..]);
    let is_small =
        part.is_none() && has_slash && !flat.has_capitals_within && named(flat, next, false).is_some();
    let is_house = is_street || (is_named && !flat.is_shouted) || is_small || (flat.is_shouted && has_slash);
    is_house.then_some(Read { part: Part::House, start, end, is_numbered: true, is_weak: false })
}

/// A name without a word: of the street behind a house, of a ward behind a comma.
fn bare_name(flat: &Flat, start: usize, last: &Read, has_sign: bool) -> Option<Read> {
    // A point ends the sentence before a name without its word.
    if OFFICE.is_match(&flat.bytes[start..]) || flat.bytes[last.end..start] == *b". " {
        return None;
    }
    if let Some(end) = PLACES.split('|').find_map(|place| flat.says(start, place)) {
        return Some(Read { part: Part::Bare, start, end, is_numbered: false, is_weak: false });
    }
    let is_behind_number = last.is_numbered && !has_sign;
    if flat.is_capital(start) && !flat.is_shouted {
        let end = named(flat, start, true)?;
        return Some(Read { part: Part::Bare, start, end, is_numbered: false, is_weak: false });
    }
    let may_be_small = !flat.has_capitals_within || flat.is_shouted;
    if may_be_small && (is_behind_number || has_sign) && last.part != Part::Ward {
        let end = named(flat, start, false)?;
        return Some(Read { part: Part::Bare, start, end, is_numbered: false, is_weak: true });
    }
    None
}

fn capitals(flat: &Flat, mut at: usize) -> usize {
    let mut words = 0;
    while flat.is_capital(at) {
        words += 1;
        at = flat.word_end(at) + 1;
    }
    words
}
