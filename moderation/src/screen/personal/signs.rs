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
/// A name in a network: behind the network's word, or behind an @.
static NICK: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:fb|face|facebook|phay|phay but|zalo|tik ?tok|tele|telegram|insta|instagram|ig|nick|youtube|yt|wechat|skype)(?: (?:la|ten|nick|cua|toi|em|minh|ca nhan|tiktok|fb|zalo)){0,3} ?[:=-]? ?(@[a-z0-9][a-z0-9._]{2,}|[a-z0-9]+(?:[._][a-z0-9]+)+|[a-z]+[0-9]+[a-z0-9]*)|(?:^|[ ,:(])(@[a-z0-9][a-z0-9._]{3,})",
    )
});
/// The page of an office, or an address of one.
static OFFICIAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^@?(?:ubnd|hdnd|so[a-z]+hp|haiphong|tphaiphong|congan|admin|all|everyone)|(?:gmail|yahoo|outlook|hotmail)|\.(?:gov|vn|com|net|org)\b",
    )
});
/// An e-mail that is told: "an chín hai a còng gờ meo chấm com".
static SAID_EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[,.]? ?(?:@|\ba (?:cong|vong|moc|moi)\b|\ba con\b|\bat\b),? ?(?:go ?meo(?:o)?|g ?mail|gi meo|gmeo|yahoo|da hu|outlook|hotmail|icloud|[a-z0-9-]+)(?:,? ?(?:\.|\bcham\b|\bdot\b|\bphay\b) ?(?:com|vn|net|org|edu|gov|co|cong|ve en|vi en))+\b",
    )
});
/// Before the name of an e-mail that is told.
static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:la|mail|email|imail|thu|qua|gui|ve|toi|vao|cho|den|dia chi|hom thu|chi|tui|em|minh|cua|theo|ghi|doc|o)$",
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
        r"\b[1-9][0-9] ?[-.]? ?(?:[a-z]{1,2}|[a-z][0-9])[ .-]{0,3}(?:[0-9]{3} ?[.-]? ?[0-9] ?[0-9]|[0-9]{2}[ .][0-9]{3}|[0-9]{4})\b",
    )
});
/// A plate in words, behind what says that it is one.
static SAID_PLATE: LazyLock<Regex> = LazyLock::new(|| {
    let digit = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|tam|chin|muoi|[0-9])";
    regex(&format!(
        r"\b(?:bien so|bien kiem soat|bks|bien|xe) (?:la |so )?({digit}(?: {digit}){{0,2}} [a-z](?: {digit})?(?:,? (?:cham |gach )?{digit}){{4,5}})\b"
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
/// A day with its year, or a year alone.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let digit = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|muoi mot|muoi hai)";
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    regex(&format!(
        r"\b(?:[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?(?:19|20)[0-9]{{2}}|[0-3][0-9] [01][0-9] (?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}} ?[/.-] ?[01]?[0-9] ?[/.-] ?[0-3]?[0-9]|[0-3]?[0-9][ -]{month}[ -](?:19|20)[0-9]{{2}}|(?:(?:mung )?[0-3]?[0-9]|(?:mung |hai |ba )?{digit}(?: {digit})?) thang (?:[01]?[0-9]|gieng|chap|{digit})(?: am(?: lich)?)?,?(?: nam)? (?:19|20)[0-9]{{2}}|(?:thang )?[01]?[0-9] ?[/.-] ?(?:19|20)[0-9]{{2}}|[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?[0-9]{{2}}|[01]?[0-9]/[0-9]{{2}}|nam (?:[3-9][0-9]|(?:mot chin )?{digit} {digit})|(?:mot chin|hai khong) {digit} {digit}|19[2-9][0-9]|200[0-9]|201[0-9])\b"
    ))
});
/// What is said of a birth.
static BORN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:sinh|sanh|khai sinh|khai sanh|ngay sinh|nam sinh|sn|sinh nhat|chao doi|de|dob|date of birth)\b",
    )
});
/// Behind "sinh", what makes it another word.
static OTHER_BIRTH: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^ (?:hoat|vien|ke|loi|thai|mon|ly|to|dong|su)\b"));
/// What has a day of its own.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:nop|cap|ky|hen|tu ngay|den ngay|het han|lam|nhan|gui|bat dau|khai giang|quyet dinh|nghi dinh|luat|mat|cuoi|ket hon|hop|thong bao|hoc|thi|tuyen|nhap hoc|truoc|sau|tu|den|hom nay|[a-z]*[0-9]{4})\b",
    )
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
    LINK.find_iter(&flat.bytes).map(finding).filter(is_own).chain(named).collect()
}

