//! A session's editor: what is written about it, what is to be seen to before it goes on air, what was changed.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::session::{Session, SessionState};
use store::Tx;

use super::enter;
use super::session_form::{First, Picks, read};
use crate::actions::{self, SessionInput};
use crate::app::{App, Site};
use crate::views::shapes::{SessionShape, StepShape};
use crate::views::{Onlooker, Reader, Reference};
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
    checks: Vec<Check>,
    first: First,
    picks: Picks,
    timeline: Vec<StepShape>,
}

/// Something to be seen to before the session goes on air.
struct Check {
    what: &'static str,
    is_met: bool,
    /// What is missing, or how much of it is there.
    detail: String,
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
    drop(tx);
    let edited = async {
        let input = read(&body, &site.zone)?;
        let once = form_once(&body, "edit-session", &slug, &staff.person.username)?;
        let zone = site.zone.clone();
        let make = move |session: &Session, _: &[(Person, Role)]| Ok(as_it_stood(input, session, &zone));
        actions::edit_session(&site, staff.person.clone(), slug.clone(), make, once).await
    };
    match edited.await {
        Ok(session) => Ok(done(&format!("/quan-tri/phien/{}", session.slug), "edit-session", &session.slug)),
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: "edit-session", about: &slug }, body, failure)?;
            render(&site, &mut enter(&site, &staff).await?, &staff, &slug, None, back).await
        }
    }
}

/// The form shows times to the minute and ticks without an order: a time that nobody touched keeps its seconds, and what
/// stood in a list before keeps its place.
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
        co_host_units: in_place(&session.co_host_units, input.co_host_units),
        respondent_units: in_place(&session.respondent_units, input.respondent_units),
        fields: in_place(&session.fields, input.fields),
        start: kept(session.start, input.start),
        questions_open: input.questions_open.map(|new| kept(Some(session.questions_open), new)),
        questions_close: input.questions_close.map(|new| kept(session.questions_close, new)),
        ..input
    }
}

async fn render(
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
        page: Page::new(site, back.title("Soạn phiên")).of(staff),
        told,
        session: scene.session(),
        is_over: matches!(scene.session.state, SessionState::Archived | SessionState::Cancelled),
        checks: checks(tx, &scene.session, &scene.people, &scene.reference).await?,
        first: First::of(&scene.session, &scene.people, &site.zone),
        picks: Picks::read(tx, &scene.reference, &scene.people).await?,
        timeline: scene.timeline(&changes, &[], Onlooker::Staff),
        back,
    };
    Ok(show(template.back.status(), &template))
}

async fn checks(
    tx: &mut Tx,
    session: &Session,
    people: &[(Person, Role)],
    reference: &Reference,
) -> Result<Vec<Check>, Problem> {
    let named = |role: Role| people.iter().filter(|(_, named)| *named == role).count();
    let check = |what, is_met, detail: String| Check { what, is_met, detail };
    let roles = [Role::Chair, Role::Host, Role::Secretary];
    let without: Vec<&str> =
        roles.into_iter().filter(|role| named(*role) == 0).map(Role::vietnamese).collect();
    let moderators = named(Role::Moderator);
    let leaderless: Vec<&str> = reference
        .fields
        .iter()
        .filter(|field| session.fields.contains(&field.id) && field.default_unit.is_none())
        .map(|field| field.name.as_str())
        .collect();
    let (mute, present) = respondents(tx, session, reference).await?;
    let units = session.respondent_units.len();
    Ok(vec![
        check(
            "Phiên đã công bố",
            session.state != SessionState::Draft,
            if session.state == SessionState::Draft {
                "Còn là bản nháp.".to_owned()
            } else {
                String::new()
            },
        ),
        check("Có chủ trì, người dẫn, thư ký", without.is_empty(), missing("Chưa có", &without)),
        check("Có ít nhất hai người điều hành", moderators >= 2, format!("{moderators} người")),
        check("Có đơn vị chủ trì", session.host_unit.is_some(), String::new()),
        check(
            "Mỗi đơn vị trả lời có cán bộ trả lời",
            units > 0 && mute.is_empty(),
            if units == 0 {
                "Chưa chọn đơn vị trả lời.".to_owned()
            } else {
                missing("Chưa có ở", &mute)
            },
        ),
        check(
            "Cán bộ trả lời đã đăng nhập",
            units > 0 && present == units,
            format!("{present}/{units} đơn vị"),
        ),
        check("Mỗi lĩnh vực có đơn vị mặc định", leaderless.is_empty(), missing("Chưa có ở", &leaderless)),
    ])
}

/// The respondent units for which nobody can answer, and how many have a respondent who is signed in now.
async fn respondents<'a>(
    tx: &mut Tx,
    session: &Session,
    reference: &'a Reference,
) -> Result<(Vec<&'a str>, usize), Problem> {
    let people = tx.people().await?;
    let (mut mute, mut present) = (Vec::new(), 0);
    for unit in reference.units.iter().filter(|unit| session.respondent_units.contains(&unit.id)) {
        let of_unit = people.iter().filter(|person| {
            person.unit.as_deref() == Some(&unit.id) && person.roles.contains(&Role::Respondent)
        });
        let (mut is_mute, mut is_present) = (true, false);
        for person in of_unit {
            is_mute = false;
            is_present = is_present || !tx.open_sign_ins(person.id).await?.is_empty();
        }
        present += usize::from(is_present);
        if is_mute {
            mute.push(unit.name.as_str());
        }
    }
    Ok((mute, present))
}

fn missing(what: &str, names: &[&str]) -> String {
    if names.is_empty() { String::new() } else { format!("{what}: {}.", names.join(", ")) }
}
