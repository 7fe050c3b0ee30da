//! Names of private people: after a title or a relation, after "tên là", or a family name with what follows it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use dialogue::text::fold;
use regex::bytes::Regex;

use super::Finding;
use super::name_forms::{
    MAX_WORDS, capitals, is_among, is_family, is_folded_family, is_past, is_place, is_written, name, small,
    written,
};
use super::name_words::{
    ALONE, ALONE_PLAIN, CALLED, COMMON, COMPOUNDS, FORM, GIVEN, GIVEN_PLAIN, LOOSE, OFFICES, OFFICES_PLAIN,
    PLACES, SOMEBODY, SURE, THINGS, TITLE, TITLES, UNCALLED,
};
use super::untitled::{initials, joined, untitled};
use crate::screen::flat::{Flat, regex};

pub(super) fn names(flat: &Flat) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(title) = TITLE.find_at(&flat.bytes, at) {
        found.extend(after_title(flat, title.range()));
        at = title.start() + 1;
    }
    let begins = |at: &usize| flat.is_edge(at.checked_sub(1)) && flat.bytes[*at].is_ascii_alphabetic();
    for at in (0..flat.bytes.len()).filter(begins) {
        found.extend(family(flat, at).or_else(|| small_family(flat, at)).or_else(|| untitled(flat, at)));
    }
    let joined = joined(flat, &found);
    found.extend(joined);
    let again = again(flat, &found);
    found.extend(again);
    found
}

/// A name that begins right behind a title.
fn after_title(flat: &Flat, title: Range<usize>) -> Option<Finding> {
    let start = title.end;
    let said = written(flat, title.clone());
    let said = said.trim_end_matches([' ', ':']).rsplit(' ').next().unwrap_or_default();
    // In a text without marks "duong" is a street as often.
    if (!is_among(TITLES, said) && !flat.is_plain) || (flat.is_plain && said == "duong") {
        return None;
    }
    let (first, end) = (start..flat.word_end(start), capitals(flat, start));
    let is_past =
        is_past(flat, title.start) || title.start.checked_sub(4).is_some_and(|two| is_past(flat, two));
    if is_past || (flat.is_capital(title.start) && is_place(flat, title.start)) {
        return None;
    }
    let before = flat.before(start, 40);
    if let Some(end) = initials(flat, start) {
        return Some(name(start, end));
    }
    if FORM.is_match(before) && !first.is_empty() {
        return Some(name(start, small(flat, start)));
    }
    if !flat.is_capital(start) || flat.is_shouted {
        return called(flat, said, first.clone()).or_else(|| uncapped(flat, said, first, before));
    }
    let like_family = is_family(flat, start);
    let is_alone = end == first.end;
    // "Công ty tôi là TNHH": short forms are no names.
    if is_alone && first.len() > 1 && first.clone().all(|at| flat.is_capital(at)) {
        return None;
    }
    let is_office = (flat.is_one_of(first.clone(), OFFICES, OFFICES_PLAIN) && (is_alone || !like_family))
        || (is_alone && flat.is_one_of(first.clone(), ALONE, ALONE_PLAIN))
        || (["nhà", "con", "tàu"].contains(&said) && flat.is_one_of(first.clone(), THINGS, THINGS))
        || flat.says_one(start, PLACES)
        || flat.says_one(start, COMPOUNDS);
    let words = flat.bytes[start..end].split(|byte| *byte == b' ').count();
    // "Em Xin Hỏi Thủ Tục": a keyboard that begins each word so.
    if words > 3 && !like_family && !is_folded_family(flat, start) {
        return None;
    }
    // "o Bê" is an aunt in Huế and "e Thảo" a short "em"; without marks they are other words.
    let is_loose = is_among(LOOSE, said) && (flat.is_plain || !matches!(said, "o" | "e"));
    let is_enough = if said == "e" {
        !is_alone || flat.is_one_of(first.clone(), GIVEN, "")
    } else if is_alone && said == "tôi" {
        // "tôi Vi, nhà số 2": a name of one word is set apart.
        flat.bytes.get(end).is_none_or(|byte| matches!(byte, b',' | b'.' | b';')) && end > start + 1
    } else if said == "tôi" && KIN_OF_MINE.is_match(before) && words > 1 {
        true
    } else if is_loose && !SOMEBODY.is_match(before) && !SURE.is_match(before) {
        (like_family && !is_alone) || (said == "con" && is_alone && is_kin(flat, end))
    } else {
        end > start + 1
    };
    (is_enough && !is_office && !is_place(flat, start)).then(|| name(start, end))
}

