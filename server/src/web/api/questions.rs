//! `GET .../questions` and one question.

use axum::Json;
use axum::extract::State;
use dialogue::question::Moderation;
use schemars::JsonSchema;
use serde::Serialize;
use store::{Page, Sort};

use super::{found, name_in_path, public_session};
use crate::app::Site;
use crate::views::shapes::{QuestionShape, StepShape};
use crate::views::{Onlooker, Reader, item_number, item_shape};
use crate::web::cursor;
use crate::web::parts::{At, Params, bad_parameter};
use crate::web::problem::Problem;
use crate::words::Lang;

#[derive(Serialize, JsonSchema)]
pub struct Questions {
    questions: Vec<QuestionShape>,
    next: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct QuestionPage {
    question: Option<QuestionShape>,
    timeline: Vec<StepShape>,
}

/// A page of a log's public questions.
pub async fn list(
    State(site): State<Site>,
    At(slug): At<String>,
    params: Params,
) -> Result<Json<Questions>, Problem> {
    let mut tx = site.store.read().await?;
    let session = public_session(&mut tx, &slug).await?;
    let (sort, states) = (sort(&params)?, states(&params)?);
    let limit = params.number("limit", 1..=100, 20)?;
    let after = params
        .word("after")
        .map(|after| cursor::read(sort, after).ok_or_else(|| bad_parameter("after")))
        .transpose()?;
    let page = Page { after, limit: limit + 1 };
    let mut filed = tx.list_questions(session.no, &states, sort, page).await?;
    let more = i64::try_from(filed.len()).is_ok_and(|found| found > limit);
    filed.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let last = filed.last().filter(|_| more).map(|filed| &filed.question);
    let next = last.map(|question| cursor::after(sort, question));
    let scene = site.reader.scene(&mut tx, session).await?;
    let questions = Reader::questions(&mut tx, &scene, &filed).await?;
    Ok(Json(Questions { questions, next }))
}

fn sort(params: &Params) -> Result<Sort, Problem> {
    match params.word("sort") {
        None | Some("votes") => Ok(Sort::Votes),
        Some("new") => Ok(Sort::New),
        Some("answered") => Ok(Sort::Answered),
        Some(_) => Err(bad_parameter("sort")),
    }
}

/// Approved ones, unless the caller names others; what waits for a decision is never listed.
fn states(params: &Params) -> Result<Vec<Moderation>, Problem> {
    let Some(list) = params.word("state") else { return Ok(vec![Moderation::Approved]) };
    let state = |word: &str| match word.trim().parse() {
        Ok(Moderation::Pending) | Err(_) => Err(bad_parameter("state")),
        Ok(state) => Ok(state),
    };
    list.split(',').map(state).collect()
}

/// One question and its timeline; a stub when the public may not read it.
pub async fn one(State(site): State<Site>, At(id): At<String>) -> Result<Json<QuestionPage>, Problem> {
    let mut tx = site.store.read().await?;
    if let Some(number) = item_number(&id) {
        let item = found(tx.item(number).await.map(|item| item.filter(|item| item.removed_at.is_none())))?;
        let question = item_shape(&item, &Reader::reference(&mut tx).await?, &site.zone, Lang::Vi);
        return Ok(Json(QuestionPage { question: Some(question), timeline: Vec::new() }));
    }
    let filed = found(tx.question_by_name(name_in_path(&id)?).await)?;
    let session = found(tx.session(filed.question.name.no).await)?;
    let scene = site.reader.scene(&mut tx, session).await?;
    let question = Reader::questions(&mut tx, &scene, std::slice::from_ref(&filed)).await?.pop();
    let events = tx.events_of(filed.question.id).await?;
    // A step's note is the asker's to read; what is public of it, the question's own reason and answers tell.
    let timeline = scene.timeline(&events, &[], Onlooker::Public);
    Ok(Json(QuestionPage { question, timeline }))
}
