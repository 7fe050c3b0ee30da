//! Names of private people: after a title or a relation, after "tên là", or a family name with what follows it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::Regex;

use super::{Finding, Kind};
use crate::screen::flat::{Flat, regex};

const MAX_WORDS: usize = 5;

/// Words after which somebody is named.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ong|ba|anh|chi|chu|co|bac|cau|mo|di|duong|thim|em|chau|con|cu|me|bo|cha|vo|chong|ban|thay|be|con trai|con gai|em trai|em gai|anh trai|chi gai|hang xom|chu nha|chu ho|me toi|bo toi|vo toi|chong toi|con toi|chau toi|ten|toi|la|ho ten|ho va ten|nguoi ten|ky ten|kinh thu|nguoi gui|nguoi hoi|nguoi viet|giao|si) ?:? ",
    )
});
/// How the last word of a title is written with its marks: "ban Chỉ huy" names nobody, "bạn Huy" does.
const TITLES: [&str; 39] = [
    "ông", "bà", "anh", "chị", "chú", "cô", "bác", "cậu", "mợ", "dì", "dượng", "thím", "em", "cháu", "con",
    "cụ", "mẹ", "bố", "cha", "vợ", "chồng", "bạn", "thầy", "bé", "trai", "gái", "xóm", "nhà", "hộ", "tên",
    "tôi", "là", "thư", "gửi", "hỏi", "viết", "giáo", "sĩ", "sỹ",
];
/// Words that are followed by all kinds of things: here a whole name must stand.
const LOOSE: [&str; 14] =
    ["là", "la", "tôi", "toi", "nhà", "nha", "giáo", "sĩ", "sỹ", "di", "duong", "ban", "cu", "con"];

/// With these, "là" and what teaches or heals is followed by somebody.
static SOMEBODY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:(?:toi|minh|em|chau|con|me|bo|vo|chong|ba|ong|anh|chi)(?: (?:toi|minh|em|chau))? la|(?:co|thay) giao|bac s[iy]) $",
    )
});

/// After these a name follows in small letters and without marks too.
static SURE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:ten (?:toi |em |chau |day du )?la|(?:toi|em|chau|con|minh) ten(?: la)?|(?:con|vo|chong|me|bo|anh|chi) (?:toi|em) la|ho ten|ho va ten|nguoi ten|ten) ?:? ?$",
    )
});
static FAMILY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|trinh|doan|luong|mai|dao|cao|lam|ha|quach|thai|luu|truong|phung|ta|to|chu|trieu|nghiem|vuong|kieu|la|lai|mac|tong|tang|au|khuc|luc|than|quan|banh|chau|diep|giang|kim|lieu|mach|nham|ninh|ong|phi|sam|tieu|ton|tu|ung|vi|doanh|thach|bach|cu|dam|hua|ngan|nong|vuu)$",
    )
});
/// A family name and a middle name, in whatever letters.
static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:nguyen|tran|le|pham|hoang|huynh|phan|vu|vo|dang|bui|do|ho|ngo|duong|ly|dinh|trinh|doan|luong|mai|dao|cao|lam|ha|luu|truong|phung) (?:van|thi|duc|huu|ngoc|xuan)(?: [a-z]+){1,2}\b",
    )
});
/// How family names are written with their marks: "Đường" begins no name.
const FAMILIES: [&str; 48] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
    "dương", "lý", "đinh", "trịnh", "đoàn", "lương", "mai", "đào", "cao", "lâm", "hà", "quách", "thái",
    "lưu", "trương", "phùng", "tạ", "tô", "chu", "triệu", "nghiêm", "vương", "kiều", "la", "lại", "mạc",
    "tống", "khúc", "lục", "thân", "doãn", "đàm", "hứa", "thạch",
];
const MIDDLES: [&str; 6] = ["văn", "thị", "đức", "hữu", "ngọc", "xuân"];

/// Offices, not people: what may follow a title.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:chu|pho|giam|truong|bi|ban|uy|can|bo|so|phong|hoi|quoc|trieu|viet|tp|ubnd|hdnd|nha|toa|vien|to|khu|thon|xa|phuong|dac)$",
    )
});
/// Words that are a name too, when another follows: "ông Công an" and "chị Minh Lan".
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:thu|cong|ho|trung|nam|hai|ha|dang|thanh|tinh|mat|hung|em|chi|anh|ngoai|noi|hang|bac|minh)$")
});
/// The line of a form where a name stands.
static FORM: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\b(?:ho va ten|ho ten|nguoi (?:gui|hoi|viet)) ?: ?$"));

