use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{is_mark, lower_decomposed, undash};

/// Onsets after which a lone `y` and a lone `i` are the same vowel: kỹ = kĩ, lý = lí, Mỹ = Mĩ.
/// The list is that of the measured prototype behind vietnamese-search.md.
const ONSETS: [&str; 20] = [
    "b", "ch", "d", "đ", "g", "h", "k", "kh", "l", "m", "n", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x",
];

/// One word of a text as the search index sees it: a Vietnamese syllable, a number, a foreign word.
///
/// Both keys are lower case and NFC, and spell a final `y` as `i` where Vietnamese allows either:
/// after a single onset (`kỹ`, `kĩ`) and in `quy`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Syllable {
    /// Where it begins, in bytes of the text as given.
    pub start: usize,
    /// Where it ends, in bytes of the text as given, marks included.
    pub end: usize,
    /// The clause it stands in: 0, 1, 2 .. Two neighbours of one clause may form a compound.
    pub clause: u32,
    /// Without any mark: `hòa`, `hoa` and `hoá` are all `hoa`.
    pub fold: String,
    /// With the marks of letters (ă â ê ô ơ ư đ), and the tone taken out and appended: `hoà` and
    /// `hòa` are `hoa0f`, `việt` and the misplaced `vịêt` are `viêt0j`, `hoa` is `hoa`. The tone is
    /// `0` and the Telex key: f huyền, s sắc, r hỏi, x ngã, j nặng; nothing for ngang.
    pub exact: String,
}

/// The words of `text` in order. Everything that is neither letter nor digit separates them; a
/// combining mark belongs to its letter, so decomposed text gives the same words and keys as
/// composed text.
///
/// A clause ends at `. … ; : ! ?`, a line break, a quotation mark or a bracket. Zero-width
/// characters separate too: give it the text of a [`PlainText::line`](super::PlainText::line) where
/// that matters.
#[must_use]
pub fn syllables(text: &str) -> Vec<Syllable> {
    let mut found: Vec<Syllable> = Vec::new();
    let (mut clause, mut broken) = (0, false);
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        broken |= ends_clause(first);
        if !first.is_alphanumeric() {
            continue;
        }
        if broken && !found.is_empty() {
            clause += 1;
        }
        broken = false;
        while rest.next_if(|&(_, c)| c.is_alphanumeric() || is_combining_mark(c)).is_some() {}
        let end = rest.peek().map_or(text.len(), |&(at, _)| at);
        let (fold, exact) = keys(&text[start..end]);
        found.push(Syllable { start, end, clause, fold, exact });
    }
    found
}

fn ends_clause(c: char) -> bool {
    is_stop(c) || is_quote(c) || matches!(c, '(' | ')' | '[' | ']' | '{' | '}')
}

fn is_stop(c: char) -> bool {
    ".…;:!?\n\r\u{2028}\u{2029}".contains(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}')
}

/// The `fold` and the `exact` key of one word.
fn keys(word: &str) -> (String, String) {
    if word.is_ascii() {
        let key = one_i(word.to_ascii_lowercase());
        return (key.clone(), key); // most words that have no mark; what follows comes to the same
    }
    let mut bare = String::with_capacity(word.len());
    let mut marked = String::with_capacity(word.len() + 2);
    let mut tone = None;
    let mut base = ' ';
    for c in lower_decomposed(word) {
        if let Some(key) = tone_key(c) {
            tone = Some(key);
        } else if makes_letter(base, c) {
            marked.push(c);
        } else if !is_mark(c) {
            base = c;
            bare.push(undash(c));
            marked.push(if c == 'ð' { 'đ' } else { c });
        }
    }
    let mut exact = one_i(composed(marked));
    if let Some(key) = tone {
        exact.push('0');
        exact.push(key);
    }
    (one_i(composed(bare)), exact)
}

/// The Telex key of a combining tone mark.
fn tone_key(c: char) -> Option<char> {
    match c {
        '\u{0300}' => Some('f'),
        '\u{0301}' => Some('s'),
        '\u{0309}' => Some('r'),
        '\u{0303}' => Some('x'),
        '\u{0323}' => Some('j'),
        _ => None,
    }
}

/// Whether this mark makes another Vietnamese letter of this one: â ê ô, ă, ơ ư. On others it is decoration.
fn makes_letter(base: char, mark: char) -> bool {
    match mark {
        '\u{0302}' => matches!(base, 'a' | 'e' | 'o'),
        '\u{0306}' => base == 'a',
        '\u{031B}' => matches!(base, 'o' | 'u'),
        _ => false,
    }
}

fn composed(key: String) -> String {
    if key.is_ascii() { key } else { key.nfc().collect() }
}

