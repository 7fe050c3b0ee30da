//! Numbers of official documents, such as `45/2016/QĐ-TTg`, as people write and half-remember them.

use dialogue::text::Syllable;

/// The most parts that are read of one number; none has more (`01/2024/TTLT-BTP-BNV-BTC`).
const MAX_PARTS: usize = 7;
/// Longer words are no part of a number.
const MAX_PART_CHARS: usize = 10;

/// What a document number is called before it, and the code that stands in it.
const KINDS: [(&[&str], &str); 9] = [
    (&["nghi", "dinh"], "nd"),
    (&["quyet", "dinh"], "qd"),
    (&["thong", "tu"], "tt"),
    (&["nghi", "quyet"], "nq"),
    (&["chi", "thi"], "ct"),
    (&["cong", "van"], "cv"),
    (&["thong", "bao"], "tb"),
    (&["ke", "hoach"], "kh"),
    (&["luat"], "qh"),
];

/// The keys of all document numbers in a text: each in whole, without its year, and cut to its first code, since that
/// is what people remember: `45/2016/QĐ-TTg` has `45 2016 qd ttg`, `45 qd ttg`, `45 2016 qd`, `45 qd` and `45 2016`.
pub(crate) fn written(text: &str, syllables: &[Syllable]) -> Vec<String> {
    let mut keys = Vec::new();
    let mut at = 0;
    while at < syllables.len() {
        let parts = chain(text, &syllables[at..]);
        if is_number(&parts) {
            keys.extend(spellings(&parts));
            at += parts.len();
        } else {
            at += 1;
        }
    }
    keys
}

/// The keys that typed words may mean, each with the words (by place) that it takes up; most are no number at all, and
/// the index knows which are. Separators do not matter: `2995 qd byt`, `qd 2995`, `nghị định số 168/2024`.
pub(crate) fn typed(syllables: &[Syllable]) -> Vec<(std::ops::Range<usize>, String)> {
    let mut keys = Vec::new();
    for (at, syllable) in syllables.iter().enumerate() {
        let year = syllables.get(at + 1).map(|next| next.fold.as_str()).filter(|fold| is_year(fold));
        if let Some((code, digits)) = glued(&syllable.fold) {
            keys.extend(year.map(|year| (at..at + 2, format!("{digits} {year} {code}"))));
            keys.push((at..at + 1, format!("{digits} {code}")));
        }
        if !is_digits(&syllable.fold) {
            continue;
        }
        let most = MAX_PARTS.min(syllables.len() - at);
        for count in 2..=most {
            let parts: Vec<&str> = syllables[at..at + count].iter().map(|part| part.fold.as_str()).collect();
            keys.push((at..at + count, parts.join(" ")));
        }
        if let Some((start, code)) = called(&syllables[..at]) {
            keys.extend(year.map(|year| (start..at + 2, format!("{} {year} {code}", syllable.fold))));
            keys.push((start..at + 1, format!("{} {code}", syllable.fold)));
        }
    }
    keys
}

/// The code that the words before a number give it, and where these words begin.
fn called(before: &[Syllable]) -> Option<(usize, &str)> {
    let end = before.len() - usize::from(before.last().is_some_and(|last| last.fold == "so"));
    let before = &before[..end];
    for (words, code) in KINDS {
        let Some(start) = end.checked_sub(words.len()) else { continue };
        if before[start..].iter().map(|syllable| syllable.fold.as_str()).eq(words.iter().copied()) {
            return Some((start, code));
        }
    }
    let last = before.last()?;
    let is_code = (2..=5).contains(&last.fold.len()) && last.fold.bytes().all(|b| b.is_ascii_alphabetic());
    is_code.then_some((end - 1, last.fold.as_str()))
}

/// `nd146`: a code and a number without a blank between them.
fn glued(fold: &str) -> Option<(&str, &str)> {
    let start = fold.find(|c: char| c.is_ascii_digit())?;
    let (code, digits) = fold.split_at(start);
    let is_code = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
    (is_code && is_digits(digits)).then_some((code, digits))
}

