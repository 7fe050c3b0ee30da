//! The moderators' desk: what waits for a decision, and the forms by which it is decided.

mod behalf;
mod lane;

pub use behalf::{behalf_form, behalf_post};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::PublicId;
use dialogue::question::{Handling, Moderation, RedirectTo, Visibility};
use dialogue::rights::Act;
use dialogue::session::SessionState;
use store::{Filed, StoreError, Tx};

use super::staff_form::{Choice, Returned, Sent, call, waited};
use super::told::{Told, done};
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::shapes::{DeskShape, SessionShape};
use crate::views::{Reader, Scene};
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::gate::Gate;
use crate::web::problem::Problem;
use crate::web::verbs::{self, Outcome};
use lane::Lane;

#[derive(Template)]
#[template(path = "staff/desk.html")]
struct DeskPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    /// The decision just made, while its maker can take it back.
    undo: Option<String>,
    session: SessionShape,
    lane: Lane,
    lanes: Vec<(Lane, i64)>,
    items: Vec<Item>,
    units: Vec<Choice>,
    reasons: Vec<Choice>,
    destinations: Vec<Choice>,
    may_moderate: bool,
    may_lead: bool,
    may_enter: bool,
}

/// A question of the desk, as its row and forms show it.
struct Item {
    desk: DeskShape,
    /// What is published when nothing is changed.
    proposed: String,
    waited: String,
    suggested: Option<String>,
    /// Its first form is unfolded.
    open: bool,
    /// One person asked already that it be taken down.
    retract_asked: bool,
}

impl Item {
    fn new(scene: &Scene, filed: &Filed, desk: DeskShape, open: bool) -> Self {
        Self {
            proposed: filed.question.proposed_text().unwrap_or_default(),
            waited: waited(filed.question.asked_at, scene.now),
            suggested: desk.suggested_unit.as_deref().map(|unit| scene.reference.unit(unit).to_owned()),
            open,
            retract_asked: filed.question.retract_by.is_some(),
            desk,
        }
    }

    fn id(&self) -> &str {
        &self.desk.question.id
    }

    fn is(&self, state: Moderation) -> bool {
        self.desk.question.moderation == state
    }

    /// Whether the public reads other words than the asker's.
    fn is_reworded(&self) -> bool {
        self.desk.question.text.is_some() && self.desk.question.text != self.desk.original
    }

    fn is_answered(&self) -> bool {
        self.desk.question.handling == Handling::Answered
    }

    /// Whether some unit leads, and has not answered yet.
    fn may_be_transferred(&self) -> bool {
        !matches!(self.desk.question.handling, Handling::Unassigned | Handling::Answered)
    }
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
    let mut tx = site.reader.begin().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, &slug).await?;
    gate.must(&[Act::ReadDesk])?;
    let sight = Sight {
        lane: Lane::named(asked.at("lane")),
        picked: asked.word("id"),
        told: Told::read(asked.at("xong")),
    };
    render(&site, &mut tx, &staff, gate, sight, Returned::default()).await
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
    let (lane, name) = (Lane::named(&body.text("lane")), filed.question.name);
    match call(&site, &staff, name, act, &body).await {
        Ok(outcome) => {
            let list = format!("/ban-dieu-hanh/{}?lane={}", gate.session.slug, lane.code());
            Ok(done(&list, if outcome == Outcome::Asked { "retract-asked" } else { &verb }, &id))
        }
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: &verb, about: &id }, body, failure)?;
            let sight = Sight { lane, picked: Some(name), told: None };
            render(&site, &mut site.reader.begin().await?, &staff, gate, sight, back).await
        }
    }
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    gate: Gate,
    sight: Sight,
    back: Returned,
) -> Result<Response, Problem> {
    let (may_moderate, may_lead) = (gate.may(Act::Approve), gate.may(Act::Stage));
    let may_enter = gate.may(Act::EnterOnBehalf);
    let sees_private = gate.sees_private();
    let balance = tx.balance(gate.session.no).await?;
    let scene = site.reader.scene(tx, gate.session).await?;
    let items = items(tx, &scene, &sight, sees_private, &back).await?;
    let undo = undoable(tx, &scene, staff, sight.told.as_ref()).await?;
    let live = scene.session.state == SessionState::Live && !scene.session.is_intake();
    let title = back.title(&title(&scene, balance.pending));
    let mut destinations = RedirectTo::ALL.to_vec();
    destinations.retain(|to| *to != RedirectTo::Intake || !scene.session.is_intake());
    let template = DeskPage {
        page: Page { live, ..Page::new(site, title).of(staff).by_keys(site) },
        undo,
        session: scene.session(),
        lane: sight.lane,
        lanes: Lane::ALL.map(|lane| (lane, lane.count(&balance))).into(),
        items,
        units: Choice::units(&scene.reference),
        reasons: scene.reference.reasons.iter().map(|r| Choice::new(&r.key, &r.label)).collect(),
        destinations: destinations.iter().map(|to| Choice::new(to.code(), to.vietnamese())).collect(),
        may_moderate,
        may_lead,
        may_enter,
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

async fn items(
    tx: &mut Tx,
    scene: &Scene,
    sight: &Sight,
    sees_private: bool,
    back: &Returned,
) -> Result<Vec<Item>, StoreError> {
    let mut list = sight.lane.questions(tx, scene.session.no, sight.picked).await?;
    list.retain(|filed| sees_private || filed.question.visibility == Visibility::Public);
    let here = |name: &PublicId| list.iter().any(|filed| filed.question.name == *name);
    let first = list.first().map(|filed| filed.question.name).filter(|_| sight.lane == Lane::Waiting);
    let open = sight.picked.filter(here).or(first);
    let desks = Reader::plain_desks(tx, scene, &list).await?;
    let item = |(filed, desk): (&Filed, DeskShape)| {
        // A form that came back opens itself, and only itself.
        let open = open == Some(filed.question.name) && !back.is_about(&desk.question.id);
        Item::new(scene, filed, desk, open)
    };
    Ok(list.iter().zip(desks).map(item).collect())
}

/// The question whose decision the caller has just made and may still take back.
async fn undoable(
    tx: &mut Tx,
    scene: &Scene,
    staff: &Staff,
    told: Option<&Told>,
) -> Result<Option<String>, StoreError> {
    let Some(name) = told.and_then(|told| told.about.parse::<PublicId>().ok()) else { return Ok(None) };
    let filed = tx.question_by_name(name).await?;
    let can = filed.is_some_and(|filed| filed.question.undo(staff.person.id, scene.now).is_ok());
    Ok(can.then(|| name.to_string()))
}
