//! Two texts side by side, with the words marked in which they differ.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// Texts that have little in common are compared less finely after this time, and still completely.
const PATIENCE: Duration = Duration::from_millis(200);

/// A run of words that stands in both texts, or in this one alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub differs: bool,
}

/// The runs of my text, and those of the newer one.
#[must_use]
pub fn compare(mine: &str, newer: &str) -> (Vec<Run>, Vec<Run>) {
    // A form is sent with the line ends of the network.
    let mine = mine.replace("\r\n", "\n");
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(mine.trim(), newer.trim());
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for change in diff.iter_all_changes() {
        let word = change.value();
        match change.tag() {
            ChangeTag::Delete => add(&mut left, word, true),
            ChangeTag::Insert => add(&mut right, word, true),
            ChangeTag::Equal => {
                add(&mut left, word, false);
                add(&mut right, word, false);
            }
        }
    }
    (left, right)
}

fn add(runs: &mut Vec<Run>, word: &str, differs: bool) {
    match runs.last_mut() {
        Some(run) if run.differs == differs => run.text.push_str(word),
        _ => runs.push(Run { text: word.to_owned(), differs }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(runs: &[Run]) -> String {
        let mark = |run: &Run| if run.differs { format!("[{}]", run.text) } else { run.text.clone() };
        runs.iter().map(mark).collect()
    }

    #[test]
    fn only_differing_words_are_marked() {
        let (mine, newer) = compare("Nộp tại phường.\r\nMiễn phí.", "Nộp tại xã.\nMiễn phí.");
        assert_eq!(marked(&mine), "Nộp tại [phường.]\nMiễn phí.");
        assert_eq!(marked(&newer), "Nộp tại [xã.]\nMiễn phí.");
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        let (mine, newer) = ("một hai ba ".repeat(800), "ba bốn hai ".repeat(800));
        let (left, right) = compare(&mine, &newer);
        let whole = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
        assert_eq!((whole(&left).as_str(), whole(&right).as_str()), (mine.trim(), newer.trim()));
    }

    #[test]
    fn an_empty_text_differs_as_a_whole() {
        let (mine, newer) = compare("", "Một câu.");
        assert_eq!((marked(&mine), marked(&newer)), (String::new(), "[Một câu.]".to_owned()));
    }
}
