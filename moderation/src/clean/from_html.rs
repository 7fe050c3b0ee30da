//! Plain text out of HTML that somebody else's program wrote.

use std::sync::LazyLock;

use ammonia::Builder;

/// Tags that show that a text is meant as HTML; `<tên xã>` is no tag of it.
const TELLING: [&str; 14] = [
    "<p>", "<p ", "<br", "<div", "<span", "<ul", "<ol", "<li", "<table", "<strong", "<b>", "<em>", "<a href",
    "&nbsp;",
];
/// Where a line ends.
const ENDS: [&str; 9] = ["<br", "</p", "</div", "</li", "</tr", "</h1", "</h2", "</h3", "</ul"];

static TEXT_ALONE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.clean_content_tags(["script", "style"].into());
    builder
});

/// Whether a text is plainly HTML.
#[must_use]
pub fn is_html(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    TELLING.iter().any(|tag| lower.contains(tag))
}

/// The text of HTML: no tags, paragraphs and items on lines of their own, entities read. What stands in scripts and
/// styles is dropped.
#[must_use]
pub fn from_html(html: &str) -> String {
    let text = TEXT_ALONE.clean(&with_lines(html)).to_string();
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")) {
        // One blank line between paragraphs, however many the markup made.
        if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

/// A line break before each tag that ends a line; the lower-case copy has the same bytes in the same places.
fn with_lines(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len() + 64);
    let mut at = 0;
    for (place, _) in lower.match_indices('<') {
        if ENDS.iter().any(|end| lower[place..].starts_with(end)) {
            out.push_str(&html[at..place]);
            out.push('\n');
            at = place;
        }
    }
    out.push_str(&html[at..]);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_the_text_that_it_shows() {
        let html = "<p>Căn cứ <b>Điều 5</b>, công dân&nbsp;nộp:</p><UL><LI>Đơn</LI><li>Bản sao &lt;CCCD&gt; &amp; ảnh</li></ul>\
                    <script>alert(1)</script><br/>Trân trọng";
        assert!(is_html(html));
        assert_eq!(from_html(html), "Căn cứ Điều 5, công dân nộp:\nĐơn\nBản sao <CCCD> & ảnh\n\nTrân trọng");
    }

    #[test]
    fn a_text_with_brackets_is_no_html() {
        for text in ["Xã <tên xã> ở đâu?", "x < 5 & y > 3", "a <b", ""] {
            assert!(!is_html(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_text(text in "(<[a-z/! ]{0,6}>?|&[a-z]{0,5};?|[đờ \n\"'a-c]){0,40}") {
            let once = from_html(&text);
            prop_assert_eq!(once.trim(), once.as_str());
        }
    }
}
