//! What a site says of its own: what is always hidden, and what is never, whatever it looks like.

use std::ops::Range;

use super::Finding;
use super::flat::Flat;
use super::personal::{Kind, personal};

/// More phrases are not read: each is looked for in each text.
const MOST: usize = 2_000;
/// The first list of a site.
const FIRST: [(&str, &str); 2] = [
    ("Số điện thoại công khai", "! 1022\n! 111\n! 113\n! 114\n! 115"),
    ("Tên danh nhân", "! Hồ Chí Minh\n! Trần Hưng Đạo\n! Lê Chân\n! Nguyễn Bỉnh Khiêm\n! Võ Nguyên Giáp"),
];

/// A site's list, ready to be looked for: letters and digits, without marks and signs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Masking {
    always: Vec<Vec<u8>>,
    never: Vec<Vec<u8>>,
}

/// The first list of a site, by the names of its groups.
#[must_use]
pub fn first_masking() -> Vec<(String, String)> {
    FIRST.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect()
}

impl Masking {
    /// Reads a list, one phrase a line; `!` begins one that is never hidden, `#` a remark. Of a list the first 2,000
    /// phrases are read.
    #[must_use]
    pub fn read(list: &str) -> Self {
        let mut masking = Self::default();
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines.take(MOST) {
            let (phrase, list) = match line.strip_prefix('!') {
                Some(phrase) => (phrase, &mut masking.never),
                None => (line, &mut masking.always),
            };
            let (letters, _) = bare(&Flat::new(phrase));
            if !letters.is_empty() {
                list.push(letters);
            }
        }
        masking
    }

    /// As [`personal`], by this list: what it never hides is left out, what it always hides is added.
    #[must_use]
    pub fn personal(&self, text: &str) -> Vec<Finding> {
        let mut found = personal(text);
        if self.always.is_empty() && self.never.is_empty() {
            return found;
        }
        let flat = Flat::new(text);
        let text = bare(&flat);
        let never: Vec<Range<usize>> =
            self.never.iter().flat_map(|phrase| places(&flat, &text, phrase)).collect();
        found.retain(|finding| {
            !never.iter().any(|place| place.start <= finding.start && finding.end <= place.end)
        });
        for place in self.always.iter().flat_map(|phrase| places(&flat, &text, phrase)) {
            found.retain(|known| !(place.start <= known.start && known.end <= place.end));
            if found.iter().all(|known| known.end <= place.start || place.end <= known.start) {
                found.push(Finding { kind: Kind::Listed, start: place.start, end: place.end });
            }
        }
        found.sort_by_key(|finding| finding.start);
        found
    }
}

/// The letters and digits of a text, and where each stands.
fn bare(flat: &Flat) -> (Vec<u8>, Vec<usize>) {
    let letters = flat.bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric());
    letters.map(|(at, byte)| (*byte, at)).unzip()
}

/// Where a phrase stands, as whole words, whatever signs are between its letters.
fn places(flat: &Flat, (letters, places): &(Vec<u8>, Vec<usize>), phrase: &[u8]) -> Vec<Range<usize>> {
    let starts = letters.windows(phrase.len()).enumerate().filter(|(_, window)| *window == phrase);
    let place = |(at, _): (usize, &[u8])| places[at]..places[at + phrase.len() - 1] + 1;
    let is_whole =
        |place: &Range<usize>| flat.is_edge(place.start.checked_sub(1)) && flat.is_edge(Some(place.end));
    starts.map(place).filter(is_whole).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kinds(masking: &Masking, text: &str) -> Vec<(Kind, String)> {
        let part = |found: &Finding| text.chars().skip(found.start).take(found.end - found.start).collect();
        masking.personal(text).iter().map(|found| (found.kind, part(found))).collect()
    }

    #[test]
    fn what_a_site_lists_goes_before_what_is_found() {
        let masking = Masking::read("# số trực\n! 0225 3.842 567\nquán Ba Béo\n! Trần Thị Mẫu");
        assert_eq!(kinds(&masking, "Gọi 02253842567 mãi không được, em là Trần Thị Mẫu"), []);
        let found = kinds(&masking, "Quán Ba-Béo ồn ào, gọi tôi theo số 0950 000 731");
        let phone = (Kind::Phone, "0950 000 731".to_owned());
        assert_eq!(found, [(Kind::Listed, "Quán Ba-Béo".to_owned()), phone]);
        assert_eq!(kinds(&masking, "quán Ba Béotoni"), []);
    }

    proptest! {
        #[test]
        fn any_list_and_text_get_an_answer(list in "(?s).{0,60}", text in "(?s).{0,80}") {
            let mut end = 0;
            for finding in Masking::read(&list).personal(&text) {
                prop_assert!(end <= finding.start && finding.start < finding.end);
                end = finding.end;
            }
        }
    }
}
