//! A question as people type it: without marks, half marked, decomposed, with the tone elsewhere, cut short, with a slip,
//! as raw Telex, abbreviated. Each is a pure function of an id and a text, so that two runs type alike.

use std::fmt::Write;

use dialogue::text::{fold, spelled, syllables};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::dice::Dice;

/// A way of typing; none when it makes no difference to this text.
pub type Variant = fn(&str, &str) -> Option<String>;

/// The seven whose mean is compared with the baseline (vietnamese-search.md, section 4).
pub const REQUIRED: [(&str, Variant); 7] = [
    ("original", |_, text| Some(text.to_owned())),
    ("without marks", |_, text| Some(without_marks(text))),
    ("half marked", |id, text| Some(half_marked(id, text))),
    ("decomposed", |_, text| Some(text.nfd().collect())),
    ("tone, old place", |_, text| Some(retoned(text, false))),
    ("short", |id, text| Some(short(id, text))),
    ("slip", |id, text| Some(slip(id, text))),
];

/// Further ways, reported beside them.
pub const EXTRA: [(&str, Variant); 5] = [
    ("tone, new place", |_, text| Some(retoned(text, true))),
    ("short, no marks", |id, text| Some(without_marks(&short(id, text)))),
    ("short, slip", |id, text| Some(slip(id, &short(id, text)))),
    ("raw Telex", |_, text| Some(telex(text))),
    ("abbreviated", |_, text| abbreviated(text)),
];

/// Ways of typing a document's number.
pub const NUMBERS: [(&str, Variant); 3] = [
    ("exact", |_, text| Some(text.to_owned())),
    ("lower, no marks", |_, text| Some(without_marks(text).to_lowercase())),
    ("loose", |_, text| Some(without_marks(text).to_lowercase().replace(['/', '-'], " "))),
];

/// Words that people leave out when they type only what matters, without marks.
const LEFT_OUT: &str = "va cua la co cac duoc cho ve tai khi theo trong voi nhung mot nay do thi ma nhu hay hoac khong phai \
    o ra vao tu den bi de nao gi ai dau sao the bao nhieu da dang se cung con nua roi nen can muon xin hoi toi minh em anh chi \
    ban chung ta neu vi boi bang tren duoi sau truoc";

const ABBREVIATIONS: [(&str, &str); 12] = [
    ("ủy ban nhân dân", "UBND"),
    ("hội đồng nhân dân", "HĐND"),
    ("bảo hiểm xã hội", "BHXH"),
    ("bảo hiểm y tế", "BHYT"),
    ("căn cước công dân", "CCCD"),
    ("giấy phép lái xe", "GPLX"),
    ("thủ tục hành chính", "TTHC"),
    ("bộ quốc phòng", "BQP"),
    ("bộ y tế", "BYT"),
    ("tòa án nhân dân", "TAND"),
    ("nghĩa vụ quân sự", "NVQS"),
    ("bảo vệ môi trường", "BVMT"),
];

fn dice(id: &str, salt: &str) -> Dice {
    let digest = Sha256::digest(format!("{id}|{salt}"));
    let seed: [u8; 8] = digest[..8].try_into().expect("eight bytes");
    Dice::new(u64::from_le_bytes(seed))
}

