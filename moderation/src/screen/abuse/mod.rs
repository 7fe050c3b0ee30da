//! Insults in what people of Vietnam write: as they are written, without marks, and hidden from a simple filter. A finding
//! moves a question to the eyes of a moderator and never decides.
//!
//! Without marks most insults are ordinary words (`cac ho dan`), so there only phrases count. A word whose letters were
//! parted, replaced or stretched was hidden on purpose: there one word is enough. What stands in quotation marks is what
//! somebody else said.

mod disguise;
mod hidden;
mod lexicon;
mod terms;

use std::ops::Range;
use std::sync::LazyLock;

use self::lexicon::Words;

pub use self::terms::Terms;
use crate::screen::flat::Flat;

const TERMS: &str = include_str!("terms.txt");

/// What is no insult is known without its marks from so many words on.
const HARMLESS: usize = 2;

static FIRST: LazyLock<Terms> = LazyLock::new(|| Terms::read(TERMS));

/// The first list of a site, by the names of its groups.
#[must_use]
pub fn first_terms() -> Vec<(String, String)> {
    let groups = TERMS.split("\n## ").skip(1);
    let group = |group: &str| {
        let (name, lines) = group.split_once('\n')?;
        Some((name.trim().to_owned(), lines.trim().to_owned()))
    };
    groups.filter_map(group).collect()
}

/// The insults of a text by the first list, in its order, in characters; parts of one another are told once.
#[must_use]
pub fn abuse(text: &str) -> Vec<Range<usize>> {
    FIRST.abuse(text)
}

impl Terms {
    /// As [`abuse`], by these terms.
    #[must_use]
    pub fn abuse(&self, text: &str) -> Vec<Range<usize>> {
        let words = Words::new(text);
        let said = quoted(text);
        let in_bytes = |place: Range<usize>| words.in_bytes(&place);
        let harmless: Vec<Range<usize>> =
            self.harmless.as_written(&words, HARMLESS).into_iter().map(in_bytes).collect();
        let is_meant = |place: &Range<usize>| {
            !harmless.iter().chain(&said).any(|other| other.start < place.end && place.start < other.end)
        };
        let insults = self.places(&words).into_iter().map(in_bytes).chain(self.disguised(text));
        let mut found: Vec<Range<usize>> =
            insults.filter(is_meant).map(|place| in_chars(text, &place)).collect();
        let said: Vec<Range<usize>> = said.iter().map(|place| in_chars(text, place)).collect();
        let is_own = |place: &Range<usize>| !said.iter().any(|other| other.contains(&place.start));
        let flat = Flat::new(text);
        found.extend(hidden::places(&flat, &self.hidden, &self.joined).into_iter().filter(&is_own));
        let has_pair = |first: &[u8], second: &[u8]| self.insults.has_pair(first, second);
        found.extend(hidden::starred(&flat, has_pair).into_iter().filter(&is_own));
        found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut end = 0;
        found.retain(|place| {
            let is_new = end <= place.start;
            end = end.max(place.end);
            is_new
        });
        found
    }

    /// Phrases in which a word is stretched, or has digits, signs or marks of a typewriter among its letters.
    fn disguised(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for undone in disguise::readings(text) {
            let words = Words::new(&undone.text);
            let places = self.insults.with_guesses(&words, |word| undone.is_changed(word.start));
            found.extend(places.into_iter().map(|place| undone.origin(&words.in_bytes(&place))));
        }
        found
    }
}

/// What stands in quotation marks, when there is a text around it.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let is_quote = |letter: char| matches!(letter, '"' | '\u{201C}' | '\u{201D}' | '«' | '»');
    let marks: Vec<usize> =
        text.char_indices().filter(|(_, letter)| is_quote(*letter)).map(|(at, _)| at).collect();
    let pairs = marks.chunks_exact(2).map(|pair| pair[0]..pair[1]);
    pairs.filter(|place| place.start > 0).collect()
}

fn in_chars(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes.clone()].chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::abuse;

    fn found(text: &str) -> Vec<String> {
        abuse(text)
            .into_iter()
            .map(|place| text.chars().skip(place.start).take(place.len()).collect())
            .collect()
    }

    #[test]
    fn insults_are_found_however_they_are_written() {
        let table = [
            ("Đồ khốn nạn, trả tiền đây", "Đồ khốn nạn"),
            ("dit me cai phuong nay", "dit me"),
            ("đ.é.o ai tin", "đ.é.o"),
            ("d e o hieu noi", "d e o"),
            ("c@c chứ hỗ trợ", "c@c"),
            ("đ*t cụ bọn lấn chiếm", "đ*t cụ"),
            ("đéooooo hiểu", "đéooooo"),
            ("CLGT, hẹn mãi", "CLGT"),
        ];
        for (text, expected) in table {
            assert_eq!(found(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_none() {
        for text in [
            "cac ho dan deo khau trang du ca buoi",
            "Gỗ óc chó có phải khai báo không?",
            "Cán bộ nói với tôi \"cút ra ngoài\", xin xem lại",
            "Lô L0N-15 và tòa C4C; xe 50 cc; Điểm đ, m khoản 2",
            "chim cút, rượu cút, đường cụt, cá ngừ, tạm ngụ",
        ] {
            assert_eq!(found(text), <[&str; 0]>::default(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in "(?s).{0,120}") {
            let mut end = 0;
            for place in abuse(&text) {
                prop_assert!(end <= place.start && place.start < place.end && place.end <= text.chars().count());
                end = place.end;
            }
        }
    }
}