/// Words before a name that make it one of a street, a school or a day.
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"\b(?:duong|pho|truong|thpt|thcs|tieu hoc|mam non|mau giao|dai hoc|benh vien|cau|cho|cong vien|ngo|ngach|hem|quang truong|tuong dai|den|chua|dinh|nha tho|tuong|phuong|xa|thon|xom|to|khu|ap|quan|huyen|rap|bao tang|thu vien|san van dong|cong ty|quy|giai|hoc bong|pha|ben|le hoi|dai lo|nut giao|trung tam(?: [a-z]+)?|nha thieu nhi|o|tai|qua|tren|doan|nga ba|nga tu|vong xuyen|khu do thi|lang)(?: [a-z]+)? $",
    )
});

pub(super) fn names(flat: &Flat) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(title) = TITLE.find_at(&flat.bytes, at) {
        found.extend(after_title(flat, title.range()));
        at = title.start() + 1;
    }
    for whole in WHOLE.find_iter(&flat.bytes) {
        let is_place = PLACE.is_match(flat.before(whole.start(), 32));
        if !is_place && is_written(flat, whole.start()) {
            found.push(name(whole.start(), small(flat, whole.start())));
        }
    }
    let begins = |at: &usize| flat.is_edge(at.checked_sub(1)) && flat.is_capital(*at);
    found.extend((0..flat.bytes.len()).filter(begins).filter_map(|at| family(flat, at)));
    found
}

/// A name that begins right behind a title.
fn after_title(flat: &Flat, title: Range<usize>) -> Option<Finding> {
    let start = title.end;
    let said = written(flat, title);
    let said = said.trim_end_matches([' ', ':']).rsplit(' ').next().unwrap_or_default();
    if !TITLES.contains(&said) && !flat.is_plain {
        return None;
    }
    let (first, end) = (&flat.bytes[start..flat.word_end(start)], capitals(flat, start));
    let like_family = FAMILY.is_match(first);
    let before = flat.before(start, 40);
    if FORM.is_match(before) && !first.is_empty() {
        return Some(name(start, small(flat, start)));
    }
    if flat.is_shouted || (SURE.is_match(before) && !flat.is_capital(start)) {
        // Where capitals tell nothing, a family name must begin it. "la" is one too, but here it is the "là" of "tên là".
        let end = small(flat, start);
        let is_whole = end > flat.word_end(start);
        return (is_whole && first != b"la" && is_family(flat, start)).then(|| name(start, end));
    }
    let is_alone = end == flat.word_end(start);
    let is_office =
        (OFFICE.is_match(first) && (is_alone || !like_family)) || (is_alone && ALONE.is_match(first));
    let is_enough = if LOOSE.contains(&said) && !SOMEBODY.is_match(before) {
        like_family && !is_alone
    } else {
        end > start + 1
    };
    (is_enough && !is_office && !PLACE.is_match(before)).then(|| name(start, end))
}

/// A family name with a capital, and two words or more with one behind it.
fn family(flat: &Flat, start: usize) -> Option<Finding> {
    let end = capitals(flat, start);
    let words = flat.bytes[start..end].split(|byte| *byte == b' ').filter(|word| !word.is_empty()).count();
    let is_person = is_family(flat, start) && (3..=MAX_WORDS).contains(&words);
    (is_person && !flat.is_shouted && !PLACE.is_match(flat.before(start, 32))).then(|| name(start, end))
}

/// Whether the two words that stand here are a family and a middle name as they are written, so that "đang thi lại" is
/// none. In a text without any mark they may be; "dang thi" needs a title before it then.
fn is_written(flat: &Flat, start: usize) -> bool {
    let middle = flat.word_end(start) + 1;
    if flat.is_plain {
        let before = flat.before(start, 40);
        return TITLE.find_iter(before).last().is_some_and(|title| title.end() == before.len());
    }
    let middle = written(flat, middle..flat.word_end(middle));
    is_family(flat, start) && MIDDLES.contains(&middle.as_str())
}

/// Whether the word that stands here is a family name as it is written.
fn is_family(flat: &Flat, start: usize) -> bool {
    let place = start..flat.word_end(start);
    if flat.is_plain {
        FAMILY.is_match(&flat.bytes[place])
    } else {
        FAMILIES.contains(&written(flat, place).as_str())
    }
}

/// A word in small letters, with its marks.
fn written(flat: &Flat, place: Range<usize>) -> String {
    flat.chars[place].iter().flat_map(|letter| letter.to_lowercase()).collect()
}

fn name(start: usize, end: usize) -> Finding {
    Finding { kind: Kind::PersonName, start, end }
}

/// The end of the words with a capital that stand here in a row.
fn capitals(flat: &Flat, start: usize) -> usize {
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
fn small(flat: &Flat, start: usize) -> usize {
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
    const STOPS: [&[u8]; 24] = [
        b"o", b"la", b"sinh", b"sn", b"hien", b"dang", b"muon", b"xin", b"va", b"thuong", b"tru", b"nam",
        b"hoi", b"lam", b"co", b"cu", b"so", b"sdt", b"dt", b"nha", b"toi", b"em", b"bi", b"da",
    ];
    STOPS.contains(&word)
}
