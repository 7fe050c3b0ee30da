use std::fmt;
use std::ops::{Deref, RangeInclusive};

use serde::Serialize;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

/// Characters of a search query that count; the rest is cut, never refused.
const QUERY_CHARS: usize = 400;

/// Text as a person typed it, cleaned of what nobody can see and measured.
///
/// Always NFC, without U+0000 and other control characters (a line feed and a tab may stand in a
/// text of several lines), without white space at either end. Lengths are Unicode scalar values
/// counted in that form. There is no `Deserialize`: a text from outside comes through
/// [`PlainText::new`] or [`PlainText::line`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct PlainText(String);

impl PlainText {
    /// A text of one or more lines: a question, an answer, a note.
    ///
    /// CR LF and a lone CR become LF.
    ///
    /// # Errors
    /// [`TextFault`] when the cleaned text has fewer or more characters than `len` allows.
    pub fn new(raw: &str, len: RangeInclusive<usize>) -> Result<Self, TextFault> {
        let text: String = raw
            .replace("\r\n", "\n")
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .filter(|&c| matches!(c, '\n' | '\t') || !c.is_control())
            .nfc()
            .collect();
        measured(text.trim().to_owned(), &len)
    }

    /// A text of a single line: a name, a title, a place.
    ///
    /// Any run of white space, line breaks included, becomes one space. Characters that show
    /// nothing and can make one name look like another (direction controls, zero-width characters,
    /// fillers) are dropped.
    ///
    /// # Errors
    /// [`TextFault`] when the cleaned text has fewer or more characters than `len` allows.
    pub fn line(raw: &str, len: RangeInclusive<usize>) -> Result<Self, TextFault> {
        measured(single_line(raw), &len)
    }

    /// What was typed into a search box: as [`PlainText::line`], cut after 400 characters, possibly
    /// empty.
    #[must_use]
    pub fn query(raw: &str) -> Self {
        let cut: String = single_line(raw).chars().take(QUERY_CHARS).collect();
        Self(cut.trim_end().to_owned())
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself, given away.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }

    /// The length in Unicode scalar values, the unit of every limit on texts.
    #[must_use]
    pub fn chars_count(&self) -> usize {
        self.0.chars().count()
    }
}

impl Deref for PlainText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for PlainText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PlainText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Why a text was not taken. Lengths are Unicode scalar values of the cleaned text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum TextFault {
    /// Nothing is left after cleaning, and something is needed.
    #[error("Nothing has been entered.")]
    Empty,
    /// Fewer than `min` characters.
    #[error("At least {} characters are needed, there are {}.", grouped(*min, ','), grouped(*is, ','))]
    TooShort {
        /// The shortest length taken.
        min: usize,
        /// The length found.
        is: usize,
    },
    /// More than `max` characters.
    #[error("At most {} characters are allowed, there are {}.", grouped(*max, ','), grouped(*is, ','))]
    TooLong {
        /// The longest length taken.
        max: usize,
        /// The length found.
        is: usize,
    },
}

impl TextFault {
    /// The sentence shown beside the field of a form, in Vietnamese.
    #[must_use]
    pub fn vietnamese(&self) -> String {
        let n = |n| grouped(n, '.');
        match *self {
            Self::Empty => "Chưa nhập nội dung.".to_owned(),
            Self::TooShort { min, is } => {
                format!("Cần ít nhất {} ký tự, hiện có {}.", n(min), n(is))
            }
            Self::TooLong { max, is } => format!("Nhiều nhất {} ký tự, hiện có {}.", n(max), n(is)),
        }
    }

    /// The sentence shown beside the field of a form, in English.
    #[must_use]
    pub fn english(&self) -> String {
        self.to_string()
    }
}

fn measured(text: String, len: &RangeInclusive<usize>) -> Result<PlainText, TextFault> {
    let (min, max, is) = (*len.start(), *len.end(), text.chars().count());
    if is == 0 && min > 0 {
        Err(TextFault::Empty)
    } else if is < min {
        Err(TextFault::TooShort { min, is })
    } else if is > max {
        Err(TextFault::TooLong { max, is })
    } else {
        Ok(PlainText(text))
    }
}

fn single_line(raw: &str) -> String {
    let shown: String = raw.chars().filter(|&c| c.is_whitespace() || !is_unseen(c)).collect();
    let words: Vec<&str> = shown.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// Control characters, and those of Unicode's `Default_Ignorable_Code_Point` (UAX 44) that serve to
/// disguise a name or to leave it blank. Variation selectors may stay: emoji need them.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}'
            | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}')
}

