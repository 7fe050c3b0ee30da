use pulldown_cmark::{Event, Tag, TagEnd};

use super::shown;

/// The plain text of an official's Markdown, for search and feeds.
///
/// It says what [`html`](super::html) shows, without escapes: an empty line stands between
/// paragraphs, list items keep their number or a dash, links keep only their text. There is no
/// limit to its length: give it texts that `html` has taken.
pub fn plain(markdown: &str) -> String {
    let mut plain = Plain::default();
    for event in shown::events(markdown) {
        plain.take(event);
    }
    plain.text.truncate(plain.text.trim_end().len());
    plain.text
}

#[derive(Default)]
struct Plain {
    text: String,
    /// The number of the next item in each open list; `None` where items have dashes.
    lists: Vec<Option<u64>>,
}

impl Plain {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::HardBreak => self.text.push('\n'),
            Event::Start(Tag::List(first)) => self.lists.push(first),
            Event::Start(Tag::Item) => self.item(),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.gap(if self.lists.is_empty() { "\n\n" } else { "\n" });
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => self.gap("\n\n"),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.gap("\n");
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.text.push_str("- "),
        }
    }

    /// Ends the line, unless nothing or such an end stands before.
    fn gap(&mut self, end: &str) {
        if !self.text.is_empty() && !self.text.ends_with(end) {
            let kept = self.text.trim_end_matches('\n').len();
            self.text.truncate(kept);
            self.text.push_str(end);
        }
    }
}