/// Spells the vowel that may be written `y` or `i` as `i`.
fn one_i(mut key: String) -> String {
    if key.strip_suffix('y').is_some_and(|onset| onset == "qu" || ONSETS.contains(&onset)) {
        key.pop();
        key.push('i');
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold;
    use super::*;

    fn exact(text: &str) -> Vec<String> {
        syllables(text).into_iter().map(|syllable| syllable.exact).collect()
    }

    fn folded(text: &str) -> Vec<String> {
        syllables(text).into_iter().map(|syllable| syllable.fold).collect()
    }

    fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    #[test]
    fn tone_placement_does_not_matter() {
        assert_eq!(exact("hoà hòa Hoa"), ["hoa0f", "hoa0f", "hoa"]);
        assert_eq!(exact("thuý thúy"), ["thuy0s", "thuy0s"]);
        assert_eq!(exact("việt vịêt"), ["viêt0j", "viêt0j"]);
        assert_eq!(exact("tuỵnh tụynh"), ["tuynh0j", "tuynh0j"]);
    }

    #[test]
    fn all_tones_and_letters_have_their_keys() {
        assert_eq!(exact("ma mà má mả mã mạ"), ["ma", "ma0f", "ma0s", "ma0r", "ma0x", "ma0j"]);
        assert_eq!(exact("Ẳ Ấ Ệ Ồ Ỡ Ự Đ"), ["ă0r", "â0s", "ê0j", "ô0f", "ơ0x", "ư0j", "đ"]);
        assert_eq!(exact("ĐƯỜNG ÐƯỜNG đương duong"), ["đương0f", "đương0f", "đương", "duong"]);
    }

    #[test]
    fn i_and_y_are_one_vowel_where_spelling_wavers() {
        for (y, i) in [
            ("kỹ", "kĩ"),
            ("quý", "quí"),
            ("lý", "lí"),
            ("Mỹ", "Mĩ"),
            ("sỹ", "sĩ"),
            ("tỷ", "tỉ"),
            ("hy", "hi"),
        ] {
            assert_eq!(exact(y), exact(i));
            assert_eq!(folded(y), folded(i));
        }
        assert_eq!(folded("y tay thuy quynh tuy company"), ["y", "tay", "thuy", "quynh", "tuy", "company"]);
        assert_eq!(exact("tay tai thúy thúi"), ["tay", "tai", "thuy0s", "thui0s"]);
    }

    #[test]
    fn clauses_end_at_stops_lines_quotes_and_brackets() {
        let clauses = |text| syllables(text).iter().map(|syllable| syllable.clause).collect::<Vec<_>>();
        assert_eq!(clauses("...một cửa, một-lần/ngày"), [0, 0, 0, 0, 0]);
        assert_eq!(clauses("a. b; c: d! e? f\ng…h"), [0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(clauses("a “b” (c) [d] 'e' «f»"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(clauses("a?!... b"), [0, 1]);
    }

    #[test]
    fn numbers_and_foreign_words_pass() {
        assert_eq!(folded("45/2016/QĐ-TTg"), ["45", "2016", "qd", "ttg"]);
        assert_eq!(exact("naïve Vaccine 1️⃣"), ["naive", "vaccine", "1"]);
        assert_eq!(exact("한국 हिन्दी"), ["한국", "हिन्दी"]);
    }

    #[test]
    fn offsets_point_into_the_text_as_given() {
        let composed = "Ủy ban, Hòa!";
        for text in [composed.to_owned(), decomposed(composed)] {
            let words: Vec<String> =
                syllables(&text).iter().map(|s| text[s.start..s.end].nfc().collect()).collect();
            assert_eq!(words, ["Ủy", "ban", "Hòa"]);
        }
    }

    #[test]
    fn a_mark_that_makes_no_vietnamese_letter_is_dropped() {
        assert_eq!(exact("bŷ cŏ đâu"), ["bi", "co", "đâu"]);
    }

    #[test]
    fn a_mark_without_a_letter_is_no_word() {
        assert_eq!(syllables("\u{301} =\u{338} "), []);
    }

    proptest! {
        #[test]
        fn decomposed_text_has_the_same_keys(text in "[a-zA-Zà-ỹÀ-ỸđĐ0-9 .,(\n]{0,60}") {
            let decomposed = decomposed(&text);
            prop_assert_eq!(exact(&decomposed), exact(&text));
            prop_assert_eq!(folded(&decomposed), folded(&text));
        }

        #[test]
        fn words_lie_in_order_inside_the_text(text in any::<String>()) {
            let mut last = (0, 0);
            for word in syllables(&text) {
                prop_assert!(last.0 <= word.start && word.start < word.end && last.1 <= word.clause);
                prop_assert_eq!(one_i(fold(&text[word.start..word.end])), word.fold);
                last = (word.end, word.clause);
            }
        }

        #[test]
        fn the_exact_key_folds_to_the_fold_key(text in "[a-zà-ỹđ ]{0,40}") {
            for word in syllables(&text) {
                let letters = word.exact.split('0').next().unwrap_or_default();
                prop_assert_eq!(fold(letters), word.fold);
            }
        }
    }
}
