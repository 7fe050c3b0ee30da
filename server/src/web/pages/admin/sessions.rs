//! Sessions (phiên đối thoại): prepared here, and moved through their life.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use store::Tx;

use super::enter;
use crate::actions::{self, Failure, Naming, SessionInput};
use crate::app::{App, Site};
use crate::views::shapes::SessionShape;
use crate::views::{Reader, Reference};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::gate::Gate;
use crate::web::pages::reading::Reading;
use crate::web::pages::session_moves::{Offers, make, move_named};
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;
use crate::web::verbs::TITLE;

/// The longest summary, in characters.
const SUMMARY: usize = 2_000;
/// The longest place or address, in characters.
const LINE: usize = 500;
/// Minutes that a session lasts unless said otherwise.
const DURATION: i64 = 120;

#[derive(Template)]
#[template(path = "staff/sessions.html")]
struct SessionsPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    rows: Vec<Row>,
    units: Vec<Choice>,
    fields: Vec<Choice>,
    people: Vec<Person>,
}

/// A session and what can be done with it.
struct Row {
    session: SessionShape,
    offers: Offers,
}

impl SessionsPage {
    /// Those whose account has the role.
    fn with_role(&self, role: Role) -> Vec<Choice> {
        let fit = self.people.iter().filter(|person| person.roles.contains(&role));
        fit.map(|person| Choice::new(&person.username, format!("{}, {}", person.name, person.title)))
            .collect()
    }
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
    drop(enter(&site, &staff).await?);
    let created = async {
        let input = read(&body, &site.zone)?;
        let once = form_once(&body, "create-session", "", &staff.person.username)?;
        actions::create_session(&site, staff.person.clone(), input, once).await
    };
    match created.await {
        Ok(session) => Ok(done("/quan-tri/phien", "create-session", &session.slug)),
        Err(Failure::Repeated(slug)) => Ok(done("/quan-tri/phien", "create-session", &slug)),
        Err(failure) => {
            come_back(&site, &staff, Sent { verb: "create-session", about: "" }, body, failure).await
        }
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
    match make(&site, &staff, &slug, act, &body).await {
        Ok(()) => Ok(done("/quan-tri/phien", &verb, &slug)),
        Err(failure) => come_back(&site, &staff, Sent { verb: &verb, about: &slug }, body, failure).await,
    }
}

fn read(body: &FormBody, zone: &Zone) -> Result<SessionInput, Failure> {
    let mut form = Reading::of(body);
    let input = SessionInput {
        title: form.line("title", TITLE, "Hãy ghi chủ đề."),
        start: start(&mut form, zone),
        slug: form.raw("slug"),
        summary: form.maybe_text("summary", SUMMARY),
        duration_min: form.number("duration_min", DURATION),
        questions_open: form.maybe_time("questions_open", zone),
        questions_close: form.maybe_time("questions_close", zone),
        place: form.maybe_line("place", LINE),
        stream_url: form.maybe_line("stream_url", LINE),
        host_unit: form.raw("host_unit"),
        co_host_units: form.all("co_host_units"),
        respondent_units: form.all("respondent_units"),
        fields: form.all("fields"),
        legal_basis: form.lines("legal_basis", LINE),
        allow_votes: form.ticked("allow_votes", true),
        naming: Naming {
            chair: form.raw("chair"),
            host: form.raw("host"),
            secretary: form.raw("secretary"),
            moderators: form.all("moderators"),
        },
    };
    form.end(input)
}

fn start(form: &mut Reading<'_>, zone: &Zone) -> Millis {
    if form.raw("start").is_none() {
        form.fault("start", "Hãy ghi ngày, giờ bắt đầu.");
    }
    form.maybe_time("start", zone).unwrap_or(Millis(0))
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
        page: Page::new(site, back.title("Phiên đối thoại")).of(staff),
        told,
        rows: rows(site, tx, staff, &reference).await?,
        units: Choice::units(&reference),
        fields: reference.fields.iter().map(|field| Choice::new(&field.id, &field.name)).collect(),
        people: tx.people().await?,
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
