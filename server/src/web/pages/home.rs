//! The home page: what is live, what comes, what was answered, and the ways in.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::session::{Session, SessionState};
use dialogue::{Millis, PublicId};
use store::{Recent, StoreError, Tx};

use super::{Page, show};
use crate::app::{App, Site};
use crate::views::shapes::{BalanceShape, SessionShape};
use crate::views::{Reader, Reference};
use crate::web::problem::Problem;
use crate::words::Lang;

/// How many ended sessions stand on the page.
const ENDED: usize = 6;
/// How many new answers stand on the page.
const NEW_ANSWERS: i64 = 5;

/// A session with its numbers.
struct Line {
    session: SessionShape,
    balance: BalanceShape,
}

/// A new answer: where it stands, and who gave it.
struct NewAnswer {
    url: String,
    title: String,
    unit: String,
    at: String,
    rfc3339: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    page: Page,
    live: Vec<Line>,
    coming: Vec<Line>,
    ended: Vec<Line>,
    answers: Vec<NewAnswer>,
}

/// `GET /`
pub async fn home(State(site): State<Site>, lang: Lang) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let (live, coming, ended) = sorted(tx.sessions().await?, site.now());
    let reference = Reader::reference(&mut tx).await?;
    let answers = tx.recent_answers(NEW_ANSWERS).await?;
    let template = HomePage {
        page: Page { live: !live.is_empty(), ..Page::said(&site, lang, "home-title") },
        live: lines(&site, lang, &mut tx, &reference, live).await?,
        coming: lines(&site, lang, &mut tx, &reference, coming).await?,
        ended: lines(&site, lang, &mut tx, &reference, ended).await?,
        answers: answers.into_iter().map(|recent| new_answer(&site, lang, recent)).collect(),
    };
    Ok(show(StatusCode::OK, &template))
}

/// The announced sessions: live ones; those to come, the next first; ended ones, the last first.
fn sorted(sessions: Vec<Session>, now: Millis) -> (Vec<Session>, Vec<Session>, Vec<Session>) {
    use SessionState as S;
    let (mut live, mut coming, mut ended) = (Vec::new(), Vec::new(), Vec::new());
    for session in sessions.into_iter().filter(|session| !session.is_intake()) {
        match session.state {
            S::Live | S::Paused => live.push(session),
            S::Scheduled | S::Collecting => coming.push(session),
            S::Cancelled if session.start.is_some_and(|start| start > now) => coming.push(session),
            S::Ended | S::Archived => ended.push(session),
            S::Draft | S::Cancelled => {}
        }
    }
    coming.sort_by_key(|session| session.start);
    ended.truncate(ENDED);
    (live, coming, ended)
}

async fn lines(
    site: &App,
    lang: Lang,
    tx: &mut Tx,
    reference: &Reference,
    sessions: Vec<Session>,
) -> Result<Vec<Line>, StoreError> {
    let mut lines = Vec::with_capacity(sessions.len());
    for session in sessions {
        let balance = tx.balance(session.no).await?.into();
        let scene = site.reader.scene_with(tx, session, reference.clone()).await?;
        lines.push(Line { session: scene.in_lang(lang).session(), balance });
    }
    Ok(lines)
}

fn new_answer(site: &App, lang: Lang, recent: Recent) -> NewAnswer {
    let name = PublicId { no: recent.no, number: recent.number };
    NewAnswer {
        url: format!("/cau-hoi/{name}"),
        title: recent.title.unwrap_or_else(|| lang.say1("question-number", "id", name.to_string())),
        unit: recent.unit_name,
        at: lang.short(&site.zone, Millis(recent.at)),
        rfc3339: site.zone.rfc3339(Millis(recent.at)),
    }
}
