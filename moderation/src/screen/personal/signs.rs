//! What is known by its form: pages of people, e-mail addresses, plates.

use std::sync::LazyLock;

use regex::bytes::Regex;

use super::births::digits;
use super::{Finding, Kind};
use crate::screen::flat::{Flat, regex};

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:https?://)?(?:(?:www|m|web|mobile|vi-vn)\.)*(?:(?:facebook|fb|tiktok|instagram|twitter|x) ?\. ?com|(?:fb|m|zalo|t) ?\. ?me|threads\.net|linkedin\.com/in|youtube\.com) ?/ ?@?[^\s,;)(\x22]+|\b(?:fb|face|facebook|tiktok|insta) ?(?:cham|\.) ?com ?(?:xet|xuyet|gach|gach cheo|/) ?[a-z0-9][a-z0-9._-]{2,}|\b(?:fb|face|facebook|tiktok|zalo|insta|youtube)/@?[a-z0-9][a-z0-9._-]{2,}",
    )
});
/// A name in a network: behind the network's word, or behind an @.
static NICK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:fb|face|facebook|phay|phay but|zalo|tik ?tok|tele|telegram|insta|instagram|ig|nick|ins|kenh|youtube|yt|wechat|skype|line|messenger)(?: (?:la|ten|nick|cua|toi|em|minh|ca nhan|tiktok|fb|zalo)){0,3} ?[:=-]? ?(@[a-z0-9_][a-z0-9._-]{2,}|[a-z0-9]+(?:[._][a-z0-9]+)+|[a-z]+[0-9]+[a-z0-9]*)|(?:^|[ ,:(])(@[a-z0-9_][a-z0-9._-]{3,})",
    )
});
/// Before what a page is called, as its owner writes it: "zalo: Tuấn Bờ Đê 15".
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:fb|face|facebook|fanpage|zalo|tik ?tok|telegram|insta|instagram|nick|youtube|messenger)(?: (?:cua|toi|em|minh|chau|no|ong|ba|anh|chi|ay|do|ca nhan|de)){0,3}(?: ?: ?| (?:(?:ten la|la|ten|de ten|mang ten|ghi ten) ?:? ?)?)\x22?",
    )
});
/// The page of an office, or an address of one.
static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^@?(?:ubnd|hdnd|so[a-z]+hp|haiphong|tphaiphong|congan|admin|all|everyone)|(?:gmail|yahoo|outlook|hotmail)|\.(?:gov|vn|com|net|org)\b",
    )
});
/// The link of an office's page.
static OFFICIAL_LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"/@?(?:ubnd|congthongtin|thongtin|congan|tuoitre|doanthanhnien|haiphong|tphaiphong|benhvien)[a-z0-9._-]*$",
    )
});
/// How the page of an office is called.
static OFFICIAL_NAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:ubnd|uy ban|hai phong|thanh pho|so |phuong|xa |cong an|quan |huyen |bao |dai |truong|benh vien|cong ty|chinh quyen|cong thong tin|trung tam)",
    )
});
/// An e-mail that is told: "an chín hai a còng gờ meo chấm com".
static SAID_EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"[,.]? ?(?:@|\ba (?:cong|vong|moc|moi)\b|\ba con\b|\bcong\b|\bat\b),? ?";
    let end = r"(?:,? ?(?:\.|\bcham\b|\bdot\b|\bphay\b) ?(?:com|vn|net|org|edu|gov|co|cong|ve en|vi en))+\b";
    let known = r"\b(?:g ?mail|gmeo|yahoo|outlook|hotmail|icloud)\b";
    regex(&format!("{at}(?:{known}(?:{end})?|(?:go ?meo(?:o)?|gi meo|da hu|[a-z0-9-]+){end})"))
});
/// Before the name of an e-mail that is told.
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:la|mail|email|imail|thu|qua|gui|ve|toi|vao|cho|den|dia chi|hom thu|chi|tui|em|minh|cua|theo|ghi|doc|o)$",
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"(?:@|\[at\]|\(at\)|\(a cong\)|\(a moc\)|\[a\]|\(a\)|\[@\]|\(@\)|\ba cong\b|\bat\b)";
    let dot = r"(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)|\[cham\]|\(cham\)|\bcham\b|\bdot\b)";
    let end = r"(?:com|vn|net|org|edu|gov|info|me|io|asia|biz|ru|jp|kr|us|uk|fr|de|au|cn|tw|sg|ca|co|example|app|dev|xyz|online|site|store|shop)";
    regex(&format!(
        r"(?:[a-z0-9]+ \. )?[a-z0-9](?:[a-z0-9._%+-]|\[\.\])* ?{at}[ \n]?[a-z0-9][a-z0-9-]*(?: ?{dot} ?[a-z0-9-]+)* ?{dot} ?{end}\b"
    ))
});
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b[1-9][0-9] ?[-.]? ?(?:[a-z]{1,2}[0-9]?)[ .\n-]{0,3}(?:[0-9]{2}[0-9?] ?[.-]? ?[0-9?] ?[0-9]|[0-9]{2}[ .][0-9]{3}|[0-9]{4})\b",
    )
});
/// A plate digit by digit, or with some that nobody remembers, behind what says that it is one.
static SPACED_PLATE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:bien so|bien kiem soat|bks|bien|xe)(?: (?:la|so|dang ky|:)| mang)? ([1-9] ?[0-9] ?[-.]?[a-z]{1,2} ?[0-9]?[ .-]?(?: ?[0-9?x]){4,5})(?:[^a-z0-9]|$)",
    )
});
/// A plate in words: nothing else is counted so.
static SAID_PLATE: LazyLock<Regex> = LazyLock::new(|| {
    let digit = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi|[0-9])";
    regex(&format!(
        r"\b({digit}(?: {digit}){{0,2}} [a-z] ?(?:{digit})?(?:,? (?:cham |gach )?{digit}){{4,5}})\b"
    ))
});
static PLATE_WORD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:bien so|bien kiem soat|bks|bien|xe|o to|oto)\b"));
/// Words before what only looks like a plate.
static NO_PLATE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:lop|khoi|phong|toa|can|can ho|lo|mau|ma|model|thua|khu) $"));
/// Letters behind a number that make it a measure and no plate.
static UNIT: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^[0-9]{2} ?[-.]? ?(?:kg|km|cm|mm|ha|kw|hp|cc|ml|m[23])\b"));
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
    let is_own = |finding: &Finding| {
        let official = &flat.bytes[finding.start..finding.end];
        flat.is_edge(finding.start.checked_sub(1)) && !OFFICIAL_LINK.is_match(official)
    };
    let named = NICK.captures_iter(&flat.bytes).filter_map(|nick| {
        let (whole, name) = (nick.get(0)?, nick.get(1).or(nick.get(2))?);
        // The word of the network belongs to it: "fb: an.vidu"; what stands before a bare @ does not.
        let start = if nick.get(2).is_some() { name.start() } else { whole.start() };
        let is_nick = name.as_bytes().iter().any(u8::is_ascii_alphabetic)
            && !OFFICIAL.is_match(name.as_bytes())
            && flat.is_edge(start.checked_sub(1));
        let points = name.as_bytes().iter().rev().take_while(|byte| **byte == b'.').count();
        is_nick.then(|| Finding { kind: Kind::ProfileLink, start, end: name.end() - points })
    });
    let called = CALLED.find_iter(&flat.bytes).filter_map(|word| {
        let end = called(flat, word.end());
        (end > word.end()).then(|| Finding { kind: Kind::ProfileLink, start: word.end(), end })
    });
    LINK.find_iter(&flat.bytes).map(finding).filter(is_own).chain(named).chain(called).collect()
}

