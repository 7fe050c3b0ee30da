//! The landing page of a signed-in member of staff: everything that they may do, and how much waits.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::person::{Person, Role};
use dialogue::rights::Act;
use dialogue::session::{Session, SessionState};
use store::Tx;

use super::office::Stack;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::shapes::SessionShape;
use crate::views::{Reader, Reference};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::problem::Problem;

/// What opens the board of a session: any of its moves.
const LEADING: [Act; 4] = [Act::Stage, Act::Start, Act::Announce, Act::Archive];

#[derive(Template)]
#[template(path = "staff/work.html")]
struct WorkPage {
    page: Page,
    title: String,
    roles: String,
    logs: Vec<Log>,
    /// How much waits on the answers desk; `None` for those who have none.
    to_answer: Option<usize>,
    is_admin: bool,
}

/// A session, or the intake, with what waits in it.
struct Log {
    session: SessionShape,
    pending: i64,
    queued: usize,
    /// Whether the person decides about its questions.
    moderates: bool,
    /// Whether the person leads it, or moves it.
    leads: bool,
}

/// `GET /lam-viec`
pub async fn work(State(site): State<Site>, staff: Staff) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let person = &staff.person;
    let stack = Stack::of(&mut tx, person).await?;
    let roles: Vec<&str> = person.roles.iter().map(|role| role.vietnamese()).collect();
    let template = WorkPage {
        page: Page::new(&site, "Việc của tôi").of(&staff),
        title: person.title.clone(),
        roles: roles.join(", "),
        logs: logs(&site, &mut tx, person).await?,
        to_answer: stack.map(|stack| stack.waiting.len() + stack.spoken.len()),
        is_admin: person.roles.contains(&Role::Admin),
    };
    Ok(show(StatusCode::OK, &template))
}

/// The logs whose desk the person may read, the most urgent first.
async fn logs(site: &App, tx: &mut Tx, person: &Person) -> Result<Vec<Log>, Problem> {
    let mut sessions = tx.sessions().await?;
    sessions.sort_by_key(urgency);
    let reference = Reader::reference(tx).await?;
    let mut logs = Vec::new();
    for session in sessions {
        let gate = Gate::of(tx, person, session, None).await?;
        if gate.may(Act::ReadDesk) {
            logs.push(log(site, tx, gate, reference.clone()).await?);
        }
    }
    Ok(logs)
}

async fn log(site: &App, tx: &mut Tx, gate: Gate, reference: Reference) -> Result<Log, Problem> {
    let moderates = gate.may(Act::Approve) || gate.may(Act::EnterOnBehalf);
    let leads = !gate.session.is_intake() && gate.must(&LEADING).is_ok();
    let no = gate.session.no;
    let scene = site.reader.scene_with(tx, gate.session, reference).await?;
    Ok(Log {
        session: scene.session(),
        pending: tx.balance(no).await?.pending,
        queued: tx.queued(no).await?.len(),
        moderates,
        leads,
    })
}

const fn urgency(session: &Session) -> u8 {
    if session.is_intake() {
        return 1;
    }
    match session.state {
        SessionState::Live | SessionState::Paused => 0,
        SessionState::Collecting => 2,
        SessionState::Scheduled => 3,
        SessionState::Draft => 4,
        SessionState::Ended => 5,
        SessionState::Archived | SessionState::Cancelled => 6,
    }
}