pub(super) fn emails(flat: &Flat) -> Vec<Finding> {
    let finding = |found: regex::bytes::Match<'_>| Finding {
        kind: Kind::Email,
        start: found.start(),
        end: found.end(),
    };
    let told = SAID_EMAIL.find_iter(&flat.bytes).filter_map(|told| {
        let start = told_from(flat, told.start());
        (start < told.start()).then(|| Finding { kind: Kind::Email, start, end: told.end() })
    });
    let mut found: Vec<Finding> = EMAIL.find_iter(&flat.bytes).map(finding).collect();
    // The longer of two that overlap: a name of several words goes before its last one.
    for told in told {
        found.retain(|known| known.end <= told.start || told.end <= known.start || known.start < told.start);
        found.push(told);
    }
    found
}

/// Where the name of an e-mail begins that ends here: up to six words back, as far as nothing else is said.
fn told_from(flat: &Flat, end: usize) -> usize {
    const MOST: usize = 6;
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
        if word.is_empty() || MAIL.is_match(word) || word.ends_with(b".") {
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
    let found = PLATE.find_iter(&flat.bytes).filter(is_plate);
    let said = SAID_PLATE.captures_iter(&flat.bytes).filter_map(|said| said.get(1));
    let plate = |found: regex::bytes::Match<'_>| Finding {
        kind: Kind::Plate,
        start: found.start(),
        end: found.end(),
    };
    found.chain(said).map(plate).collect()
}

/// The day alone, without the word before it.
pub(super) fn births(flat: &Flat) -> Vec<Finding> {
    let finding = |found: Captures<'_>| {
        let day = found.iter().skip(1).flatten().next()?;
        let is_birth = !NO_BIRTH.is_match(flat.before(found.get(0)?.start(), 16));
        is_birth.then_some(Finding { kind: Kind::BirthDate, start: day.start(), end: day.end() })
    };
    // Whole days first: "sinh 1938" is the beginning of "sinh 1938-10-05".
    let days = DAY.find_iter(&flat.bytes).filter(|day| is_birth(flat, day));
    let days = days.map(|day| Finding { kind: Kind::BirthDate, start: day.start(), end: day.end() });
    days.chain(BIRTH.captures_iter(&flat.bytes).filter_map(finding)).collect()
}

/// Whether something about a birth is said before a day, and nothing that has its own day; or whether it stands in
/// brackets or between commas behind a name.
fn is_birth(flat: &Flat, day: &regex::bytes::Match<'_>) -> bool {
    let before = flat.before(day.start(), 64);
    let is_other = |born: &regex::bytes::Match<'_>| {
        NO_BIRTH.is_match(&before[..born.start()]) || OTHER_BIRTH.is_match(&before[born.end()..])
    };
    let told = BORN.find_iter(before).filter(|born| !is_other(born)).last();
    let is_year = day.len() == 4;
    if let Some(born) = told {
        let between = &before[born.end()..];
        let is_far = between.len() > if is_year { 30 } else { 56 };
        return !is_far && !EVENT.is_match(between);
    }
    if is_short(day.as_bytes()) {
        return false;
    }
    let behind = flat.bytes.get(day.end()).copied();
    let (is_set_apart, gap) = match before {
        [.., b' ', b'('] => (behind == Some(b')'), 2),
        [.., b',', b' '] => (matches!(behind, Some(b',' | b'.' | b';')), 2),
        [.., b' '] => (!is_year && is_child(before), 1),
        _ => (false, 0),
    };
    let end = day.start().saturating_sub(gap);
    let words = (0..end).rev().take(24).filter(|at| flat.is_word_start(*at)).take(2);
    let mut words = words.map(|at| flat.is_capital(at));
    is_set_apart && (is_child(before) || (words.next() == Some(true) && words.next() == Some(true)))
}

/// Whether a day is written so that only what is said before it makes it one: "5/88", "năm 62".
fn is_short(day: &[u8]) -> bool {
    static LONG: LazyLock<Regex> = LazyLock::new(|| regex(r"(?:19|20)[0-9]{2}"));
    !LONG.is_match(day)
}

/// Whether a child is spoken of right before.
fn is_child(before: &[u8]) -> bool {
    static CHILD: LazyLock<Regex> =
        LazyLock::new(|| regex(r"\b(?:con|chau|be|nhoc)\b[a-z ]{0,24}(?:moi|duoc|tu|sn)? ?[(]?$"));
    CHILD.is_match(before)
}
