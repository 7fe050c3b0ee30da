//! Terms that mean the same to a city: `sổ đỏ` and `giấy chứng nhận quyền sử dụng đất`. They work on the words of a query
//! alone, so a change of the list is a change of the very next search and of no index.

use std::collections::HashMap;
use std::ops::Range;

use dialogue::text::{Syllable, syllables};

use crate::repair::Word;

/// The list that a city begins with.
const DEFAULTS: &str = include_str!("synonyms.txt");
/// Longer terms are cut.
const MAX_SYLLABLES: usize = 12;
/// The most terms that a query is widened by.
const MAX_WIDENED: usize = 16;
/// How sure it is that a term was meant whose letters were typed without marks and read as something else.
const UNSURE: f32 = 0.5;

/// The terms that mean the same in most cities of Vietnam, group by group: abbreviations of administration, what people
/// call a procedure and what it is called in the law.
#[must_use]
pub fn default_synonyms() -> Vec<Vec<String>> {
    let is_group = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let terms = |line: &str| line.split(';').map(|term| term.trim().to_owned()).collect();
    DEFAULTS.lines().filter(is_group).map(terms).collect()
}

/// The groups, in a form that finds them fast.
#[derive(Debug, Default)]
pub(crate) struct Synonyms {
    groups: Vec<Vec<Term>>,
    /// By the fold key of a term's first syllable: group and term.
    starts: HashMap<String, Vec<(usize, usize)>>,
}

#[derive(Debug)]
struct Term {
    text: String,
    syllables: Vec<Syllable>,
    /// Whether it is meant only in capitals: one or two letters that are an abbreviation.
    only_capitals: bool,
}

/// Another term for some words of the query.
#[derive(Debug, PartialEq)]
pub(crate) struct Widened {
    /// The words, by place.
    pub words: Range<usize>,
    /// The exact keys of the other term.
    pub exact: Vec<String>,
    /// 1 when the words were surely meant.
    pub sure: f32,
}

impl Synonyms {
    pub fn new(groups: &[Vec<String>]) -> Synonyms {
        let groups: Vec<Vec<Term>> =
            groups.iter().map(|terms| terms.iter().filter_map(|term| Term::new(term)).collect()).collect();
        let mut starts: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (group, terms) in groups.iter().enumerate() {
            for (place, term) in terms.iter().enumerate() {
                starts.entry(term.syllables[0].fold.clone()).or_default().push((group, place));
            }
        }
        Synonyms { groups, starts }
    }

    /// Whether this fold key alone is a term, so that it is no slip of anything.
    pub fn is_term(&self, fold: &str) -> bool {
        let is_alone = |(group, place): &(usize, usize)| self.groups[*group][*place].syllables.len() == 1;
        self.starts.get(fold).is_some_and(|terms| terms.iter().any(is_alone))
    }

    /// The other terms for each term that the words have. Of terms that begin at one word the longest counts.
    pub fn widen(&self, text: &str, words: &[Word]) -> Vec<Widened> {
        let mut found = Vec::new();
        let mut end = 0;
        for at in 0..words.len() {
            let Some(starts) = self.starts.get(&words[at].fold) else { continue };
            let here = starts.iter().filter_map(|(group, place)| {
                let term = &self.groups[*group][*place];
                Some((term.syllables.len(), *group, *place, term.stands_in(text, &words[at..])?))
            });
            let here: Vec<_> = here.collect();
            let Some(longest) = here.iter().map(|(len, ..)| *len).max().filter(|len| at + len > end) else {
                continue;
            };
            end = at + longest;
            for (_, group, place, sure) in here.into_iter().filter(|(len, ..)| *len == longest) {
                let others = self.groups[group].iter().enumerate().filter(|(other, _)| *other != place);
                found.extend(others.map(|(_, term)| Widened {
                    words: at..end,
                    exact: term.syllables.iter().map(|syllable| syllable.exact.clone()).collect(),
                    sure,
                }));
            }
        }
        found.dedup();
        found.truncate(MAX_WIDENED);
        found
    }
}

impl Term {
    fn new(text: &str) -> Option<Term> {
        let mut syllables = syllables(text);
        syllables.truncate(MAX_SYLLABLES);
        let letters = text.chars().filter(|letter| letter.is_alphabetic());
        let only_capitals =
            syllables.len() == 1 && letters.clone().count() <= 2 && letters.clone().all(char::is_uppercase);
        (!syllables.is_empty()).then(|| Term { text: text.trim().to_owned(), syllables, only_capitals })
    }

