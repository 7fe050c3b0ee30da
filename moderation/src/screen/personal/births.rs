//! Days of birth: behind a word of births, behind a person, in brackets, and as years of the old calendar.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Captures, Regex};

use super::{Finding, Kind};
use crate::screen::flat::{Flat, regex};

/// A year of the sixty, by its stem and its animal. Source: the sexagenary cycle.
const CYCLE: &str = r"(?:giap|at|binh|dinh|mau|ky|canh|tan|nham|quy) (?:ty|ti|suu|dan|mao|meo|thin|ngo|mui|than|dau|tuat|hoi)";
/// A number in words, as days and years are told.
const DIGIT: &str = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|muoi mot|muoi hai)";

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let before = r"(?:ngay |mung |mong |hom |vao |ngay mung |ngay mong |hom mung )?";
    let day = format!(
        r"{before}(?:[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?(?:19|20)?[0-9]{{2}}|[0-3][0-9] ?[01][0-9] ?(?:19|20)[0-9]{{2}})"
    );
    let words = format!(r"{before}[0-3]?[0-9] thang [01]?[0-9](?:,?(?: nam)? (?:19|20)[0-9]{{2}})?");
    let year = r"(?:(?:thang |t)?[01]?[0-9] ?[/-] ?|nam )?(?:19|20)[0-9]{2}|2k[0-9]{1,2}";
    let digit = r"(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)";
    let said = format!(r"(?:mot chin|hai khong) {digit} {digit}");
    let about = r"(?:(?:cuoi|dau|giua|khoang|tam|nam|hoi|la|:) ?){0,2}";
    regex(&format!(
        r"\b(?:ngay thang nam sinh|ngaysinh|ngay sinh|nam sinh|sinh ngay|sinh nam|sinh vao|sinh hoi|sinh nhat|sinh|sanh|chao doi|ra doi|de (?:ngay|nam|hom)|ntns|sn|ns)\b(?: cua [a-z]+(?: [a-z]+)?)? ?[:.]? ?(?:la )?({day}|{words}|{year}|{said})\b|\b(?:sn|ns|sinh|sanh|de) ?{about}'?([0-9 ][0-9]{{2}}|[0-9]{{2}})(?:[ ,.;:()!?\n]|$)|\b(?:chong|vo|con|chau|em|toi|anh|chi|me|bo|ong|ba|trai|gai)(?: [a-z]+)? \(((?:19|20)[0-9]{{2}})\)|\b({day}) (?:la )?(?:ngay sinh|sinh nhat)\b"
    ))
});
/// The years of somebody who died.
static LIFE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[a-z] \(((?:18|19|20)[0-9]{2}) ?- ?(?:19|20)[0-9]{2}\)"));
/// Behind "sinh" and two digits, what they count: "sinh 12 con".
static COUNTED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^ ?(?:con|dua|chau|be|nguoi|lan|ngay|thang|tuan|vien|trieu|gio|phut|k|%)\b"));
/// A day with its year, or a year alone.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    regex(&format!(
        r"\b(?:[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?(?:19|20)[0-9]{{2}}|[0-3][0-9] [01][0-9] (?:19|20)[0-9]{{2}}|[0-3][0-9][01][0-9](?:19|20)[0-9]{{2}}|(?:19|20)[0-9]{{2}} ?[/.-] ?[01]?[0-9] ?[/.-] ?[0-3]?[0-9]|[0-3]?[0-9][ -]{month}[ -](?:19|20)[0-9]{{2}}|(?:ngay )?(?:(?:m[uo]ng )?[0-3]?[0-9]|(?:m[uo]ng |hai |ba |ham )?{DIGIT}(?: {DIGIT})?) thang (?:[01]?[0-9]|gieng|chap|{DIGIT})(?: am(?: lich)?)?,?(?: nam)? (?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}|(?:mot|hai) (?:nghin|ngan)(?: (?:{DIGIT}|tram|muoi|linh|le)){{1,6}})|(?:thang |t)?[01]?[0-9] ?[/.-] ?(?:19|20)[0-9]{{2}}|[0-3]?[0-9] ?[/.-] ?[01]?[0-9] ?[/.-] ?[0-9]{{2}}|[01]?[0-9]/[0-9]{{2}}|nam (?:[3-9][0-9]|(?:mot chin )?{DIGIT} {DIGIT})|(?:mot chin|hai khong) {DIGIT} {DIGIT}|2k[0-9]{{1,2}}|19[2-9][0-9]|200[0-9]|201[0-9])\b"
    ))
});
/// A whole day, by which it is known that a day is no year and no month.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{1,2}|[0-9]{4}(?:19|20)[0-9]{2})$",
    )
});
/// An age by the old calendar.
static AGE: LazyLock<Regex> =
    LazyLock::new(|| regex(&format!(r"\b(?:tuoi|cam tinh)(?: con [a-z]+| am| ta)? ({CYCLE})\b")));