/// Where the words with capitals and numbers end that a page is called by; one alone may be anything.
fn called(flat: &Flat, start: usize) -> usize {
    const MOST: usize = 6;
    let (mut end, mut at, mut words) = (start, start, 0);
    while words < MOST {
        at += usize::from(flat.bytes.get(at) == Some(&b'('));
        let stop = flat.word_end(at);
        let is_number = words > 0 && stop > at && flat.bytes[at..stop].iter().all(u8::is_ascii_digit);
        if !(flat.is_capital(at) || (is_number && stop - at <= 4)) {
            break;
        }
        (end, words) = (stop, words + 1);
        at = stop + 1;
    }
    if words > 1 && !OFFICIAL_NAME.is_match(&flat.bytes[start..end]) { end } else { start }
}

pub(super) fn emails(flat: &Flat) -> Vec<Finding> {
    let finding = |found: regex::bytes::Match<'_>| Finding {
        kind: Kind::Email,
        start: found.start(),
        end: found.end(),
    };
    // "an.vidu@gmail.com" is written and not told.
    let is_written = |told: &regex::bytes::Match<'_>| {
        told.as_bytes()[0] == b'@' && !flat.is_edge(told.start().checked_sub(1))
    };
    let told = SAID_EMAIL.find_iter(&flat.bytes).filter(|told| !is_written(told)).filter_map(|told| {
        let start = told_from(flat, told.start());
        (start < told.start()).then(|| Finding { kind: Kind::Email, start, end: told.end() })
    });
    let is_office = |found: &regex::bytes::Match<'_>| found.as_bytes().ends_with(b".gov.vn");
    let written = EMAIL.find_iter(&flat.bytes).filter(|found| !is_office(found));
    let mut found: Vec<Finding> = written.map(finding).collect();
    // The longer of two that overlap: a name of several words goes before its last one.
    for told in told {
        found.retain(|known| known.end <= told.start || told.end <= known.start || known.start < told.start);
        found.push(told);
    }
    found
}

/// Where the name of an e-mail begins that ends here: up to ten words back, as far as nothing else is said.
fn told_from(flat: &Flat, end: usize) -> usize {
    const MOST: usize = 10;
    let mut start = end;
    for _ in 0..MOST {
        let gap = flat.bytes[..start].iter().rev().take_while(|byte| **byte == b' ').count();
        let stop = start - gap;
        let letters = flat.bytes[..stop]
            .iter()
            .rev()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        let begin = stop - letters.count();
        let word = &flat.bytes[begin..stop];
        if !word.iter().any(u8::is_ascii_alphanumeric) || MAIL.is_match(word) || word.ends_with(b".") {
            break;
        }
        start = begin;
    }
    start
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
        // "51 m2" is a measure, "51M2" begins a plate.
        let is_measure = UNIT.is_match(bytes) && !(found.start()..found.end()).any(|at| flat.is_capital(at));
        is_sure && !is_measure && !NO_PLATE.is_match(flat.before(found.start(), 16))
    };
    let bytes = digits(&flat.bytes);
    let found = PLATE.find_iter(&flat.bytes).chain(PLATE.find_iter(&bytes)).filter(is_plate);
    let spaced = SPACED_PLATE.captures_iter(&flat.bytes).filter_map(|spaced| spaced.get(1));
    let said = SAID_PLATE.captures_iter(&flat.bytes).filter_map(|said| said.get(1));
    let plate = |found: regex::bytes::Match<'_>| Finding {
        kind: Kind::Plate,
        start: found.start(),
        end: found.end(),
    };
    found.chain(spaced).chain(said).map(plate).collect()
}
