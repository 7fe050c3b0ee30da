//! "Đã có người hỏi?": what was answered before and is near to what somebody is about to ask.

use std::net::IpAddr;

use moderation::limits::{Action, Key};

use crate::app::App;
use crate::views::shapes::QuestionShape;
use crate::web::near::{self, Near};
use crate::web::problem::Problem;
use crate::words::Lang;

/// How many are shown at most (experience.md, "Flows").
const MOST: usize = 3;
/// How much of the asker's words a question must have to be worth a page of its own, in percent, rare words counting
/// more. Below it most matches of the demonstration share only words that every question has.
const NEAR: u8 = 50;

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
    if site.limits.check(Action::SearchPerAddress, &Key::address(from)).await.is_err() {
        return Ok(Vec::new());
    }
    let near = Near { text, answered: true, most: MOST, least: NEAR, ..Near::default() };
    Ok(near::nearest(site, near, lang).await?.into_iter().map(|hit| hit.shown.q).collect())
}
