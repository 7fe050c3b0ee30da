//! The next session of a row: a copy of one that stands, as a draft on the next date.

use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::session::{Repeat, Session, Times};
use store::Tx;

use super::enter;
use super::session_editor::{path, render};
use crate::actions::{self, Failure, Naming, SessionInput};
use crate::app::{App, Site};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::staff_form::{Returned, Sent};
use crate::web::pages::told::done;
use crate::web::pages::typed::capital;
use crate::web::problem::Problem;

const NOUN: &str = "repeat-session";

/// A date on which a next session could be held.
pub struct Next {
    pub rule: Repeat,
    /// "Thứ Năm cuối tháng"
    pub told: String,
    /// "thứ Năm, 29/10/2026, 08:30"
    pub start: String,
    at: Millis,
}

/// The next dates of a session, each once, by the first rule that leads there.
#[must_use]
pub fn offers(session: &Session, now: Millis, zone: &Zone) -> Vec<Next> {
    let Some(start) = session.start else { return Vec::new() };
    let mut offers: Vec<Next> = Vec::new();
    for rule in Repeat::ALL.iter().copied() {
        let told = rule.told(zone.day(start));
        let Some((told, times)) = told.zip(session.next_times(rule, now, zone)) else { continue };
        if offers.iter().all(|known| known.at != times.start) {
            offers.push(Next { rule, told: capital(&told), start: zone.long(times.start), at: times.start });
        }
    }
    offers
}

/// `POST /quan-tri/phien/{slug}/repeat`
pub async fn repeat_session(
    State(site): State<Site>,
    staff: Staff,
    Path(slug): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let session = tx.session_by_slug(&slug).await?.filter(|session| !session.is_intake());
    let session = session.ok_or_else(Problem::not_found)?;
    let people = people(&site, &mut tx, session.no).await?;
    drop(tx);
    match repeat(&site, &staff, &session, &people, &body).await {
        Ok(next) | Err(Failure::Repeated(next)) => Ok(done(&path(&next), NOUN, &next)),
        Err(failure) => {
            let back = Returned::new(&site, Sent { verb: NOUN, about: &slug }, body, failure)?;
            render(&site, &mut enter(&site, &staff).await?, &staff, &slug, None, back).await
        }
    }
}

async fn repeat(
    site: &App,
    staff: &Staff,
    session: &Session,
    people: &[(Person, Role)],
    body: &FormBody,
) -> Result<String, Failure> {
    let rule: Option<Repeat> = body.text("repeat").parse().ok();
    let times = rule.and_then(|rule| session.next_times(rule, site.now(), &site.zone));
    let Some(times) = times else {
        return Err(Failure::invalid("repeat", "Hãy chọn một ngày trong danh sách."));
    };
    let once = form_once(body, NOUN, &session.slug, &staff.person.username)?;
    let input = copy(session, people, times);
    Ok(actions::create_session(site, staff.person.clone(), input, once).await?.slug)
}

/// Those who are named in a session and still have an account.
async fn people(site: &App, tx: &mut Tx, no: i64) -> Result<Vec<(Person, Role)>, Problem> {
    let mut there = Vec::new();
    for (person, role) in site.reader.people(tx, no).await? {
        if tx.account(&person.username).await?.is_some() {
            there.push((person, role));
        }
    }
    Ok(there)
}

/// The same session at other times. A broadcast has an address of its own, which is not copied.
fn copy(session: &Session, people: &[(Person, Role)], times: Times) -> SessionInput {
    let named = |role: Role| {
        people.iter().filter(move |(_, named)| *named == role).map(|(person, _)| person.username.clone())
    };
    SessionInput {
        title: session.title.clone(),
        start: times.start,
        slug: None,
        summary: session.summary.clone(),
        duration_min: session.duration_min,
        questions_open: Some(times.questions_open),
        questions_close: times.questions_close,
        place: session.place.clone(),
        stream_url: None,
        host_unit: session.host_unit.clone(),
        co_host_units: session.co_host_units.clone(),
        respondent_units: session.respondent_units.clone(),
        fields: session.fields.clone(),
        legal_basis: session.legal_basis.clone(),
        allow_votes: session.allow_votes,
        naming: Naming {
            chair: named(Role::Chair).next(),
            host: named(Role::Host).next(),
            secretary: named(Role::Secretary).next(),
            moderators: named(Role::Moderator).collect(),
        },
    }
}
