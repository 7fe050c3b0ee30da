//! The board of those who lead a session: what is on stage, what comes next, and the session's own moves.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::question::Stage;
use dialogue::rights::Act;
use dialogue::session::SessionState;
use store::{Filed, StoreError, Tx};

use super::session_moves::{Offers, make, move_named};
use super::staff_form::{Choice, Returned, Sent, call};
use super::told::{Told, done};
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::Scene;
use crate::views::shapes::{QuestionShape, SessionShape};
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::gate::Gate;
use crate::web::problem::Problem;
use crate::web::verbs;

#[derive(Template)]
#[template(path = "staff/board.html")]
struct BoardPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    session: SessionShape,
    /// Where the log stands: the page follows the stream from here.
    seq: i64,
    epoch: String,
    line: Line,
    units: Vec<Choice>,
    offers: Offers,
    /// Where the session's own forms are sent.
    base: String,
    may_lead: bool,
    /// The stage moves only while the session is live.
    may_stage: bool,
}

/// The questions of a session by their place on the way to an answer.
struct Line {
    on_stage: Option<QuestionShape>,
    /// The answer queue, next first.
    queued: Vec<QuestionShape>,
    /// Approved and in no queue, most wanted first.
    idle: Vec<QuestionShape>,
    /// Answered aloud, the text still to come.
    spoken: Vec<QuestionShape>,
}

impl Line {
    async fn read(tx: &mut Tx, scene: &Scene) -> Result<Self, StoreError> {
        let no = scene.session.no;
        let show = |filed: &Filed| scene.question(&filed.question, &[]);
        let unanswered = tx.unanswered(no).await?;
        let at = |stage: Stage| -> Vec<QuestionShape> {
            unanswered.iter().filter(|filed| filed.question.stage == stage).map(show).collect()
        };
        let (mut idle, spoken) = (at(Stage::None), at(Stage::Done));
        idle.sort_by_key(|question| (-question.votes, question.number));
        Ok(Self {
            on_stage: tx.on_stage(no).await?.as_ref().map(show),
            queued: tx.queued(no).await?.iter().map(show).collect(),
            idle,
            spoken,
        })
    }
}

/// `GET /dieu-phoi/{slug}`
pub async fn board(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::ReadDesk])?;
    render(&site, &mut tx, &staff, gate, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /dieu-phoi/cau-hoi/{id}/{verb}`
pub async fn act(
    State(site): State<Site>,
    staff: Staff,
    Path((id, verb)): Path<(String, String)>,
    body: FormBody,
) -> Result<Response, Problem> {
    let act = verbs::named(&verb, &verbs::OF_HOSTS).ok_or_else(Problem::not_found)?;
    let mut tx = site.reader.begin().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
    gate.must(&[act])?;
    drop(tx);
    match call(&site, &staff, filed.question.name, act, &body).await {
        Ok(_) => Ok(done(&path(&gate), &verb, &id)),
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: &verb, about: &id }, body, failure)?;
            render(&site, &mut site.reader.begin().await?, &staff, gate, None, back).await
        }
    }
}

/// `POST /dieu-phoi/{slug}/{verb}`
pub async fn session_act(
    State(site): State<Site>,
    staff: Staff,
    Path((slug, verb)): Path<(String, String)>,
    body: FormBody,
) -> Result<Response, Problem> {
    let act = move_named(&verb).ok_or_else(Problem::not_found)?;
    let mut tx = site.reader.begin().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[act])?;
    drop(tx);
    match make(&site, &staff, &slug, act, &body).await {
        Ok(()) => Ok(done(&path(&gate), &verb, &slug)),
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: &verb, about: &slug }, body, failure)?;
            let mut tx = site.reader.begin().await?;
            // The session may have moved meanwhile: its present state decides what the page offers.
            let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
            render(&site, &mut tx, &staff, gate, None, back).await
        }
    }
}

fn path(gate: &Gate) -> String {
    format!("/dieu-phoi/{}", gate.session.slug)
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    gate: Gate,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let waiting = tx.waiting_in_session(gate.session.no).await?;
    let seq = tx.log_head(gate.session.no).await?.map_or(0, |head| head.seq);
    let offers = Offers::at(&gate, site.now(), waiting);
    let (base, may_lead) = (path(&gate), gate.may(Act::Stage));
    let live = gate.session.state == SessionState::Live;
    let scene = site.reader.scene(tx, gate.session).await?;
    let title = back.title(&format!("Bàn điều phối: {}", scene.session.title));
    let template = BoardPage {
        page: Page { live, ..Page::new(site, title).of(staff).by_keys(site) },
        told,
        session: scene.session(),
        seq,
        epoch: site.epoch.clone(),
        line: Line::read(tx, &scene).await?,
        units: Choice::units(&scene.reference),
        offers,
        base,
        may_lead,
        may_stage: may_lead && live,
        back,
    };
    Ok(show(template.back.status(), &template))
}