/// A name of several words behind a title where capitals tell nothing: a family name must begin it, or a birth follow.
fn uncapped(flat: &Flat, said: &str, first: Range<usize>, before: &[u8]) -> Option<Finding> {
    let end = small(flat, first.start);
    if end == first.end {
        return None;
    }
    // "la" is a family name too, but here it is the "là" of "tên là".
    let is_word = flat.is_one_of(first.clone(), "mã la từ vì", "la ma do tu vi khong ly ninh");
    let is_sure = flat.is_shouted || SURE.is_match(before) || has_middle(flat, first.start);
    let is_whole = is_sure && !is_word && is_family(flat, first.start);
    let is_born = || KIN.contains(&said) && !OWN.contains(&&flat.bytes[first.clone()]) && is_born(flat, end);
    (is_whole || is_born()).then(|| name(first.start, end))
}

/// Words behind a relation that are no name: "con tôi sinh 2019".
const OWN: [&[u8]; 17] = [
    b"la", b"nu", b"nam", b"toi", b"em", b"minh", b"chau", b"nha", b"cua", b"ruot", b"tui", b"trai", b"gai",
    b"dau", b"ca", b"ut", b"chi",
];

/// Somebody of mine, whatever they are called: "chồng tôi Michael Robert".
static KIN_OF_MINE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:vo|chong|me|bo|cha|con|chau|em|anh|chi)(?: (?:trai|gai))? toi $"));
/// Relations of whom a birth is told.
const KIN: [&str; 17] = [
    "cháu", "chau", "con", "bé", "be", "em", "mẹ", "me", "bố", "bo", "vợ", "vo", "chồng", "chong", "cụ",
    "cu", "tên",
];

/// Whether a birth follows: "cháu bảo ngân sinh 2019".
fn is_born(flat: &Flat, end: usize) -> bool {
    static BORN: LazyLock<Regex> = LazyLock::new(|| regex(r"^,? (?:sinh|sn|ns)(?: nam| ngay)? ?[0-9]"));
    // "chi phí phát sinh ngày 5" is no birth.
    let last = flat.bytes[..end].rsplit(|byte| *byte == b' ').next().unwrap_or_default();
    BORN.is_match(&flat.bytes[end..]) && !matches!(last, b"phat" | b"hoc" | b"ve" | b"tuyen" | b"thi" | b"hy")
}

/// Whether "nhà em", "của tôi" follows: then "con Bống" is a child, or a pet.
fn is_kin(flat: &Flat, end: usize) -> bool {
    let next = &flat.bytes[end..];
    [&b" nha "[..], b" toi", b" em ", b" cua ", b" con ", b" chau"].iter().any(|word| next.starts_with(word))
}

/// Whether a common family name and a middle name stand here in small letters, with one word more: "hoang sy lang".
fn has_middle(flat: &Flat, start: usize) -> bool {
    const FAMILY: &str = "nguyen tran le pham hoang huynh phan vu bui trinh luong dinh doan dang";
    /// Other words too: only before what is a middle name and little else.
    const DOUBTFUL: &str = "do ho ngo vo ly mai cao dao ha lam duong ta to chu";
    const SURE_MIDDLE: &str = "van thi sy ngoc xuan duc huu minh dinh quang";
    const MIDDLE: &str = "van thi duc huu ngoc xuan cong quang minh thanh sy si dinh ba duy trong manh quoc the bich kim thu hong khanh gia bao tuan viet danh tien phuc ta ho hoang phuong";
    let is_one_of = |words: &str, start: usize| {
        flat.bytes.get(start).is_some()
            && words.split(' ').any(|word| word.as_bytes() == &flat.bytes[start..flat.word_end(start)])
    };
    let second = flat.word_end(start) + 1;
    let third = if second < flat.bytes.len() { flat.word_end(second) + 1 } else { return false };
    let goes_on = flat.bytes.get(third).is_some_and(u8::is_ascii_alphabetic) && flat.bytes[third - 1] == b' ';
    let is_pension = flat.bytes[start..].starts_with(b"luong huu");
    let is_sure = is_one_of(FAMILY, start) && is_one_of(MIDDLE, second);
    let is_likely = is_one_of(DOUBTFUL, start) && is_one_of(SURE_MIDDLE, second);
    flat.is_plain && goes_on && !is_pension && (is_sure || is_likely)
}

/// "ông toàn", "chị lan": a given name in small letters.
fn called(flat: &Flat, said: &str, first: Range<usize>) -> Option<Finding> {
    let is_title = CALLED.split(' ').any(|title| title == said || (flat.is_plain && fold(title) == said));
    let pair = format!("{said} {}", written(flat, first.clone()));
    // Without marks "co" is "có" far more often.
    let is_given = flat.is_one_of(first.clone(), GIVEN, GIVEN_PLAIN) && !(flat.is_plain && said == "co");
    let is_report = flat.before(first.start, 12).ends_with(b"phan anh ");
    (is_title && is_given && !is_report && !UNCALLED.split('|').any(|known| known == pair))
        .then(|| name(first.start, first.end))
}

