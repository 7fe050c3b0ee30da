//! A session's page: the stage, the numbers, and the questions in two lists that the live stream keeps fresh.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::rights::Act;
use dialogue::session::{INTAKE, Session, SessionState};
use store::Tx;

use super::ask::AskForm;
use super::lists::{self, Listed, Lists};
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::Reader;
use crate::views::shapes::{BalanceShape, OwnShape, QuestionShape, SessionShape};
use crate::web::api::own::mine_in;
use crate::web::caller::{Staff, Visitor};
use crate::web::gate::Gate;
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::words::Lang;

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
    /// Where the draft that is shown before its announcement is written; empty for an announced session.
    editor: String,
}

impl SessionPage {
    /// Whether there is nothing to read and nothing to sort yet.
    fn is_bare(&self) -> bool {
        [&self.answered, &self.waiting].into_iter().flatten().all(|listed| listed.questions.is_empty())
    }

    /// Whether it was cancelled before anybody asked something: there are no lists to come.
    fn never_was(&self) -> bool {
        self.session.state == SessionState::Cancelled && self.is_bare()
    }
}

/// `GET /phien/{slug}`
pub async fn session(
    State(site): State<Site>,
    Path(slug): Path<String>,
    visitor: Visitor,
    lang: Lang,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, &slug).await?;
    let (no, page) = (session.no, page(&site, &session, lang).following(&site));
    let mut template = draw(&site, &mut tx, session, page, &asked).await?;
    if template.follows && visitor.known {
        template.mine = mine_in(&mut tx, &site, visitor.id, no, lang).await?;
    }
    if visitor.known {
        mark_votes(&mut tx, visitor, &mut template).await?;
    }
    Ok(show(StatusCode::OK, &template))
}

/// Marks the questions for which the reader has voted.
async fn mark_votes(tx: &mut Tx, visitor: Visitor, page: &mut SessionPage) -> Result<(), Problem> {
    let lists = [&mut page.answered, &mut page.waiting].into_iter().flatten();
    let mut shown: Vec<&mut QuestionShape> = lists.flat_map(|listed| &mut listed.questions).collect();
    let ids: Vec<_> = shown.iter().map(|q| q.shown.uuid).collect();
    let voted = tx.voted(visitor.id, &ids).await?;
    for q in &mut shown {
        q.shown.voted = voted.contains(&q.shown.uuid);
    }
    Ok(())
}

/// `GET /xem-truoc/{slug}`: a draft as it will be announced, for those who prepare it or are named in it.
pub async fn preview(
    State(site): State<Site>,
    staff: Staff,
    At(slug): At<String>,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    if gate.session.state != SessionState::Draft {
        return Ok(Redirect::to(&format!("/phien/{slug}")).into_response());
    }
    // To everybody else a draft is not there.
    gate.must(&[Act::ReadDesk]).map_err(|_| Problem::not_found())?;
    let is_editor = gate.may(Act::EditSession);
    let is_open = gate.session.questions_open <= site.now();
    let state = if is_open { SessionState::Collecting } else { SessionState::Scheduled };
    let session = Session { state, ..gate.session };
    let page = Page::new(&site, format!("Xem trước: {}", session.title)).of(&staff);
    let mut template = draw(&site, &mut tx, session, page, &Typed::default()).await?;
    // Nobody can ask yet, and nothing comes.
    (template.follows, template.ask) = (false, None);
    template.editor = if is_editor { format!("/quan-tri/phien/{slug}") } else { "/lam-viec".to_owned() };
    Ok(show(StatusCode::OK, &template))
}

async fn draw(
    site: &App,
    tx: &mut Tx,
    session: Session,
    page: Page,
    asked: &Typed,
) -> Result<SessionPage, Problem> {
    let (no, running) = (session.no, session.takes_questions(site.now()).is_ok());
    let scene = site.reader.scene(tx, session).await?.in_lang(page.lang);
    let seq = tx.log_head(no).await?.map_or(0, |head| head.public_seq);
    let Lists { sort, answered, waiting, follows } = lists::read(tx, &scene, asked).await?;
    let stage: Vec<_> = tx.on_stage(no).await?.into_iter().collect();
    let co_hosts = scene.session.co_host_units.iter().map(|id| scene.reference.unit(id).to_owned());
    Ok(SessionPage {
        mine: Vec::new(),
        co_hosts: co_hosts.collect(),
        on_stage: Reader::questions(tx, &scene, &stage).await?.pop(),
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
        editor: String::new(),
    })
}

fn page(site: &Site, session: &Session, lang: Lang) -> Page {
    let on_air = matches!(session.state, SessionState::Live | SessionState::Paused);
    Page { live: on_air && session.no != INTAKE, ..Page::in_lang(site, lang, &session.title) }
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
