//! A question's own page, its permalink, and the interest that visitors express in it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::PublicId;
use dialogue::question::Label;
use dialogue::session::Session;
use moderation::limits::{Action, Key};
use store::{Filed, StoreError, Tx};
use uuid::Uuid;

use super::typed::local_path;
use super::{Page, show};
use crate::actions::{self, Failure};
use crate::app::{App, Site};
use crate::views::shapes::{QuestionShape, StepShape};
use crate::views::{Onlooker, Reader, Scene, item_number, item_shape};
use crate::web::caller::Visitor;
use crate::web::form::FormBody;
use crate::web::near::{Near, nearest};
use crate::web::problem::Problem;
use crate::web::search::ArchiveHit;
use crate::words::Lang;

/// A link to a question that has to do with this one.
struct Related {
    url: String,
    heading: String,
}

#[derive(Template)]
#[template(path = "question.html")]
struct QuestionPage {
    page: Page,
    q: QuestionShape,
    /// Whether this visitor's interest stands.
    mine: bool,
    timeline: Vec<StepShape>,
    merged_into: Option<Related>,
    merged_here: Vec<Related>,
    /// What was asked before and is near.
    near: Vec<Related>,
}

#[derive(Template)]
#[template(path = "item.html")]
struct ItemPage {
    page: Page,
    q: QuestionShape,
    /// Where it came from, in words.
    source: Option<String>,
    near: Vec<Related>,
}

/// How many near questions a page shows.
const MOST_NEAR: usize = 5;
/// How much of a question's words a near one must have, in percent.
const NEAR: u8 = 35;

/// `GET /cau-hoi/{id}`
pub async fn question(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    lang: Lang,
) -> Result<Response, Problem> {
    if let Some(number) = item_number(&id) {
        return item(&site, number, lang).await;
    }
    let name: PublicId = id.parse().map_err(|_| Problem::not_found())?;
    let mut tx = site.reader.begin().await?;
    let (filed, session) = find(&mut tx, name).await?.ok_or_else(Problem::not_found)?;
    let scene = site.reader.scene(&mut tx, session).await?.in_lang(lang);
    let mut template = page(&site, &mut tx, &scene, &filed, visitor).await?;
    drop(tx);
    template.near = near(&site, &template.q, lang).await;
    Ok(show(StatusCode::OK, &template))
}

/// The page of an imported item.
async fn item(site: &App, number: i64, lang: Lang) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let known = tx.item(number).await?.filter(|item| item.removed_at.is_none());
    let item = known.ok_or_else(Problem::not_found)?;
    let q = item_shape(&item, &Reader::reference(&mut tx).await?, &site.zone, lang);
    drop(tx);
    let near = near(site, &q, lang).await;
    let template =
        ItemPage { page: Page::in_lang(site, lang, q.heading()), near, source: item.text.source, q };
    Ok(show(StatusCode::OK, &template))
}

/// What is near to a question that can be read; nothing while the archive cannot be searched.
async fn near(site: &App, q: &QuestionShape, lang: Lang) -> Vec<Related> {
    let Some(text) = &q.text else { return Vec::new() };
    let text = format!("{} {text}", q.title.as_deref().unwrap_or_default());
    let near = Near { text: &text, except: Some(&q.id), most: MOST_NEAR, least: NEAR, ..Near::default() };
    let related = |hit: ArchiveHit| Related { heading: hit.shown.q.heading(), url: hit.url };
    nearest(site, near, lang).await.map_or(Vec::new(), |found| found.into_iter().map(related).collect())
}

async fn find(tx: &mut Tx, name: PublicId) -> Result<Option<(Filed, Session)>, StoreError> {
    let Some(filed) = tx.question_by_name(name).await? else { return Ok(None) };
    Ok(tx.session(name.no).await?.map(|session| (filed, session)))
}

async fn page(
    site: &App,
    tx: &mut Tx,
    scene: &Scene,
    filed: &Filed,
    visitor: Visitor,
) -> Result<QuestionPage, StoreError> {
    let own = &filed.question;
    let answers = tx.answers_of(&[own.id]).await?;
    let (events, notes) = (tx.events_of(own.id).await?, tx.notes_of(own.id).await?);
    let q = scene.question(own, &answers);
    // A stub tells its state and the reason, and what is said in public of a removal; nothing else.
    let told = q.text.is_some() || q.label == Label::Rejected;
    let timeline = if told { scene.timeline(&events, &notes, Onlooker::Public) } else { Vec::new() };
    let target = match own.merged_into {
        Some(name) => tx.question_by_name(name).await?,
        None => None,
    };
    let here = tx.merged_into(own.name).await?;
    Ok(QuestionPage {
        page: Page::in_lang(site, scene.lang, q.heading()),
        mine: is_mine(tx, visitor, own.id).await?,
        timeline,
        merged_into: target.map(|target| related(scene, &target)),
        merged_here: here
            .iter()
            .filter(|filed| filed.question.is_readable())
            .map(|f| related(scene, f))
            .collect(),
        near: Vec::new(),
        q,
    })
}

async fn is_mine(tx: &mut Tx, visitor: Visitor, question: Uuid) -> Result<bool, StoreError> {
    Ok(visitor.known && !tx.voted(visitor.id, &[question]).await?.is_empty())
}

fn related(scene: &Scene, filed: &Filed) -> Related {
    let shape = scene.question(&filed.question, &[]);
    Related { heading: shape.heading(), url: shape.url }
}

/// `POST /cau-hoi/{id}/quan-tam`
pub async fn vote(
    State(site): State<Site>,
    Path(id): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    form: FormBody,
) -> Result<Response, Problem> {
    let name: PublicId = id.parse().map_err(|_| Problem::not_found())?;
    if !visitor.known {
        return Err(Problem::visitor_required());
    }
    let on = form.get("on") != Some("false");
    cast(&site, name, visitor, on).await.map_err(|failure| Problem::of(failure, &site.zone))?;
    let back = form.get("back").and_then(local_path).map(str::to_owned).or_else(|| came_from(&headers));
    let back = back.unwrap_or_else(|| format!("/cau-hoi/{name}"));
    Ok(Redirect::to(&format!("{back}#q-{name}")).into_response())
}

async fn cast(site: &App, name: PublicId, visitor: Visitor, on: bool) -> Result<(), Failure> {
    site.limits.check(Action::VotePerVisitor, &Key::visitor(visitor.id.as_u128())).await?;
    actions::vote(site, name, visitor.id, on).await?;
    Ok(())
}

/// The page of this site that somebody comes from.
#[must_use]
pub fn came_from(headers: &HeaderMap) -> Option<String> {
    let page: Uri = headers.get(header::REFERER)?.to_str().ok()?.parse().ok()?;
    let path = page.path_and_query()?.as_str();
    local_path(path).map(str::to_owned)
}
