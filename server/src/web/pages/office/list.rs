//! What waits for an answer: of one's own unit, and for a secretary what was answered aloud.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::clock::days;
use dialogue::person::{Person, Role};
use dialogue::question::Stage;
use store::{Filed, StoreError, Tx};

use crate::app::{App, Site};
use crate::views::shapes::QuestionShape;
use crate::views::{Reader, Scene};
use crate::web::caller::Staff;
use crate::web::pages::told::Told;
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

/// When a date is near, in milliseconds.
const SOON: i64 = days(1);

#[derive(Template)]
#[template(path = "staff/office.html")]
struct OfficePage {
    page: Page,
    told: Option<Told>,
    /// The name of the person's unit.
    unit: Option<String>,
    waiting: Vec<Line>,
    /// What a secretary may write down.
    spoken: Vec<Line>,
    is_secretary: bool,
    /// How many of the drafts are the person's own.
    mine: usize,
    /// The name under which the browser keeps what is not saved yet.
    username: String,
}

/// A question that waits for an answer.
struct Line {
    q: QuestionShape,
    is_mine: bool,
    /// Who saved its draft last, when that is somebody else.
    writer: Option<String>,
    /// It must be answered within a day.
    is_due_soon: bool,
}

impl Line {
    fn is_on_stage(&self) -> bool {
        self.q.stage == Stage::OnStage
    }
}

/// What stands on a person's desk.
pub struct Stack {
    /// The unit for which they answer.
    unit: Option<String>,
    pub waiting: Vec<Filed>,
    pub spoken: Vec<Filed>,
    is_secretary: bool,
}

impl Stack {
    /// `None`: the person answers for no unit, and is secretary of no session.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of(tx: &mut Tx, person: &Person) -> Result<Option<Self>, StoreError> {
        let roles = tx.session_roles_of(person.id).await?;
        let sessions = roles.into_iter().filter(|(_, role)| *role == Role::Secretary).map(|(no, _)| no);
        let sessions: Vec<i64> = sessions.collect();
        let unit = person.unit.clone().filter(|_| person.roles.contains(&Role::Respondent));
        if unit.is_none() && sessions.is_empty() {
            return Ok(None);
        }
        let waiting = match &unit {
            Some(unit) => tx.waiting_for_unit(unit).await?,
            None => Vec::new(),
        };
        let spoken = spoken(tx, &sessions).await?;
        let is_secretary = !sessions.is_empty();
        Ok(Some(Self { unit, waiting: stage_first(waiting), spoken: stage_first(spoken), is_secretary }))
    }

    /// Every question once: a secretary may belong to the unit that answers.
    fn all(&self) -> impl Iterator<Item = &Filed> {
        let others = |filed: &&Filed| self.waiting.iter().all(|known| known.question.id != filed.question.id);
        self.waiting.iter().chain(self.spoken.iter().filter(others))
    }
}

/// The one on stage goes before all dates, and the next ones of a live session too.
fn stage_first(mut list: Vec<Filed>) -> Vec<Filed> {
    list.sort_by_key(|filed| match filed.question.stage {
        Stage::OnStage => 0,
        Stage::Queued => 1,
        Stage::None | Stage::Done => 2,
    });
    list
}

/// What is said or was said on stage, and has no text yet.
async fn spoken(tx: &mut Tx, sessions: &[i64]) -> Result<Vec<Filed>, StoreError> {
    let mut spoken = Vec::new();
    for no in sessions {
        let unanswered = tx.unanswered(*no).await?.into_iter();
        spoken.extend(unanswered.filter(|f| matches!(f.question.stage, Stage::OnStage | Stage::Done)));
    }
    Ok(spoken)
}

/// `GET /ban-tra-loi`
pub async fn desk(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let stack = Stack::of(&mut tx, &staff.person).await?.ok_or_else(Problem::forbidden)?;
    let reference = Reader::reference(&mut tx).await?;
    let waiting = lines(&site, &mut tx, &staff, &stack.waiting).await?;
    let template = OfficePage {
        page: Page::new(&site, "Bàn trả lời").of(&staff).writing(&site),
        told: Told::read(asked.at("xong")),
        unit: stack.unit.as_deref().map(|unit| reference.unit(unit).to_owned()),
        mine: waiting.iter().filter(|line| line.is_mine).count(),
        waiting,
        spoken: lines(&site, &mut tx, &staff, &stack.spoken).await?,
        is_secretary: stack.is_secretary,
        username: staff.person.username.clone(),
    };
    Ok(show(StatusCode::OK, &template))
}

/// `GET /ban-tra-loi/dang-cho`: what waits now, a line for each question: its id and its place on stage. The open page
/// of the desk asks for it, and says what changed.
pub async fn waiting(State(site): State<Site>, staff: Staff) -> Result<String, Problem> {
    let mut tx = site.reader.begin().await?;
    let stack = Stack::of(&mut tx, &staff.person).await?.ok_or_else(Problem::forbidden)?;
    let line = |filed: &Filed| format!("{} {}\n", filed.question.name, filed.question.stage.code());
    Ok(stack.all().map(line).collect())
}

async fn lines(site: &App, tx: &mut Tx, staff: &Staff, list: &[Filed]) -> Result<Vec<Line>, Problem> {
    let ids: Vec<_> = list.iter().map(|filed| filed.question.id).collect();
    let drafts = tx.drafts_of(&ids).await?;
    let soon = site.now().plus(SOON);
    let line = |(filed, q): (&Filed, QuestionShape)| {
        let draft = drafts.iter().find(|draft| draft.question == filed.question.id);
        let is_mine = draft.is_some_and(|draft| draft.by == staff.person.id);
        Line {
            is_due_soon: !q.overdue && filed.question.due.is_some_and(|due| due < soon),
            writer: draft.filter(|_| !is_mine).map(|draft| draft.by_name.clone()),
            is_mine,
            q,
        }
    };
    Ok(list.iter().zip(shapes(site, tx, list).await?).map(line).collect())
}

/// Questions of several logs, each in the scene of its own.
async fn shapes(site: &App, tx: &mut Tx, list: &[Filed]) -> Result<Vec<QuestionShape>, Problem> {
    let mut scenes: HashMap<i64, Scene> = HashMap::new();
    let mut shapes = Vec::with_capacity(list.len());
    for filed in list {
        let no = filed.question.name.no;
        let scene = match scenes.entry(no) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let session = tx.session(no).await?.ok_or_else(Problem::not_found)?;
                unknown.insert(site.reader.scene(tx, session).await?)
            }
        };
        shapes.push(scene.desk(filed, &[], &[]).question);
    }
    Ok(shapes)
}
