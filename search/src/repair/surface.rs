//! Keys against letters: which marks a key has, and how it is written.

use dialogue::text::{fold, spelled};

/// Whether `reading` has every mark of `typed`, and its letters: `đương0f` has those of `đuong`. Both are exact keys.
pub(super) fn has_marks_of(reading: &str, typed: &str) -> bool {
    let ((read, tone), (letters, wanted)) = (parts(reading), parts(typed));
    (wanted.is_empty() || wanted == tone)
        && read.chars().count() == letters.chars().count()
        && read.chars().zip(letters.chars()).all(|(read, letter)| read == letter || is_plain_of(letter, read))
}

/// Whether two keys of different letters have the same tone and letters with marks: what survives a slip.
pub(super) fn shares_marks(reading: &str, typed: &str) -> bool {
    let ((read, tone), (letters, wanted)) = (parts(reading), parts(typed));
    let marked = |text: &str| text.chars().filter(|letter| !letter.is_ascii()).collect::<String>();
    tone == wanted && marked(read) == marked(letters)
}

/// The key as it is written, in the case of what was typed, with the `y` that was typed.
pub(super) fn like(exact: &str, typed: &str) -> String {
    let written = spelled(&with_y(exact, typed));
    let mut letters = typed.chars().filter(|letter| letter.is_alphabetic());
    let first = letters.next().is_some_and(char::is_uppercase);
    match (first, letters.next().map(char::is_uppercase)) {
        (true, Some(true)) => written.to_uppercase(),
        (true, _) => capital(&written),
        (false, _) => written,
    }
}

/// Keys spell `y` as `i` where either is right; whoever typed `y` reads `y`.
fn with_y(exact: &str, typed: &str) -> String {
    let (letters, tone) = parts(exact);
    let was_y = fold(typed).trim_end_matches(|c: char| "fsrxj0123456789".contains(c)).ends_with('y');
    match letters.strip_suffix('i').filter(|_| was_y) {
        Some(stem) if tone.is_empty() => format!("{stem}y"),
        Some(stem) => format!("{stem}y0{tone}"),
        None => exact.to_owned(),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// The letters of a key, and the letter of its tone or nothing.
fn parts(exact: &str) -> (&str, &str) {
    match exact.rsplit_once('0') {
        Some((letters, tone)) if matches!(tone, "f" | "s" | "r" | "x" | "j") => (letters, tone),
        _ => (exact, ""),
    }
}

fn is_plain_of(plain: char, letter: char) -> bool {
    plain.is_ascii() && fold(letter.encode_utf8(&mut [0; 4])).starts_with(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_keeps_the_marks_that_were_typed() {
        assert!(has_marks_of("đương0f", "đuong") && has_marks_of("đương0f", "duong0f"));
        assert!(has_marks_of("đương0f", "duong"));
        for typed in ["đuong0s", "đuông", "duongg", "dương0s"] {
            assert!(!has_marks_of("đương0f", typed), "{typed}");
        }
    }

    #[test]
    fn a_key_is_written_like_what_was_typed() {
        let table = [
            ("thu0r", "thu", "thủ"),
            ("thu0r", "Thur", "Thủ"),
            ("thu0r", "THU", "THỦ"),
            ("ki0x", "ky", "kỹ"),
            ("ki0x", "kix", "kĩ"),
            ("ki0x", "kyx", "kỹ"),
            ("đ", "D", "Đ"),
        ];
        for (exact, typed, expected) in table {
            assert_eq!(like(exact, typed), expected, "{typed}");
        }
    }
}
