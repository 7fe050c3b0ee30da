//! Sessions (phiên đối thoại): prepared here, and moved through their life.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::person::Role;
use dialogue::rights::Act;
use store::Tx;

use super::enter;
use super::ordered::{Ordered, arranged};
use super::session_editor::{go_on, keeps_draft, path};
use super::session_form::{First, Picks, read};
use crate::actions::{self, Failure};
use crate::app::{App, Site};
use crate::views::shapes::SessionShape;
use crate::views::{Reader, Reference};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::gate::Gate;
use crate::web::pages::session_moves::{Offers, make, move_named};
use crate::web::pages::staff_form::{Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/sessions.html")]
struct SessionsPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    rows: Vec<Row>,
    first: First,
    picks: Picks,
}

/// A session and what can be done with it.
struct Row {
    session: SessionShape,
    offers: Offers,
}

/// `GET /quan-tri/phien`
pub async fn sessions(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/phien`
pub async fn create_session(
    State(site): State<Site>,
    staff: Staff,
    body: FormBody,
) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let sent = Sent { verb: "create-session", about: "" };
    let body = match arranged(sent, body) {
        Ok(back) => return render(&site, &mut tx, &staff, None, back).await,
        Err(body) => body,
    };
    drop(tx);
    let created = async {
        let input = read(&body, &site.zone)?;
        let once = form_once(&body, "create-session", "", &staff.person.username)?;
        actions::create_session(&site, staff.person.clone(), input, once).await
    };
    match created.await {
        Ok(session) => go_on(&site, &staff, &session.slug, &body, "create-session").await,
        Err(Failure::Repeated(slug)) => go_on(&site, &staff, &slug, &body, "create-session").await,
        Err(failure) => come_back(&site, &staff, sent, body, failure).await,
    }
}

/// `POST /quan-tri/phien/{slug}/{verb}`
pub async fn session_verb(
    State(site): State<Site>,
    staff: Staff,
    Path((slug, verb)): Path<(String, String)>,
    body: FormBody,
) -> Result<Response, Problem> {
    let act = move_named(&verb).ok_or_else(Problem::not_found)?;
    drop(enter(&site, &staff).await?);
    if act == Act::Announce && keeps_draft(&site, &slug).await? {
        return Ok(done(&path(&slug), "kept-draft", &slug));
    }
    match make(&site, &staff, &slug, act, &body).await {
        Ok(()) => Ok(done("/quan-tri/phien", &verb, &slug)),
        Err(failure) => come_back(&site, &staff, Sent { verb: &verb, about: &slug }, body, failure).await,
    }
}

async fn come_back(
    site: &App,
    staff: &Staff,
    sent: Sent<'_>,
    body: FormBody,
    failure: Failure,
) -> Result<Response, Problem> {
    let back = Returned::new(site, sent, body, failure)?;
    let mut tx = enter(site, staff).await?;
    render(site, &mut tx, staff, None, back).await
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let reference = Reader::reference(tx).await?;
    let template = SessionsPage {
        page: Page::new(site, back.title("Phiên đối thoại")).of(staff).editing(site),
        told,
        rows: rows(site, tx, staff, &reference).await?,
        first: First::blank(),
        picks: Picks::read(tx, &reference, &[]).await?,
        back,
    };
    Ok(show(template.back.status(), &template))
}

async fn rows(site: &App, tx: &mut Tx, staff: &Staff, reference: &Reference) -> Result<Vec<Row>, Problem> {
    let mut rows = Vec::new();
    for session in tx.sessions().await?.into_iter().filter(|session| !session.is_intake()) {
        let waiting = tx.waiting_in_session(session.no).await?;
        let gate = Gate::of(tx, &staff.person, session, None).await?;
        let offers = Offers::at(&gate, site.now(), waiting);
        let scene = site.reader.scene_with(tx, gate.session, reference.clone()).await?;
        rows.push(Row { session: scene.session(), offers });
    }
    Ok(rows)
}
