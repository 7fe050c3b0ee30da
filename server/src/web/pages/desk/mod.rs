//! The moderators' desk: what waits for a decision, and the forms by which it is decided.

mod behalf;
mod duty;
mod group;
mod item;
mod lane;
mod near;
mod side;
mod template;

pub use behalf::{behalf_form, behalf_post};
pub use group::{hold, keep, release_all, together};
pub use side::side;
use side::{Rights, Side};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::PublicId;
use dialogue::question::{Moderation, RedirectTo, UNDO};
use dialogue::rights::Act;
use dialogue::session::SessionState;
use store::{StoreError, Tx};

use super::staff_form::{Choice, Returned, Sent, call};
use super::told::{Told, done, done_at};
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::screening::Lane;
use crate::views::Scene;
use crate::views::shapes::SessionShape;
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::gate::Gate;
use crate::web::past::add_past;
use crate::web::problem::Problem;
use crate::web::verbs::{self, Outcome};
use duty::holds;
use item::{Item, items};
use near::Pair;

#[derive(Template)]
#[template(path = "staff/desk.html")]
struct DeskPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    /// The decision just made, while its maker can take it back.
    undo: Option<Undo>,
    /// The page follows the stream from where this was read.
    side: Side,
    session: SessionShape,
    epoch: String,
    lane: Lane,
    items: Vec<Item>,
    /// Of the lane of near duplicates.
    pairs: Vec<Pair>,
    units: Vec<Choice>,
    reasons: Vec<Choice>,
    destinations: Vec<Choice>,
    /// Model texts for notes.
    templates: Vec<store::Template>,
    may_moderate: bool,
}

/// A decision that can be taken back.
struct Undo {
    /// One question, or those of a group.
    ids: Vec<String>,
    /// For so many milliseconds more.
    left: i64,
}

/// Which part of the desk is shown.
struct Sight {
    lane: Lane,
    picked: Option<PublicId>,
    told: Option<Told>,
}

/// `GET /ban-dieu-hanh/{slug}`
pub async fn queue(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::ReadDesk).await?;
    let sight = Sight {
        lane: lane_named(asked.at("lane")),
        picked: asked.word("id"),
        told: Told::read(asked.at("xong")),
    };
    render(&site, &staff, gate, sight, Returned::default()).await
}

/// `POST /ban-dieu-hanh/cau-hoi/{id}/{verb}`
pub async fn decide(
    State(site): State<Site>,
    staff: Staff,
    Path((id, verb)): Path<(String, String)>,
    body: FormBody,
) -> Result<Response, Problem> {
    let act = verbs::named(&verb, &verbs::OF_MODERATORS).ok_or_else(Problem::not_found)?;
    let mut tx = site.reader.begin().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &staff.person, &id).await?;
    gate.must(&[act])?;
    drop(tx);
    let (lane, name) = (lane_named(&body.text("lane")), filed.question.name);
    let (body, gap) = template::worded(&site, body).await?;
    let outcome = match gap {
        Some(gap) => Err(gap),
        None => call(&site, &staff, name, act, &body).await,
    };
    match outcome {
        Ok(outcome) => {
            let is_asked = outcome == Outcome::Asked;
            let stays = is_asked || matches!(act, Act::Edit | Act::Transfer | Act::Undo);
            let next = if stays { Some(name) } else { body.text("next").parse().ok() };
            Ok(decided(&gate, lane, next, if is_asked { "retract-asked" } else { &verb }, &id))
        }
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: &verb, about: &id }, body, failure)?;
            let sight = Sight { lane, picked: Some(name), told: None };
            render(&site, &staff, gate, sight, back).await
        }
    }
}

/// The lane of this code; any other word means the first one.
fn lane_named(code: &str) -> Lane {
    Lane::named(code).unwrap_or(Lane::Pending)
}

/// The address of a lane.
fn list_of(slug: &str, lane: Lane) -> String {
    format!("/ban-dieu-hanh/{slug}?lane={}", lane.code())
}

/// Back to the list, at the item that comes next.
fn decided(gate: &Gate, lane: Lane, next: Option<PublicId>, verb: &str, id: &str) -> Response {
    let list = list_of(&gate.session.slug, lane);
    match next {
        Some(next) => done_at(&format!("{list}&id={next}"), verb, id, &format!("tieu-de-{next}")),
        None => done(&list, verb, id),
    }
}

async fn render(
    site: &App,
    staff: &Staff,
    gate: Gate,
    sight: Sight,
    back: Returned,
) -> Result<Response, Problem> {
    let may = Rights::at(&gate);
    let sees_private = gate.sees_private();
    let no = gate.session.no;
    // Before the snapshot is begun: nobody waits for a connection while they hold one.
    let log = site.screening.of(&site.store, no).await?;
    let mut snapshot = site.reader.begin().await?;
    let tx = &mut snapshot;
    let scene = site.reader.scene(tx, gate.session).await?;
    let side = Side::read(tx, &scene, &log, (staff.person.id, may), sight.lane).await?;
    let held = (&*log, holds(&side.leases, staff.person.id, scene.now));
    let (mut items, pairs) = items(tx, &scene, &sight, held, sees_private, &back).await?;
    let templates = tx.templates().await?;
    let undo = undoable(tx, &scene, staff, sight.told.as_ref()).await?;
    drop(snapshot);
    if may.moderate {
        add_past(site, items.iter_mut().map(|item| &mut item.desk)).await;
    }
    let live = scene.session.state == SessionState::Live && !scene.session.is_intake();
    let title = back.title(&title(&scene, side.pending));
    let mut destinations = RedirectTo::ALL.to_vec();
    destinations.retain(|to| *to != RedirectTo::Intake || !scene.session.is_intake());
    let template = DeskPage {
        page: Page { live, ..Page::new(site, title).of(staff).by_keys(site) },
        undo,
        session: scene.session(),
        side,
        epoch: site.epoch.clone(),
        lane: sight.lane,
        items,
        pairs,
        units: Choice::units(&scene.reference),
        reasons: scene.reference.reasons.iter().map(|r| Choice::new(&r.key, &r.label)).collect(),
        destinations: destinations.iter().map(|to| Choice::new(to.code(), to.vietnamese())).collect(),
        templates,
        may_moderate: may.moderate,
        told: sight.told,
        back,
    };
    Ok(show(template.back.status(), &template))
}

/// The title begins with the number that waits: a moderator sees it in the tab.
fn title(scene: &Scene, waiting: i64) -> String {
    let title = format!("Bàn điều hành: {}", scene.session.title);
    if waiting > 0 { format!("({waiting}) {title}") } else { title }
}

/// The decision that the caller has just made and may still take back: of a group, all that can be.
async fn undoable(
    tx: &mut Tx,
    scene: &Scene,
    staff: &Staff,
    told: Option<&Told>,
) -> Result<Option<Undo>, StoreError> {
    let Some(told) = told else { return Ok(None) };
    let mut undo = Undo { ids: Vec::new(), left: UNDO };
    for name in group::names_in(&told.about) {
        let Some(filed) = tx.question_by_name(name).await? else { continue };
        let question = &filed.question;
        let until = question.decision.map_or(scene.now, |decision| decision.at.plus(UNDO));
        if question.undo(staff.person.id, scene.now).is_ok() {
            undo.ids.push(name.to_string());
            undo.left = undo.left.min(until.0 - scene.now.0);
        }
    }
    Ok((!undo.ids.is_empty()).then_some(undo))
}