/// A day or a year of the old calendar.
static OLD: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"\b(?:(?:dem|ngay|sang|chieu|toi|hom|mua|kate|m[uo]ng|ram|tet|thang|gieng|chap|am|lich|ta|{DIGIT}|[0-3]?[0-9]),? ){{0,8}}(nam )?({CYCLE})\b"
    ))
});
/// What is said of a birth.
static BORN: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:sinh|sanh|khai sinh|khai sanh|ngay sinh|nam sinh|ntns|sn|sinh nhat|chao doi|ra doi|de|dob|date of birth|mung tho|tron [0-9]{1,3} tuoi)\b",
    )
});
/// Behind "sinh", what makes it another word.
static OTHER_BIRTH: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^ (?:hoat|vien|ke|loi|thai|mon|ly|to|dong|su)\b"));
/// What has a day of its own.
static EVENT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:nop|cap|ky|hen|tu ngay|den ngay|het han|lam|nhan|gui|bat dau|khai giang|quyet dinh|nghi dinh|luat|mat|cuoi|ket hon|hop|thong bao|hoc|thi|tuyen|nhap hoc|nhap ngu|truoc|sau|tu|den|hom nay|ban hanh|mua|ban|chuyen|xay|thanh lap|dang ky|hop dong|chay|lut|bao|[a-z]*[0-9]{4})\b",
    )
});
/// What looks like one of them without its marks.
const NO_EVENT: &str = "thì cuối mắt mặt tư từng bán bàn bản bạn bào hộp lắm lâm mùa đèn đền bảo báo";
/// Words before "sinh" with which it means something else, or somebody who is not named.
static NO_BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:hoc|ve|phat|khai|ky|tuyen|hy|thu|luong|khu|bac|tre|tre em|nguoi|cong dan|thanh nien|ai|thi|si|giao) $",
    )
});
/// All of a kind, of whom nobody is named.
static MANY: LazyLock<Regex> = LazyLock::new(|| regex(r"\b(?:tre|tre em|nguoi|dan|nien|ai|em|nhung ai) $"));
/// Somebody, right before a day.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:toi|em|e|minh|tui|chau|con|no|anh|chi|me|ma|bo|ong|ba|vo|chong|co|chu|bac|cu|be)(?: (?:toi|em|minh|chau|tui|ruot|trai|gai|day))?(?: a)?[:,]? ?\(?$",
    )
});
/// Between a day of birth and what was written for it.
static CORRECTED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^[^.;!?\n]*\b(?:ghi(?: nham| sai)?|go(?: nham)?|nham|thanh|phai la|chu khong phai|khong phai|sua(?: lai)?|dung la|moi dung)(?: la| thanh| sang)? $",
    )
});
/// A name behind a day in brackets.
static NAMED: LazyLock<Regex> = LazyLock::new(|| regex(r"^\) [a-z]+ [a-z]+"));
/// What is done with a day of birth, right before it.
static ENTERED: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:ghi|dien|nhap|go|thanh|la|sang|sua|ke khai|ghi sai)(?: [a-z]+)? ?:? ?$"));
/// Papers that hold a day of birth.
static PAPERS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:khai sinh|giay to|ho tich|can cuoc|cccd|cmnd|ho ten|trich luc|tuoi)\b"));