/// `2000` as `2.000` in Vietnamese and `2,000` in English.
#[must_use]
pub fn grouped(n: usize, mark: char) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    use super::*;

    fn new(raw: &str) -> String {
        PlainText::new(raw, 0..=usize::MAX).unwrap().into_string()
    }

    fn line(raw: &str) -> String {
        PlainText::line(raw, 0..=usize::MAX).unwrap().into_string()
    }

    #[test]
    fn decomposed_input_is_composed_before_it_is_counted() {
        let text = PlainText::new("  Nu\u{31b}o\u{31b}\u{301}c \u{3000}", 4..=4).unwrap();
        assert_eq!((text.as_str(), text.chars_count()), ("Nước", 4));
    }

    #[test]
    fn line_ends_are_one_kind_and_control_characters_go() {
        assert_eq!(new("a\r\nb\rc\n\td\0\u{7}\u{85}e"), "a\nb\nc\n\tde");
    }

    #[test]
    fn a_mark_meets_its_letter_once_the_control_between_them_is_gone() {
        assert_eq!(new("a\u{1}\u{301}"), "á");
    }

    #[test]
    fn html_is_text() {
        let typed = "Xã <tên xã> & <script>alert(1)</script>";
        assert_eq!(new(typed), typed);
        assert_eq!(line(typed), typed);
    }

    #[test]
    fn a_line_has_single_spaces_and_nothing_unseen() {
        assert_eq!(
            line(" Trần\r\n\tThị \u{200b} Ví\u{a0}Dụ\u{202e}\u{feff}\u{200d}\u{3164} "),
            "Trần Thị Ví Dụ"
        );
        assert_eq!(PlainText::line("\u{200b}\u{2066}\u{ad}", 1..=80), Err(TextFault::Empty));
    }

    #[test]
    fn length_is_checked_at_both_ends() {
        let check = |raw| PlainText::new(raw, 2..=3).map(PlainText::into_string);
        assert_eq!(check(" \n "), Err(TextFault::Empty));
        assert_eq!(check(" a "), Err(TextFault::TooShort { min: 2, is: 1 }));
        assert_eq!(check("đấy"), Ok("đấy".to_owned()));
        assert_eq!(check("đấy\u{1F44D}"), Err(TextFault::TooLong { max: 3, is: 4 }));
        assert_eq!(PlainText::new("", 0..=3).map(PlainText::into_string), Ok(String::new()));
    }

    #[test]
    fn a_query_is_cut_and_never_refused() {
        assert_eq!(PlainText::query(" \u{200b}\n ").as_str(), "");
        assert_eq!(PlainText::query(&"đ ".repeat(500)).chars_count(), 399);
        assert_eq!(PlainText::query(&"đ".repeat(500)).chars_count(), 400);
    }

    #[test]
    fn faults_speak_both_languages() {
        let short = TextFault::TooShort { min: 10, is: 3 };
        assert_eq!(short.vietnamese(), "Cần ít nhất 10 ký tự, hiện có 3.");
        assert_eq!(short.english(), "At least 10 characters are needed, there are 3.");
        let long = TextFault::TooLong { max: 2000, is: 1_234_567 };
        assert_eq!(long.vietnamese(), "Nhiều nhất 2.000 ký tự, hiện có 1.234.567.");
        assert_eq!(long.english(), "At most 2,000 characters are allowed, there are 1,234,567.");
        assert_eq!(TextFault::Empty.vietnamese(), "Chưa nhập nội dung.");
    }

    #[test]
    fn json_is_the_bare_string() {
        let text = PlainText::line("a \"b\"", 1..=9).unwrap();
        assert_eq!(serde_json::to_string(&text).unwrap(), r#""a \"b\"""#);
    }

    proptest! {
        #[test]
        fn cleaning_is_composed_trimmed_and_done_once(raw in any::<String>()) {
            let text = new(&raw);
            prop_assert!(is_nfc(&text));
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert!(text.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()));
            prop_assert_eq!(&new(&text), &text);
        }

        #[test]
        fn a_line_stays_a_line(raw in any::<String>()) {
            let text = line(&raw);
            prop_assert!(is_nfc(&text) && !text.contains("  "));
            prop_assert!(text.chars().all(|c| c == ' ' || !(c.is_whitespace() || is_unseen(c))));
            prop_assert_eq!(&line(&text), &text);
        }

        #[test]
        fn a_taken_text_is_within_its_limits(raw in any::<String>(), min in 0..20_usize, more in 0..20_usize) {
            if let Ok(text) = PlainText::new(&raw, min..=min + more) {
                prop_assert!((min..=min + more).contains(&text.chars_count()));
            }
        }
    }
}
