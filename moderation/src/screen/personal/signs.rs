//! What is known by its form: pages of people, e-mail addresses, plates, days of birth.

use std::sync::LazyLock;

use regex::bytes::{Captures, Regex};

use super::{Finding, Kind};
use crate::screen::flat::{Flat, regex};

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:https?://)?(?:(?:www|m|web|mobile|vi-vn)\.)*(?:(?:facebook|fb|tiktok|instagram|twitter|x) ?\. ?com|(?:fb|m|zalo|t) ?\. ?me|threads\.net|linkedin\.com/in|youtube\.com/@) ?/ ?@?[^\s,;)(\x22]+",
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"(?:@|\[at\]|\(at\)|\[a\]|\(a\)|\[@\]|\(@\)|\ba cong\b|\bat\b)";
    let dot = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\[cham\]|\(cham\)|\bcham\b|\bdot\b)";
    let end = r"(?:com|vn|net|org|edu|gov|info|me|io|asia|biz)";
    regex(&format!(
        r"[a-z0-9](?:[a-z0-9._%+-]|\[\.\])* ?{at} ?[a-z0-9][a-z0-9-]*(?: ?{dot} ?[a-z0-9-]+)* ?{dot} ?{end}\b"
    ))
});
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b[1-9][0-9] ?[-.]? ?(?:[a-z]{1,2}|[a-z][0-9])[ .-]{0,3}(?:[0-9]{3} ?[.-]? ?[0-9]{2}|[0-9]{2}[ .][0-9]{3}|[0-9]{4})\b",
    )
});
static PLATE_WORD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:bien so|bien kiem soat|bks|bien|xe|o to|oto)\b"));
/// Words before what only looks like a plate.
static NO_PLATE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:lop|khoi|phong|toa|can|can ho|lo|mau|ma|model|thua|khu) $"));
/// Letters behind a number that make it a measure and no plate.
static UNIT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[0-9]{2} ?[-.]? ?(?:kg|km|cm|mm|ha|kw|hp|cc|ml|m[23])\b"));
static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let day = r"(?:ngay |mung |hom |vao |ngay mung |hom mung )?(?:[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?(?:19|20)?[0-9]{2}|[0-3][0-9] ?[01][0-9] ?(?:19|20)[0-9]{2})";
    let words = r"(?:ngay |mung |hom |vao |ngay mung |hom mung )?[0-3]?[0-9] thang [01]?[0-9](?:,?(?: nam)? (?:19|20)[0-9]{2})?";
    let year = r"(?:(?:thang )?[01]?[0-9] ?[/-] ?|nam )?(?:19|20)[0-9]{2}";
    let digit = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)";
    let said = format!(r"(?:mot chin|hai khong) {digit} {digit}");
    regex(&format!(
        r"\b(?:ngay thang nam sinh|ngay sinh|nam sinh|sinh ngay|sinh nam|sinh vao|sinh hoi|sinh nhat|sinh|chao doi|de (?:ngay|nam|hom)|sn|ns)\b(?: cua [a-z]+(?: [a-z]+)?)? ?[:.]? ?(?:la )?({day}|{words}|{year}|{said})\b|\b(?:sn|ns|sinh nam) ?:?([0-9 ][0-9]{{2}}|[0-9]{{2}})\b|\b(?:chong|vo|con|chau|em|toi|anh|chi|me|bo|ong|ba|trai|gai)(?: [a-z]+)? \(((?:19|20)[0-9]{{2}})\)|\b({day}) (?:la )?(?:ngay sinh|sinh nhat)\b"
    ))
});
/// Words before "sinh" with which it means something else, or somebody who is not named.
static NO_BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:hoc|ve|phat|khai|ky|tuyen|hy|thu|luong|khu|bac|tre|tre em|nguoi|cong dan|thanh nien|ai|thi|si|giao) $",
    )
});

pub(super) fn links(flat: &Flat) -> Vec<Finding> {
    let finding = |found: regex::bytes::Match<'_>| {
        let signs = found
            .as_bytes()
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b'.' | b'!' | b'?' | b':'))
            .count();
        Finding { kind: Kind::ProfileLink, start: found.start(), end: found.end() - signs }
    };
    let is_own = |finding: &Finding| flat.is_edge(finding.start.checked_sub(1));
    LINK.find_iter(&flat.bytes).map(finding).filter(is_own).collect()
}

pub(super) fn emails(flat: &Flat) -> Vec<Finding> {
    let finding = |found: regex::bytes::Match<'_>| Finding {
        kind: Kind::Email,
        start: found.start(),
        end: found.end(),
    };
    EMAIL.find_iter(&flat.bytes).map(finding).collect()
}

/// A plate of four digits without a sign needs a word of vehicles before it.
pub(super) fn plates(flat: &Flat) -> Vec<Finding> {
    let is_plate = |found: &regex::bytes::Match<'_>| {
        let bytes = found.as_bytes();
        let digits = bytes
            .iter()
            .rev()
            .take_while(|byte| !byte.is_ascii_alphabetic())
            .filter(|byte| byte.is_ascii_digit());
        let is_sure = digits.count() >= 5 || PLATE_WORD.is_match(flat.before(found.start(), 32));
        is_sure && !UNIT.is_match(bytes) && !NO_PLATE.is_match(flat.before(found.start(), 16))
    };
    let found = PLATE.find_iter(&flat.bytes).filter(is_plate);
    found.map(|found| Finding { kind: Kind::Plate, start: found.start(), end: found.end() }).collect()
}

/// The day alone, without the word before it.
pub(super) fn births(flat: &Flat) -> Vec<Finding> {
    let finding = |found: Captures<'_>| {
        let day = found.iter().skip(1).flatten().next()?;
        let is_birth = !NO_BIRTH.is_match(flat.before(found.get(0)?.start(), 16));
        is_birth.then_some(Finding { kind: Kind::BirthDate, start: day.start(), end: day.end() })
    };
    BIRTH.captures_iter(&flat.bytes).filter_map(finding).collect()
}