    /// How sure it is that the words begin with this term; none when they do not.
    fn stands_in(&self, text: &str, words: &[Word]) -> Option<f32> {
        let words = words.get(..self.syllables.len())?;
        let first = &words[0].typed;
        if words.iter().any(|word| word.typed.clause != first.clause) {
            return None;
        }
        if self.only_capitals && text[first.start..first.end] != *self.text {
            return None;
        }
        let mut sure = 1.0;
        for (word, syllable) in words.iter().zip(&self.syllables) {
            // As it was typed, too: a term need not be in the index, and is then read as something that is.
            if word.exact == syllable.exact || word.typed.exact == syllable.exact {
                continue;
            }
            if word.typed.exact != syllable.fold {
                return None;
            }
            sure = UNSURE;
        }
        Some(sure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widened(typed: &str) -> Vec<String> {
        let groups = [
            ["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"].map(str::to_owned).to_vec(),
            ["UBND", "ủy ban nhân dân"].map(str::to_owned).to_vec(),
            ["TT", "thông tư"].map(str::to_owned).to_vec(),
            ["giấy chứng nhận", "chứng chỉ"].map(str::to_owned).to_vec(),
        ];
        let words: Vec<Word> = syllables(typed).into_iter().map(Word::literal).collect();
        let terms = Synonyms::new(&groups).widen(typed, &words);
        terms.into_iter().map(|term| format!("{} {}", term.exact.join(" "), term.sure)).collect()
    }

    #[test]
    fn a_term_stands_for_the_others_of_its_group() {
        let red_book = ["giây0s chưng0s nhân0j quyên0f sư0r dung0j đât0s 1"];
        assert_eq!(widened("cấp sổ đỏ mới"), red_book);
        assert_eq!(widened("Sổ Đỏ"), red_book);
        assert_eq!(widened("ubnd xã"), ["uy0r ban nhân dân 1"]);
        assert_eq!(widened("uỷ ban nhân dân"), ["ubnd 1"]);
    }

    #[test]
    fn without_marks_a_term_may_have_been_meant() {
        assert_eq!(widened("cap so do"), ["giây0s chưng0s nhân0j quyên0f sư0r dung0j đât0s 0.5"]);
    }

    #[test]
    fn what_only_looks_like_a_term_is_none() {
        for typed in ["sơ đồ", "số đo", "sổ. đỏ", "sổ", "tt", "ủy ban", "so đỏ là", "đỏ sổ"]
        {
            let expected: &[&str] = if typed == "so đỏ là" {
                &["giây0s chưng0s nhân0j quyên0f sư0r dung0j đât0s 0.5"]
            } else {
                &[]
            };
            assert_eq!(widened(typed), expected, "{typed}");
        }
        assert_eq!(widened("TT 02"), ["thông tư 1"], "capitals of two letters are an abbreviation");
    }

    #[test]
    fn the_longest_term_counts() {
        assert_eq!(widened("giấy chứng nhận quyền sử dụng đất"), ["sô0r đo0r 1"]);
        assert_eq!(widened("giấy chứng nhận"), ["chưng0s chi0r 1"]);
    }

    #[test]
    fn the_first_list_is_in_order() {
        let groups = default_synonyms();
        assert!(groups.len() > 100, "{}", groups.len());
        for group in &groups {
            assert!((2..=20).contains(&group.len()), "{group:?}");
            let keys: std::collections::BTreeSet<String> =
                group.iter().map(|term| term.to_lowercase()).collect();
            assert_eq!(keys.len(), group.len(), "a term stands twice in {group:?}");
            for term in group {
                let words = dialogue::text::syllables(term);
                assert!(!words.is_empty() && term.chars().count() >= 2, "{group:?}");
                let is_short = words.len() == 1 && words[0].fold.chars().count() < 3;
                let is_capital = !term.chars().any(char::is_lowercase);
                assert!(!is_short || is_capital, "{term} would be found everywhere");
            }
        }
    }

    #[test]
    fn an_abbreviation_is_no_slip() {
        let synonyms = Synonyms::new(&[vec!["GCNQSDĐ".to_owned(), "sổ đỏ".to_owned()]]);
        assert!(synonyms.is_term("gcnqsdd") && !synonyms.is_term("so"));
    }
}
