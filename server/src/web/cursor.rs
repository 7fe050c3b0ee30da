//! Where the next page of a list begins: the first letter of its order, the last question's sort key and its number, as
//! `v5.12`. A cursor of another order is none: its key would mean something else.

use dialogue::question::Question;
use store::Sort;

/// Reads a cursor of this order; `None` when it is none.
#[must_use]
pub fn read(sort: Sort, text: &str) -> Option<(i64, i64)> {
    let (key, number) = text.strip_prefix(letter(sort))?.split_once('.')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (key, number) = (Some(key).filter(|key| digits(key))?, Some(number).filter(|number| digits(number))?);
    Some((key.parse().ok()?, number.parse().ok()?))
}

/// The cursor behind this question in this order.
#[must_use]
pub fn after(sort: Sort, last: &Question) -> String {
    format!("{}{}.{}", letter(sort), sort.key(last), last.name.number)
}

const fn letter(sort: Sort) -> char {
    match sort {
        Sort::Votes => 'v',
        Sort::New => 'n',
        Sort::Answered => 'a',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_of_another_order_is_none() {
        assert_eq!(read(Sort::Votes, "v5.12"), Some((5, 12)));
        for text in ["", "5.12", "n5.12", "v5", "v5.", "v.5", "va.b", "v-5.12", "v+5.12", "v5.12.1"] {
            assert_eq!(read(Sort::Votes, text), None, "{text}");
        }
    }
}
