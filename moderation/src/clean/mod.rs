//! Officials' Markdown, made into clean [`Html`] or into plain text.
//!
//! Markdown is CommonMark without extensions, read for people who do not know it: HTML that is
//! typed is text and is shown as typed, an image is its description, a line break stays a line
//! break, and indented lines are a paragraph. Citizens' text never comes here: it is stored as
//! typed and escaped by the template.
//!
//! Two judges stand between a text and a page: `shown` keeps only what may be shown, and ammonia
//! reads the HTML made of it again, by a list of its own.

mod from_html;
mod plain;
mod shown;
#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use thiserror::Error;

pub use from_html::{from_html, is_html};
pub use plain::plain;

/// The most bytes of Markdown that [`html`] takes; an answer of 10,000 characters is under 40 KiB.
pub const MOST_BYTES: usize = 64 * 1024;

const TAGS: [&str; 12] = ["p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4", "code"];
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];
const REL: &str = "nofollow noopener ugc";

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Custom(Box::new(own_path)))
        .link_rel(Some(REL));
    builder
});

/// A path of this site; `cong.gov.vn`, typed for another site, would lead nowhere.
fn own_path(address: &str) -> Option<Cow<'_, str>> {
    (address.starts_with('/') && !address.starts_with("//")).then_some(Cow::Borrowed(address))
}

/// HTML that may stand in a page as it is; [`html`] and [`lines`] are its only makers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The Markdown is longer than [`MOST_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a text of {bytes} bytes is too large to be cleaned, the most is {MOST_BYTES}")]
pub struct TooLarge {
    pub bytes: usize,
}

/// Renders an official's Markdown.
///
/// The elements are p, br, strong, em, ul, ol, li, a, blockquote, h3, h4 and code. Links are
/// http, https, mailto or a path of this site, and carry `rel="nofollow noopener ugc"`; a link to
/// elsewhere keeps its text and loses its address. Elements nested too deep are dropped, their text stays.
///
/// # Errors
///
/// [`TooLarge`] when the Markdown has more than [`MOST_BYTES`].
pub fn html(markdown: &str) -> Result<Html, TooLarge> {
    if markdown.len() > MOST_BYTES {
        return Err(TooLarge { bytes: markdown.len() });
    }
    let mut rendered = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut rendered, shown::events(markdown).into_iter());
    Ok(Html(CLEANER.clean(&rendered).to_string()))
}

/// Renders plain text as it stands: a line break is one, an empty line ends a paragraph.
#[must_use]
pub fn lines(text: &str) -> Html {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    for paragraph in text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let rows: Vec<String> = paragraph.lines().map(ammonia::clean_text).collect();
        html.push_str("<p>");
        html.push_str(&rows.join("<br>"));
        html.push_str("</p>\n");
    }
    Html(CLEANER.clean(&html).to_string())
}
