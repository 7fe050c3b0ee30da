//! What was asked before and is near to a text: while somebody types, before they send, beside a question, for whoever
//! answers.

use dialogue::text::PlainText;
use search::Reach;

use super::problem::Problem;
use super::search::{ArchiveHit, search_archive};
use crate::app::App;
use crate::words::Lang;

/// What is looked for.
#[derive(Debug, Default)]
pub struct Near<'a> {
    pub text: &'a str,
    /// Only what has an answer.
    pub answered: bool,
    /// Only in this session.
    pub session: Option<String>,
    /// The public name of the question that is looked at itself.
    pub except: Option<&'a str>,
    /// How many at most.
    pub most: usize,
    /// How much of the text's words a question must have, in percent, rare words counting more.
    pub least: u8,
}

/// The nearest first.
///
/// # Errors
/// Unavailable when the index or the memory fails.
pub async fn nearest(site: &App, near: Near<'_>, lang: Lang) -> Result<Vec<ArchiveHit>, Problem> {
    let words = PlainText::query(near.text).into_string();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let query = search::Query {
        words,
        session: near.session,
        answered: near.answered.then_some(true),
        reach: Reach::Near(near.least),
        counts: false,
        per_page: near.most + usize::from(near.except.is_some()),
        ..search::Query::default()
    };
    let found = search_archive(site, query, lang).await?.hits.into_iter();
    Ok(found.filter(|hit| Some(hit.id.as_str()) != near.except).take(near.most).collect())
}
