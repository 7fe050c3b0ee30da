//! The two lists of a session's page, answered and waiting: their order, their pages, and how much of each is shown.

use store::{Filed, Page, Sort, StoreError, Tx};

use super::typed::Typed;
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Scene};
use crate::web::cursor;

/// How many questions a page shows.
const SHOWN: usize = 20;

/// Which list a question stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Answered,
    Waiting,
}

/// A part of one list, and the address of the next part.
pub struct Listed {
    pub questions: Vec<QuestionShape>,
    pub more: Option<String>,
}

/// What the page shows of the lists.
pub struct Lists {
    /// The word of the order.
    pub sort: &'static str,
    pub answered: Option<Listed>,
    pub waiting: Option<Listed>,
    /// Both lists from their beginning: what the live stream goes on from.
    pub follows: bool,
}

impl Place {
    const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Waiting => "waiting",
        }
    }
}

/// Reads what `?list=&sort=&after=` asks for; without `list`, the beginning of both.
///
/// # Errors
/// What the store says.
pub async fn read(tx: &mut Tx, scene: &Scene, asked: &Typed) -> Result<Lists, StoreError> {
    let (sort, word) = order(asked.at("sort"));
    let after = cursor::read(sort, asked.at("after"));
    let one = [Place::Answered, Place::Waiting].into_iter().find(|place| asked.is("list", place.code()));
    let (mut answered, mut waiting) = (None, None);
    if let Some(place) = one {
        let rows = gather(tx, scene.session.no, place, sort, after).await?;
        let listed = listed(tx, scene, place, (sort, word), rows, SHOWN).await?;
        *(if place == Place::Answered { &mut answered } else { &mut waiting }) = Some(listed);
    } else {
        let first = gather(tx, scene.session.no, Place::Answered, sort, None).await?;
        let second = gather(tx, scene.session.no, Place::Waiting, sort, None).await?;
        let (shown, rest) = share(first.len(), second.len());
        answered = Some(listed(tx, scene, Place::Answered, (sort, word), first, shown).await?);
        waiting = Some(listed(tx, scene, Place::Waiting, (sort, word), second, rest).await?);
    }
    Ok(Lists { sort: word, answered, waiting, follows: one.is_none() })
}

fn order(word: &str) -> (Sort, &'static str) {
    match word {
        "votes" => (Sort::Votes, "votes"),
        "new" => (Sort::New, "new"),
        _ => (Sort::Answered, "answered"),
    }
}

/// How many of each list fit on the page: half of it each, and what one does not need goes to the other.
fn share(answered: usize, waiting: usize) -> (usize, usize) {
    let half = SHOWN / 2;
    let waiting_shown = waiting.min(half.max(SHOWN.saturating_sub(answered)));
    (answered.min(SHOWN - waiting_shown), waiting_shown)
}

/// The next questions of one list, one more than a page shows.
async fn gather(
    tx: &mut Tx,
    no: i64,
    place: Place,
    sort: Sort,
    after: Option<(i64, i64)>,
) -> Result<Vec<Filed>, StoreError> {
    let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
    tx.approved_questions(no, place == Place::Answered, sort, Page { after, limit }).await
}

async fn listed(
    tx: &mut Tx,
    scene: &Scene,
    place: Place,
    (sort, word): (Sort, &str),
    mut rows: Vec<Filed>,
    shown: usize,
) -> Result<Listed, StoreError> {
    let is_all = rows.len() <= shown;
    rows.truncate(shown);
    let more = rows.last().filter(|_| !is_all).map(|last| {
        let after = cursor::after(sort, &last.question);
        format!("/phien/{}?list={}&sort={word}&after={after}", scene.session.slug, place.code())
    });
    Ok(Listed { questions: Reader::questions(tx, scene, &rows).await?, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_share_a_page() {
        for (answered, waiting, shown) in [
            (0, 0, (0, 0)),
            (3, 7, (3, 7)),
            (21, 21, (10, 10)),
            (3, 21, (3, 17)),
            (21, 4, (16, 4)),
            (21, 0, (20, 0)),
        ] {
            assert_eq!(share(answered, waiting), shown, "{answered} answered, {waiting} waiting");
        }
    }
}
