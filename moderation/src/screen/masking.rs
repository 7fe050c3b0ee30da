//! What a site says of its own: what is always hidden, and what is never, whatever it looks like.

use std::collections::HashMap;
use std::ops::Range;

use super::Finding;
use super::flat::Flat;
use super::personal::{Kind, free, in_flat};

/// The first list of a site.
const FIRST: [(&str, &str); 2] = [
    ("Số điện thoại công khai", "! 1022\n! 111\n! 113\n! 114\n! 115"),
    ("Tên danh nhân", "! Hồ Chí Minh\n! Trần Hưng Đạo\n! Lê Chân\n! Nguyễn Bỉnh Khiêm\n! Võ Nguyên Giáp"),
];

/// A site's list, ready to be looked for: letters and digits, without marks and signs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Masking {
    always: Phrases,
    never: Phrases,
}

/// Phrases by their first two letters.
#[derive(Debug, Default, PartialEq, Eq)]
struct Phrases(HashMap<[u8; 2], Vec<Vec<u8>>>);

impl Phrases {
    fn add(&mut self, phrase: &str) {
        let (letters, _) = bare(&Flat::new(phrase));
        if let [one, two, ..] = letters[..] {
            self.0.entry([one, two]).or_default().push(letters);
        }
    }

    /// Where one of them stands, as whole words, whatever signs are between its letters.
    fn places(&self, flat: &Flat, (letters, places): &(Vec<u8>, Vec<usize>)) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, pair) in letters.windows(2).enumerate().filter(|_| !self.0.is_empty()) {
            let begins = flat.is_edge(places[at].checked_sub(1));
            for phrase in self.0.get(pair).into_iter().flatten().filter(|_| begins) {
                let is_here = letters[at..].starts_with(phrase);
                let end = places.get(at + phrase.len() - 1).map_or(0, |last| last + 1);
                if is_here && flat.is_edge(Some(end)) {
                    found.push(places[at]..end);
                }
            }
        }
        found
    }
}

/// The first list of a site, by the names of its groups.
#[must_use]
pub fn first_masking() -> Vec<(String, String)> {
    FIRST.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect()
}

impl Masking {
    /// More phrases of a list are not read.
    pub const MOST: usize = 2_000;

    /// Reads a list, one phrase a line; `!` begins one that is never hidden, `#` a remark. Of a list the first
    /// [`Masking::MOST`] phrases are read; one without two letters or digits of ours is none.
    #[must_use]
    pub fn read(list: &str) -> Self {
        let mut masking = Self::default();
        let lines = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines.take(Self::MOST) {
            match line.strip_prefix('!') {
                Some(phrase) => masking.never.add(phrase),
                None => masking.always.add(line),
            }
        }
        masking
    }

    /// Whether a line is a phrase that can be looked for: it has two letters or digits of ours at least.
    #[must_use]
    pub fn is_phrase(line: &str) -> bool {
        bare(&Flat::new(line)).0.len() > 1
    }

    /// As [`personal`](super::personal()), by this list: what it never hides is left out, what it always hides is added.
    #[must_use]
    pub fn personal(&self, text: &str) -> Vec<Finding> {
        let flat = Flat::new(text);
        let mut found = in_flat(&flat);
        let letters = bare(&flat);
        let never = self.never.places(&flat, &letters);
        found.retain(|finding| {
            !never.iter().any(|place| place.start <= finding.start && finding.end <= place.end)
        });
        let mut listed: Vec<Finding> = Vec::new();
        for Range { start, end } in self.always.places(&flat, &letters) {
            let left = free(&Finding { kind: Kind::Listed, start, end }, &listed);
            listed.extend(left);
        }
        // What is listed is hidden whole, and what was found beside it too.
        let mut all: Vec<Finding> = found.iter().flat_map(|finding| free(finding, &listed)).collect();
        all.extend(listed);
        all.sort_by_key(|finding| finding.start);
        all
    }
}

/// The letters and digits of a text, and where each stands.
fn bare(flat: &Flat) -> (Vec<u8>, Vec<usize>) {
    let letters = flat.bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric());
    letters.map(|(at, byte)| (*byte, at)).unzip()
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

    #[test]
    fn a_listed_phrase_uncovers_nothing_beside_it() {
        let text = "Xin báo chị Hường ở số 7 Lê Lợi, phường An Biên.";
        let masking = Masking::read("chị Hường ở số 7\nHường ở");
        let hidden: String = kinds(&masking, text).into_iter().map(|(_, part)| part).collect();
        assert_eq!(hidden, "chị Hường ở số 7 Lê Lợi, phường An Biên");
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
