//! A session's editor: what is written about it, what is to be seen to before it goes on air, what was changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::session::{Lack, Session, SessionState};
use store::Tx;

use super::enter;
use super::ordered::{Ordered, arranged};
use super::session_checks::{Check, checks};
use super::session_form::{First, Picks, read};
use super::session_repeat::{Next, offers};
use crate::actions::{self, Once, SessionInput, SessionMove};
use crate::app::{App, Site};
use crate::views::shapes::{SessionShape, StepShape};
use crate::views::{Onlooker, Reader};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::staff_form::{Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

/// How many changes are shown.
const SHOWN: i64 = 20;

#[derive(Template)]
#[template(path = "staff/session_editor.html")]
struct EditorPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    session: SessionShape,
    is_over: bool,
    /// What keeps a draft from being announced.
    lacks: Vec<Lack>,
    checks: Vec<Check>,
    /// When a next session could be held.
    next: Vec<Next>,
    first: First,
    picks: Picks,
    timeline: Vec<StepShape>,
}

impl EditorPage {
    fn open_checks(&self) -> usize {
        self.checks.iter().filter(|check| !check.is_met).count()
    }
}

/// `GET /quan-tri/phien/{slug}`
pub async fn edit_form(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    asked: Typed,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, &slug, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/phien/{slug}`
pub async fn edit_session(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    tx.session_by_slug(&slug).await?.filter(|session| !session.is_intake()).ok_or_else(Problem::not_found)?;
    let sent = Sent { verb: "edit-session", about: &slug };
    let body = match arranged(sent, body) {
        Ok(back) => return render(&site, &mut tx, &staff, &slug, None, back).await,
        Err(body) => body,
    };
    drop(tx);
    let edited = async {
        let input = read(&body, &site.zone)?;
        let once = form_once(&body, "edit-session", &slug, &staff.person.username)?;
        let zone = site.zone.clone();
        let make = move |session: &Session, _: &[(Person, Role)]| Ok(as_it_stood(input, session, &zone));
        actions::edit_session(&site, staff.person.clone(), slug.clone(), make, once).await
    };
    match edited.await {
        Ok(session) => go_on(&site, &staff, &session.slug, &body, "edit-session").await,
        Err(failure) => {
            let back = Returned::new(&site, sent, body, failure)?;
            render(&site, &mut enter(&site, &staff).await?, &staff, &slug, None, back).await
        }
    }
}

/// Where a saved form leads by the button that sent it: to the preview, to the announced session, or to the editor.
///
/// # Errors
/// What the store says.
pub async fn go_on(
    site: &App,
    staff: &Staff,
    slug: &str,
    body: &FormBody,
    verb: &str,
) -> Result<Response, Problem> {
    match body.text("do").as_str() {
        "preview" => Ok(Redirect::to(&format!("/xem-truoc/{slug}")).into_response()),
        "announce" if keeps_draft(site, slug).await? => Ok(done(&path(slug), "kept-draft", slug)),
        "announce" => {
            let by = staff.person.clone();
            let moved =
                actions::move_session(site, by, slug.to_owned(), SessionMove::Announce, Once::default());
            moved.await.map_err(|failure| Problem::of(failure, &site.zone))?;
            Ok(done(&path(slug), "announce", slug))
        }
        _ => Ok(done(&path(slug), verb, slug)),
    }
}

/// The editor of a session.
pub fn path(slug: &str) -> String {
    format!("/quan-tri/phien/{slug}")
}

/// Whether something keeps a draft from being announced.
///
/// # Errors
/// What the store says.
pub async fn keeps_draft(site: &App, slug: &str) -> Result<bool, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = tx.session_by_slug(slug).await?.ok_or_else(Problem::not_found)?;
    let people = site.reader.people(&mut tx, session.no).await?;
    Ok(!lacks(&session, &people, site.now()).is_empty())
}

fn lacks(session: &Session, people: &[(Person, Role)], now: Millis) -> Vec<Lack> {
    if session.state != SessionState::Draft {
        return Vec::new();
    }
    let named: Vec<Role> = people.iter().map(|(_, role)| *role).collect();
    session.lacks(&named, now)
}

/// The form shows times to the minute and ticks without an order: a time that nobody touched keeps its seconds, and what
/// was ticked before keeps its place.
fn as_it_stood(input: SessionInput, session: &Session, zone: &Zone) -> SessionInput {
    let kept = |old: Option<Millis>, new: Millis| {
        old.filter(|old| zone.input(*old) == zone.input(new)).unwrap_or(new)
    };
    let in_place = |old: &[String], new: Vec<String>| {
        let stays = old.iter().filter(|name| new.contains(name)).cloned();
        let comes = new.iter().filter(|name| !old.contains(name)).cloned();
        stays.chain(comes).collect()
    };
    SessionInput {
        fields: in_place(&session.fields, input.fields),
        start: kept(session.start, input.start),
        questions_open: input.questions_open.map(|new| kept(Some(session.questions_open), new)),
        questions_close: input.questions_close.map(|new| kept(session.questions_close, new)),
        ..input
    }
}

/// The editor's page.
///
/// # Errors
/// No such session; what the store says.
pub async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    slug: &str,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let session = tx.session_by_slug(slug).await?.filter(|session| !session.is_intake());
    let session = session.ok_or_else(Problem::not_found)?;
    let reference = Reader::reference(tx).await?;
    let scene = site.reader.scene_with(tx, session, reference).await?;
    let changes = tx.session_changes(scene.session.no, SHOWN).await?;
    let template = EditorPage {
        page: Page::new(site, back.title("Soạn phiên")).of(staff).editing(site),
        told,
        session: scene.session(),
        is_over: matches!(scene.session.state, SessionState::Archived | SessionState::Cancelled),
        lacks: lacks(&scene.session, &scene.people, scene.now),
        next: offers(&scene.session, scene.now, &site.zone),
        checks: checks(tx, &scene.session, &scene.people, &scene.reference).await?,
        first: First::of(&scene.session, &scene.people, &site.zone),
        picks: Picks::read(tx, &scene.reference, &scene.people).await?,
        timeline: scene.timeline(&changes, &[], Onlooker::Staff),
        back,
    };
    Ok(show(template.back.status(), &template))
}