/// The words from the first on that are joined by a slash or a hyphen, when the first is digits.
fn chain<'a>(text: &str, syllables: &'a [Syllable]) -> Vec<&'a str> {
    let Some(first) = syllables.first().filter(|first| is_digits(&first.fold)) else { return Vec::new() };
    let mut parts = vec![first.fold.as_str()];
    for pair in syllables.windows(2).take(MAX_PARTS - 1) {
        let between = text[pair[0].end..pair[1].start].trim();
        if !matches!(between, "/" | "-" | "–") || pair[1].fold.chars().count() > MAX_PART_CHARS {
            break;
        }
        parts.push(&pair[1].fold);
    }
    parts
}

fn is_number(parts: &[&str]) -> bool {
    parts.iter().skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()))
}

fn spellings(parts: &[&str]) -> Vec<String> {
    let (number, rest) = (parts[0], &parts[1..]);
    let (year, codes) = match rest.split_first() {
        Some((year, codes)) if is_year(year) => (Some(*year), codes),
        _ => (None, rest),
    };
    // `qh13` is the National Assembly of the 13th term: "luật 45/2019" knows only that it is one of them.
    let first = codes.first().map(|code| if code.starts_with("qh") { "qh" } else { code });
    let mut keys = vec![parts.join(" ")];
    if let Some(year) = year {
        keys.push(format!("{number} {}", codes.join(" ")));
        keys.push(format!("{number} {year}"));
        keys.extend(first.map(|first| format!("{number} {year} {first}")));
    }
    keys.extend(first.map(|first| format!("{number} {first}")));
    keys.sort();
    keys.dedup();
    keys
}

fn is_digits(fold: &str) -> bool {
    (1..=5).contains(&fold.len()) && fold.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(fold: &str) -> bool {
    fold.len() == 4 && (fold.starts_with("19") || fold.starts_with("20")) && is_digits(fold)
}

#[cfg(test)]
mod tests {
    use dialogue::text::syllables;

    use super::*;

    fn keys(text: &str) -> Vec<String> {
        written(text, &syllables(text))
    }

    #[test]
    fn a_number_is_known_by_all_that_is_remembered_of_it() {
        assert_eq!(
            keys("theo Quyết định số 45/2016/QĐ-TTg, ngày"),
            ["45 2016", "45 2016 qd", "45 2016 qd ttg", "45 qd", "45 qd ttg"]
        );
        assert_eq!(keys("(2995/QĐ-BYT)"), ["2995 qd", "2995 qd byt"]);
        assert_eq!(keys("Luật 45/2019/QH14"), ["45 2019", "45 2019 qh", "45 2019 qh14", "45 qh", "45 qh14"]);
    }

    #[test]
    fn dates_ratios_and_ranges_are_no_numbers_of_documents() {
        for text in ["ngày 12/05/2024", "mở cửa 24/7", "5-7 ngày", "0950 000 109", "1.200.000 đ", "covid-19"]
        {
            assert_eq!(keys(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn typed_numbers_meet_written_ones() {
        let table = [
            ("45/2016/QĐ-TTg", "Quyết định 45/2016/QĐ-TTg"),
            ("2995 qd byt", "2995/QĐ-BYT"),
            ("qd 2995", "2995/QĐ-BYT"),
            ("nghị định 168", "168/2024/NĐ-CP"),
            ("nghi dinh so 168/2024", "168/2024/NĐ-CP"),
            ("luật số 45/2019", "45/2019/QH14"),
            ("thông tư 02 năm 2021", "02/2021/TT-BNV"),
            ("nd168/2024", "168/2024/NĐ-CP"),
            ("QĐ2995", "2995/QĐ-BYT"),
        ];
        for (words, text) in table {
            let known = keys(text);
            assert!(typed(&syllables(words)).iter().any(|(_, key)| known.contains(key)), "{words} in {text}");
        }
        let known = keys("169/2024/NĐ-CP");
        assert!(!typed(&syllables("nghị định 168/2024")).iter().any(|(_, key)| known.contains(key)));
    }
}
