//! A session's page: the stage, the numbers, and the questions in two lists that the live stream keeps fresh.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::session::{INTAKE, Session, SessionState};
use store::Tx;

use super::ask::AskForm;
use super::lists::{self, Listed, Lists};
use super::typed::Typed;
use super::{Page, show};
use crate::app::Site;
use crate::views::Reader;
use crate::views::shapes::{BalanceShape, OwnShape, QuestionShape, SessionShape};
use crate::web::api::own::mine_in;
use crate::web::caller::Visitor;
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage {
    page: Page,
    session: SessionShape,
    co_hosts: Vec<String>,
    on_stage: Option<QuestionShape>,
    balance: BalanceShape,
    viewers: usize,
    /// Where the live stream goes on from: the last event that this page shows.
    seq: i64,
    epoch: String,
    sort: &'static str,
    answered: Option<Listed>,
    waiting: Option<Listed>,
    /// Whether this is the whole page, which follows the stream, or one list's further pages.
    follows: bool,
    ask: Option<AskForm>,
    /// What this browser asked in this session.
    mine: Vec<OwnShape>,
}

impl SessionPage {
    /// Whether there is nothing to read and nothing to sort yet.
    fn is_bare(&self) -> bool {
        [&self.answered, &self.waiting].into_iter().flatten().all(|listed| listed.questions.is_empty())
    }
}

/// `GET /phien/{slug}`
pub async fn session(
    State(site): State<Site>,
    Path(slug): Path<String>,
    visitor: Visitor,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, &slug).await?;
    let page = page(&site, &session).following(&site);
    let (no, running) = (session.no, session.takes_questions(site.now()).is_ok());
    let scene = site.reader.scene(&mut tx, session).await?;
    let seq = tx.log_head(no).await?.map_or(0, |head| head.public_seq);
    let Lists { sort, answered, waiting, follows } = lists::read(&mut tx, &scene, &asked).await?;
    let stage: Vec<_> = tx.on_stage(no).await?.into_iter().collect();
    let co_hosts = scene.session.co_host_units.iter().map(|id| scene.reference.unit(id).to_owned());
    let is_known = follows && visitor.known;
    let mine = if is_known { mine_in(&mut tx, &site, visitor.id, no).await? } else { Vec::new() };
    let template = SessionPage {
        mine,
        co_hosts: co_hosts.collect(),
        on_stage: Reader::questions(&mut tx, &scene, &stage).await?.pop(),
        balance: tx.balance(no).await?.into(),
        viewers: site.live.viewers(no),
        seq,
        epoch: site.epoch.clone(),
        sort,
        answered,
        waiting,
        follows,
        ask: running.then(|| AskForm::blank(&page, &scene)),
        session: scene.session(),
        page,
    };
    Ok(show(StatusCode::OK, &template))
}

fn page(site: &Site, session: &Session) -> Page {
    let on_air = matches!(session.state, SessionState::Live | SessionState::Paused);
    Page { live: on_air && session.no != INTAKE, ..Page::new(site, &session.title) }
}

/// A session that the public may see.
///
/// # Errors
/// Not found for a draft as for an unknown slug.
pub async fn announced(tx: &mut Tx, slug: &str) -> Result<Session, Problem> {
    let session = tx.session_by_slug(slug).await?;
    session.filter(|session| session.state != SessionState::Draft).ok_or_else(Problem::not_found)
}

/// `GET /s{no}`: the short address that is printed and read aloud.
pub async fn short(State(site): State<Site>, Path(short): Path<String>) -> Result<Response, Problem> {
    let no = short.strip_prefix('s').and_then(|no| no.parse().ok()).filter(|no| *no >= 0);
    let session = site.reader.begin().await?.session(no.ok_or_else(Problem::not_found)?).await?;
    let shown = session.filter(|session| session.state != SessionState::Draft);
    let session = shown.ok_or_else(Problem::not_found)?;
    Ok(Redirect::to(&format!("/phien/{}", session.slug)).into_response())
}