/// No mark at all; the case stays.
pub fn without_marks(text: &str) -> String {
    let bare = |c: char| match c {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd().filter(|c| !is_combining_mark(*c)).map(bare).nfc().collect()
}

/// Each word loses its marks, or not.
pub fn half_marked(id: &str, text: &str) -> String {
    let mut dice = dice(id, "half");
    each_word(text, |word| if dice.below(2) == 0 { without_marks(word) } else { word.to_owned() })
}

/// The tone of oa, oe and uy on the second letter (new) or the first (old).
pub fn retoned(text: &str, new: bool) -> String {
    each_word(text, |word| {
        let Some(syllable) = syllables(word).into_iter().next() else { return word.to_owned() };
        let old = spelled(&syllable.exact);
        // Keys spell y as i; where that changed the word, it has no oa, oe or uy to place a tone on.
        if fold(&old) != fold(word) {
            return word.to_owned();
        }
        let placed = if new { moved_on(&old) } else { old };
        if placed == word.to_lowercase() {
            return word.to_owned();
        }
        if word.chars().next().is_some_and(char::is_uppercase) {
            let mut letters = placed.chars();
            letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
        } else {
            placed
        }
    })
}

fn moved_on(word: &str) -> String {
    let pairs = [
        ("òa", "oà"),
        ("óa", "oá"),
        ("ỏa", "oả"),
        ("õa", "oã"),
        ("ọa", "oạ"),
        ("òe", "oè"),
        ("óe", "oé"),
        ("ỏe", "oẻ"),
        ("õe", "oẽ"),
        ("ọe", "oẹ"),
        ("ùy", "uỳ"),
        ("úy", "uý"),
        ("ủy", "uỷ"),
        ("ũy", "uỹ"),
        ("ụy", "uỵ"),
    ];
    let ending = pairs.into_iter().find(|(old, _)| word.ends_with(old));
    ending.map_or_else(|| word.to_owned(), |(old, new)| word.replace(old, new))
}

/// The first three to six words that matter, in lower case.
pub fn short(id: &str, text: &str) -> String {
    let left_out: Vec<&str> = LEFT_OUT.split_whitespace().collect();
    let count = 3 + dice(id, "short").below(4);
    let words: Vec<String> = syllables(text)
        .into_iter()
        .filter(|syllable| !left_out.contains(&syllable.fold.as_str()) && syllable.fold.len() > 1)
        .map(|syllable| text[syllable.start..syllable.end].to_lowercase())
        .take(count)
        .collect();
    if words.is_empty() { text.to_lowercase() } else { words.join(" ") }
}

/// One slip of a finger in one word of four letters or more, if there is one.
pub fn slip(id: &str, text: &str) -> String {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let mut dice = dice(id, "slip");
    let left_out: Vec<&str> = LEFT_OUT.split_whitespace().collect();
    let composed: String = text.nfc().collect();
    let words: Vec<_> = syllables(&composed)
        .into_iter()
        .filter(|word| word.fold.chars().count() > 3 && word.fold.chars().all(char::is_alphabetic))
        .filter(|word| !left_out.contains(&word.fold.as_str()))
        .collect();
    if words.is_empty() {
        return composed;
    }
    let word = &words[dice.below(words.len())];
    let mut letters: Vec<char> = composed[word.start..word.end].chars().collect();
    let at = dice.below(letters.len());
    let before_last = at.min(letters.len() - 2);
    match dice.below(4) {
        // Two equal letters that change places are no slip: one of them is lost instead.
        0 if letters[before_last] == letters[before_last + 1] => drop(letters.remove(before_last)),
        0 => letters.swap(before_last, before_last + 1),
        1 => drop(letters.remove(at)),
        2 => {
            let key = fold(&letters[at].to_string()).chars().next().unwrap_or('e');
            let row = ROWS.into_iter().find_map(|row| row.find(key).map(|place| (row, place)));
            let (row, place) = row.unwrap_or((ROWS[0], 2));
            let beside = if place == 0 { 1 } else { place - 1 };
            letters[at] = row.chars().nth(beside).expect("a key beside");
        }
        _ => letters.insert(at, letters[at]),
    }
    let slipped: String = letters.into_iter().collect();
    format!("{}{slipped}{}", &composed[..word.start], &composed[word.end..])
}

/// The keys of the Telex method, the tone's last.
pub fn telex(text: &str) -> String {
    each_word(text, |word| {
        let mut keys = String::new();
        let mut tone = None;
        for c in word.to_lowercase().nfd() {
            match c {
                '\u{300}' => tone = Some('f'),
                '\u{301}' => tone = Some('s'),
                '\u{309}' => tone = Some('r'),
                '\u{303}' => tone = Some('x'),
                '\u{323}' => tone = Some('j'),
                '\u{302}' => keys.extend(keys.chars().last()),
                '\u{306}' | '\u{31b}' => keys.push('w'),
                'đ' => keys.push_str("dd"),
                other => keys.push(other),
            }
        }
        keys.extend(tone);
        keys
    })
}

/// Known long forms as their abbreviations; none when there is none in the text.
pub fn abbreviated(text: &str) -> Option<String> {
    let mut out: String = text.nfc().collect();
    for (long, short) in ABBREVIATIONS {
        let lower = out.to_lowercase().replace("uỷ ban", "ủy ban").replace("toà", "tòa");
        // The lower-case form has other bytes in rare letters: only equal lengths can be cut by place.
        if let Some(place) = lower.find(long).filter(|_| lower.len() == out.len()) {
            out.replace_range(place..place + long.len(), short);
        }
    }
    (out != text.nfc().collect::<String>()).then_some(out)
}

fn each_word(text: &str, mut with: impl FnMut(&str) -> String) -> String {
    let text: String = text.nfc().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for word in syllables(&text) {
        let _never_fails = write!(out, "{}{}", &text[at..word.start], with(&text[word.start..word.end]));
        at = word.end;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Thủ tục cấp lại Giấy phép lái xe, khoá 2 ở UBND xã Hoà Bình?";

    #[test]
    fn each_way_of_typing_is_what_its_name_says() {
        assert_eq!(without_marks(TEXT), "Thu tuc cap lai Giay phep lai xe, khoa 2 o UBND xa Hoa Binh?");
        assert_eq!(retoned(TEXT, false), TEXT.replace("khoá", "khóa").replace("Hoà", "Hòa"));
        assert_eq!(retoned("khóa Hòa thủy", true), "khoá Hoà thuỷ");
        assert_eq!(telex("Thủ tục được đường"), "thur tucj dduwowcj dduwowngf");
        assert_eq!(abbreviated(TEXT).as_deref(), Some("Thủ tục cấp lại GPLX, khoá 2 ở UBND xã Hoà Bình?"));
        assert_eq!(abbreviated("Không có gì"), None);
        let half = half_marked("1", TEXT);
        assert!(half != TEXT && half != without_marks(TEXT) && without_marks(&half) == without_marks(TEXT));
    }

    #[test]
    fn a_short_query_has_three_to_six_words_that_matter() {
        for id in 0..50 {
            let words = short(&id.to_string(), TEXT);
            assert!((3..=6).contains(&words.split_whitespace().count()), "{words}");
            assert!(words.starts_with("thủ tục cấp"), "{words}");
        }
    }

    #[test]
    fn a_slip_changes_one_word_the_same_way_each_time() {
        for id in 0..50 {
            let id = id.to_string();
            let slipped = slip(&id, TEXT);
            assert_eq!(slipped, slip(&id, TEXT));
            let pairs = slipped.split(' ').zip(TEXT.split(' '));
            assert_eq!(pairs.filter(|(one, two)| one != two).count(), 1, "{slipped}");
            assert_eq!(slipped.split(' ').count(), TEXT.split(' ').count());
            assert_ne!(slip(&id, "oooo"), "oooo");
        }
    }
}
