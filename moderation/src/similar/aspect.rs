//! What a text wants to know about its matter: two questions about one thing are two when one asks for the price, and the
//! other for the place.

use std::sync::LazyLock;

use regex::RegexSet;

use super::reading::Word;

/// When, how long, the price, how much, where or who, which papers, how, why; in words as [`super::words`] leaves them.
const ASPECTS: [&str; 8] = [
    "khi nao",
    "bao nhieu ngay|thoi gian bao|thoi han|ngay xong",
    "gia|phi|bao nhieu( mot| 1)? (trang|m2|can)|(thu|dong|het) bao nhieu|tien khong|mat tien",
    "bao nhieu|may (nam|ban|nguoi)|muc",
    "dau|hay (o |len |phai len )?(phuong|so|xa)|(bo phan|ung dung|duong) nao|(gui|hoi|nop|lien he) ai|ai tiep nhan",
    "giay to gi|ho so gom|(bang lai|giay phep) gi",
    "thu tuc (gi|ra|nhu|the)|nhung thu tuc|the nao|cach nao|lam sao|ra sao|phai lam don",
    "sao|tai sao|vi sao|ly do",
];

static SET: LazyLock<RegexSet> = LazyLock::new(|| {
    let patterns = ASPECTS.map(|words| format!(" (?:{words}) "));
    RegexSet::new(patterns).expect("patterns that compile")
});

/// What is asked, and whether yes or no is an answer.
#[derive(Debug)]
pub(super) struct Asked {
    aspects: Vec<usize>,
    pub yes_or_no: bool,
}

impl Asked {
    pub fn of(words: &[&Word]) -> Self {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let line = format!(" {} ", texts.join(" "));
        let has = texts.iter().position(|word| *word == "co");
        let not = texts.iter().rposition(|word| *word == "khong");
        let ends_so = texts.last() == Some(&"khong");
        let yes_or_no = ends_so || has.zip(not).is_some_and(|(has, not)| has < not);
        Self { aspects: SET.matches(&line).into_iter().collect(), yes_or_no }
    }

    /// Whether both ask for something, and nothing for the same.
    pub fn is_other_than(&self, other: &Self) -> bool {
        let shares = self.aspects.iter().any(|aspect| other.aspects.contains(aspect));
        !self.aspects.is_empty() && !other.aspects.is_empty() && !shares
    }
}