/// The day alone, without the word before it.
pub(super) fn births(flat: &Flat) -> Vec<Finding> {
    let bytes = digits(&flat.bytes);
    let finding = |place: Range<usize>| Finding { kind: Kind::BirthDate, start: place.start, end: place.end };
    let told = |found: Captures<'_>| {
        let day = found.iter().skip(1).flatten().next()?;
        let is_birth = !is_no_birth(flat, found.get(0)?.start())
            && (day.len() > 3 || !COUNTED.is_match(&bytes[day.end()..]));
        is_birth.then(|| finding(day.range()))
    };
    // Whole days first: "sinh 1938" is the beginning of "sinh 1938-10-05".
    let old = OLD.captures_iter(&bytes).filter_map(|old| {
        let (place, cycle) = (old.get(0)?.range(), old.get(2)?.range());
        // "Ba tôi Bính Tuất": "ba" and "tôi" are no words of a day then.
        if PERSON.is_match(flat.before(cycle.start, 40)) {
            return Some(finding(cycle));
        }
        is_old_birth(flat, &place, old.get(1).is_some()).then(|| finding(place))
    });
    let of_all =
        |at: usize| [&b"nguoi "[..], b"nhung ", b"ai "].iter().any(|all| flat.before(at, 8).ends_with(all));
    let ages = AGE.captures_iter(&bytes).filter(|age| !age.get(0).is_some_and(|age| of_all(age.start())));
    let ages = ages.filter_map(|age| Some(finding(age.get(1)?.range())));
    let mut days: Vec<Range<usize>> = Vec::new();
    for day in DAY.find_iter(&bytes) {
        // "năm sinh đúng là 1967, cán bộ gõ 1976"
        let is_correction = days.last().is_some_and(|last| {
            let between = flat.bytes.get(last.end..day.start()).unwrap_or_default();
            between.len() <= 48 && CORRECTED.is_match(between)
        });
        if is_birth(flat, &day) || is_correction {
            days.push(day.range());
        }
    }
    let days = days.into_iter().map(finding);
    let lives = LIFE.captures_iter(&bytes).filter_map(|life| Some(finding(life.get(1)?.range())));
    ages.chain(old).chain(days).chain(lives).chain(BIRTH.captures_iter(&bytes).filter_map(told)).collect()
}

/// Letters that look like a digit are read as one where the word has nothing else: `o5/O9/1994`.
pub(super) fn digits(bytes: &[u8]) -> Vec<u8> {
    let mut read = bytes.to_vec();
    for word in read.chunk_by_mut(|one, two| one.is_ascii_alphanumeric() == two.is_ascii_alphanumeric()) {
        let is_number = word.iter().any(u8::is_ascii_digit)
            && word.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'o' | b'l' | b'i'));
        if is_number {
            word.iter_mut().for_each(|byte| match byte {
                b'o' => *byte = b'0',
                b'l' | b'i' => *byte = b'1',
                _ => {}
            });
        }
    }
    read
}

/// Whether the word before makes "sinh" another one, unless it is a name: "Vu Van Tuyen sinh 1979".
fn is_no_birth(flat: &Flat, start: usize) -> bool {
    let before = flat.before(start, 16);
    let word = before.len().saturating_sub(1)
        - before.iter().rev().skip(1).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let is_name = before.len() < start && !flat.is_shouted && flat.is_capital(start - before.len() + word);
    // "Trẻ sinh năm 2012" begins a sentence and names nobody.
    let is_many = MANY.is_match(before);
    NO_BIRTH.is_match(before) && (is_many || !is_name)
}

/// Whether somebody is said to be born then; with "năm" before it anything may have happened.
fn is_old_birth(flat: &Flat, place: &Range<usize>, is_year: bool) -> bool {
    let before = flat.before(place.start, 80);
    let after = &flat.bytes[place.end..(place.end + 60).min(flat.bytes.len())];
    let after = after.split(|byte| matches!(byte, b'\n' | b';' | b'!' | b'?')).next().unwrap_or_default();
    let near = if is_year { before } else { &before[before.len().saturating_sub(24)..] };
    born(near).is_some() || (is_year && born(after).is_some())
}

/// Where a birth is told, if it is.
fn born(text: &[u8]) -> Option<Range<usize>> {
    let is_other = |born: &regex::bytes::Match<'_>| {
        NO_BIRTH.is_match(&text[..born.start()]) || OTHER_BIRTH.is_match(&text[born.end()..])
    };
    BORN.find_iter(text).filter(|born| !is_other(born)).last().map(|born| born.range())
}

