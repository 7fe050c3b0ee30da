//! "Đã có người hỏi?": what was answered before and is near to what somebody is about to ask.

use std::collections::BTreeSet;
use std::net::IpAddr;

use dialogue::text::{PlainText, fold};
use moderation::limits::{Action, Key};

use crate::app::App;
use crate::views::shapes::QuestionShape;
use crate::web::problem::Problem;
use crate::web::search::search_archive;
use crate::words::Lang;

/// How many are shown at most (experience.md, "Flows").
const MOST: usize = 3;
/// How many of the best matches are looked at.
const LOOKED_AT: usize = 10;
/// How much of the asker's words a question must share to be worth a page of its own, in percent. Below it most matches
/// of the demonstration share only words that every question has.
const SHARED: usize = 40;

/// The answered questions nearest to a text. None when this address has searched too often: the question goes on
/// without them.
///
/// # Errors
/// Unavailable when the index or the memory fails.
pub async fn nearest(
    site: &App,
    text: &str,
    from: IpAddr,
    lang: Lang,
) -> Result<Vec<QuestionShape>, Problem> {
    if site.limits.check(Action::SearchPerAddress, &Key::address(from)).is_err() {
        return Ok(Vec::new());
    }
    let query = search::Query {
        words: PlainText::query(text).into_string(),
        answered: Some(true),
        per_page: LOOKED_AT,
        ..search::Query::default()
    };
    let asked = words(text);
    let found = search_archive(site, query, lang).await?;
    let near = found.hits.into_iter().map(|hit| hit.shown.q).filter(|q| shares_enough(&asked, q));
    Ok(near.take(MOST).collect())
}

fn shares_enough(asked: &BTreeSet<String>, q: &QuestionShape) -> bool {
    let theirs = words(&format!("{} {}", q.heading(), q.text.as_deref().unwrap_or_default()));
    asked.intersection(&theirs).count() * 100 >= asked.len() * SHARED
}

fn words(text: &str) -> BTreeSet<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