/// A family name with a capital, and two words or more with one behind it.
fn family(flat: &Flat, start: usize) -> Option<Finding> {
    if flat.is_shouted || !flat.is_capital(start) {
        return None;
    }
    let end = capitals(flat, start);
    let words: Vec<&[u8]> = flat.bytes[start..end].split(|byte| *byte == b' ').collect();
    let second = flat.word_end(start) + 1;
    let is_sure =
        second < end && matches!(written(flat, second..flat.word_end(second)).as_str(), "văn" | "thị");
    // Written without marks on a card or an account: "DO VAN TRUNG".
    let is_card = is_folded_family(flat, start)
        && second < end
        && matches!(&flat.bytes[second..flat.word_end(second)], b"van" | b"thi");
    // Without marks "Duong" begins a street as often.
    let is_street = flat.is_plain && words[0] == b"duong" && !is_card;
    let is_whole = (3..=MAX_WORDS).contains(&words.len()) && !is_street;
    let is_person = is_whole && (is_family(flat, start) || is_sure || is_card);
    (is_person && !is_past(flat, start) && !is_place(flat, start)).then(|| name(start, end))
}

/// A family name and a middle name in small letters, with one or two words behind them.
fn small_family(flat: &Flat, start: usize) -> Option<Finding> {
    const SURE_MIDDLES: [&[u8]; 6] = [b"van", b"thi", b"duc", b"huu", b"ngoc", b"xuan"];
    const SURE_FAMILIES: &str = "nguyễn phạm đặng huỳnh trịnh bùi đinh trần lê vũ hoàng";
    const MORE_MIDDLES: &str = "quang minh duy mạnh quốc thế bích kim thu mỹ hồng khánh bảo anh như tuấn viết tiến phúc hoàng phương";
    const SCIENCES: [&[u8]; 8] = [b"quan ", b"xu ", b"vat ", b"dia ", b"hop ", b"thanh ", b"phap ", b"tam "];
    let place = start..flat.word_end(start);
    let is_common = COMMON.split(' ').any(|family| {
        let word = written(flat, place.clone());
        word == family || ((flat.is_plain || flat.is_shouted) && word == fold(family))
    });
    let is_pension = flat.bytes[start..].starts_with(b"luong huu");
    let is_science = is_pension || SCIENCES.iter().any(|word| flat.before(start, 8).ends_with(word));
    if flat.is_capital(start) && !flat.is_shouted || !is_common || is_science {
        return None;
    }
    let second = flat.word_end(start) + 1;
    let stop = if second < flat.bytes.len() { flat.word_end(second) } else { return None };
    let third = flat.bytes.get(stop + 1).is_some_and(u8::is_ascii_alphabetic);
    // "ta quoc huy 01/09/1994": who begins so gives a name.
    static DATA: LazyLock<Regex> = LazyLock::new(|| {
        regex(r"^,? (?:[0-9ol]{1,2}[/.-][0-9ol]{1,2}[/.-]|(?:sn|sinh|sdt|dt|cccd|cmnd|ns) ?:? ?[0-9])")
    });
    let begins = start == 0 || flat.bytes[start - 1] == b'\n';
    if begins && third && DATA.is_match(&flat.bytes[small(flat, start)..]) {
        return Some(name(start, small(flat, start)));
    }
    // With their marks more middle names are sure: "nguyễn thu hà".
    let same_case = flat.is_capital(start) == flat.is_capital(second);
    let is_marked = same_case
        && flat.is_one_of(start..second - 1, SURE_FAMILIES, "")
        && flat.is_one_of(second..stop, MORE_MIDDLES, "");
    let is_middle =
        is_marked || (SURE_MIDDLES.contains(&&flat.bytes[second..stop]) && is_written(flat, start));
    (third && is_middle && !is_place(flat, start)).then(|| name(start, small(flat, start)))
}

/// The names of one word that were found once, wherever else they stand alone with their capital.
fn again(flat: &Flat, found: &[Finding]) -> Vec<Finding> {
    /// More different names are not looked for again: a text of nothing but names must not cost more than its length.
    const MOST: usize = 20;
    let is_word = |finding: &&Finding| {
        let word = &flat.chars[finding.start..finding.end];
        word.len() > 1 && !word.contains(&' ') && flat.is_capital(finding.start)
    };
    let words: HashSet<&[char]> = found
        .iter()
        .filter(is_word)
        .map(|finding| &flat.chars[finding.start..finding.end])
        .take(MOST)
        .collect();
    if words.is_empty() {
        return Vec::new();
    }
    let known: HashSet<usize> = found.iter().map(|finding| finding.start).collect();
    let is_name = |start: &usize| {
        let end = flat.word_end(*start);
        let follows = *start >= 2 && flat.bytes[start - 1] == b' ';
        let is_longer = flat.bytes.get(end) == Some(&b' ') && flat.is_capital(end + 1);
        flat.is_capital(*start)
            && flat.is_word_start(*start)
            && words.contains(&flat.chars[*start..end])
            && !known.contains(start)
            && follows
            && !is_longer
            && !is_place(flat, *start)
    };
    (0..flat.bytes.len()).filter(is_name).map(|start| name(start, flat.word_end(start))).collect()
}