/// Whether something about a birth is said before a day, and nothing that has its own day; or whether it stands behind a
/// person, in brackets or between commas behind a name.
fn is_birth(flat: &Flat, day: &regex::bytes::Match<'_>) -> bool {
    let before = flat.before(day.start(), 84);
    let is_year = day.len() == 4;
    if let Some(born) = born(before) {
        let is_far = before.len() - born.end > if is_year { 30 } else { 72 };
        let is_near = !is_far && !has_event(flat, day.start() - before.len() + born.end..day.start());
        return is_near || is_lifelong(flat, day, before);
    }
    if day.as_bytes().starts_with(b"2k") {
        return PERSON.is_match(before);
    }
    if is_short(day.as_bytes()) {
        return false;
    }
    // "Bố tôi 1940, mẹ tôi 1943"
    let is_set_off =
        flat.bytes.get(day.end()).is_none_or(|byte| matches!(byte, b',' | b'.' | b';' | b')' | b'\n'));
    if is_year && is_set_off && PERSON.is_match(before) {
        return true;
    }
    is_beside_person(flat, day, before, is_year) || is_lifelong(flat, day, before)
}

/// Whether something happens there that has a day of its own.
fn has_event(flat: &Flat, place: Range<usize>) -> bool {
    EVENT.find_iter(&flat.bytes[place.clone()]).any(|event| {
        flat.is_plain || !flat.is_one_of(place.start + event.start()..place.start + event.end(), NO_EVENT, "")
    })
}

/// In brackets or between commas behind a name of two words or a child.
fn is_beside_person(flat: &Flat, day: &regex::bytes::Match<'_>, before: &[u8], is_year: bool) -> bool {
    let behind = flat.bytes.get(day.end()).copied();
    let (is_set_apart, gap) = match before {
        [.., b' ', b'('] => (behind == Some(b')'), 2),
        [.., b',', b' '] => (matches!(behind, Some(b',' | b'.' | b';' | b')')), 2),
        [.., b','] => (WHOLE.is_match(day.as_bytes()) && behind == Some(b','), 1),
        [.., b'/'] => (behind == Some(b'/'), 1),
        // "Châu Văn Lượm 1955"
        [.., b' '] if is_year => (
            matches!(behind, Some(b',' | b' '))
                && !flat.is_shouted
                && flat.are_capitals_before(day.start() - 1, 3),
            1,
        ),
        [.., b' '] => {
            (!is_year && (is_child(before) || (!flat.is_shouted && WHOLE.is_match(day.as_bytes()))), 1)
        }
        _ => (false, 0),
    };
    let end = day.start().saturating_sub(gap);
    is_set_apart && (is_child(before) || flat.are_capitals_before(end, 2))
}

/// A whole day so long ago that little else is told by it, behind a person or entered into papers.
fn is_lifelong(flat: &Flat, day: &regex::bytes::Match<'_>, before: &[u8]) -> bool {
    const YEARS: std::ops::RangeInclusive<u16> = 1920..=2012;
    let bytes = day.as_bytes();
    let is_whole = WHOLE.is_match(bytes) || bytes.windows(7).any(|part| part == b" thang ");
    let mut years = bytes.split(|byte| !byte.is_ascii_digit()).filter(|part| part.len() == 4);
    let year = years.next_back().and_then(|year| str::from_utf8(year).ok()?.parse::<u16>().ok());
    let near = day.start() - before.len().min(14)..day.start();
    let behind = &flat.bytes[day.end()..(day.end() + 90).min(flat.bytes.len())];
    let behind = behind.split(|byte| matches!(byte, b'\n' | b'!' | b'?')).next().unwrap_or_default();
    let sentence = flat.before(day.start(), 140);
    let is_told = PERSON.is_match(before)
        || born(sentence).is_some()
        || born(behind).is_some()
        || NAMED.is_match(behind) && before.ends_with(b"(") && flat.is_capital(day.end() + 2)
        || (ENTERED.is_match(before) && PAPERS.is_match(&flat.bytes[..day.start()]));
    is_whole && year.is_some_and(|year| YEARS.contains(&year)) && is_told && !has_event(flat, near)
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
