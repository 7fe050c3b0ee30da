//! Where the next page of a list begins: the last question's sort key and number, as `key.number`.

use dialogue::question::Question;
use store::Sort;

/// Reads a cursor; `None` when it is none.
#[must_use]
pub fn read(text: &str) -> Option<(i64, i64)> {
    let (key, number) = text.split_once('.')?;
    Some((key.parse().ok()?, number.parse().ok()?))
}

/// The cursor behind this question in this order.
#[must_use]
pub fn after(sort: Sort, last: &Question) -> String {
    format!("{}.{}", sort.key(last), last.name.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_is_none_is_ignored() {
        assert_eq!(read("5.12"), Some((5, 12)));
        for text in ["", "5", "5.", "a.b", "5.12.1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
