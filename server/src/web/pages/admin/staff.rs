//! Staff accounts (cán bộ).

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::person::{Person, Role};
use store::Tx;

use super::{actor, enter};
use crate::actions::{self, Failure, StaffInput};
use crate::app::{App, Site};
use crate::views::{Reader, Reference};
use crate::web::bodies::NAME;
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::reading::Reading;
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::{Typed, capital};
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

/// The length of a person's title, in characters.
const TITLE: std::ops::RangeInclusive<usize> = 1..=250;

#[derive(Template)]
#[template(path = "staff/people.html")]
struct PeoplePage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    people: Vec<Person>,
    reference: Reference,
    units: Vec<Choice>,
    roles: Vec<Choice>,
}

impl PeoplePage {
    fn unit_of<'a>(&'a self, person: &'a Person) -> &'a str {
        person.unit.as_deref().map_or("", |unit| self.reference.unit(unit))
    }

    fn roles_of(person: &Person) -> String {
        person.roles.iter().map(|role| role.vietnamese()).collect::<Vec<_>>().join(", ")
    }
}

/// `GET /quan-tri/can-bo`
pub async fn staff(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/can-bo`
pub async fn create_staff(
    State(site): State<Site>,
    staff: Staff,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff).await?);
    match create(&site, &staff, &body).await {
        Ok(username) | Err(Failure::Repeated(username)) => {
            Ok(done("/quan-tri/can-bo", "create-staff", &username))
        }
        Err(failure) => {
            come_back(&site, &staff, Sent { verb: "create-staff", about: "" }, body, failure).await
        }
    }
}

/// `POST /quan-tri/can-bo/{username}/mat-khau`
pub async fn set_password(
    State(site): State<Site>,
    staff: Staff,
    Path(username): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff).await?);
    let password = Reading::of(&body).secret("password");
    match actions::set_password(&site, actor(&staff), username.clone(), password).await {
        Ok(()) => Ok(done("/quan-tri/can-bo", "set-password", &username)),
        Err(failure) => {
            let sent = Sent { verb: "set-password", about: &username };
            come_back(&site, &staff, sent, body, failure).await
        }
    }
}

async fn create(site: &App, staff: &Staff, body: &FormBody) -> Result<String, Failure> {
    let mut form = Reading::of(body);
    let input = StaffInput {
        username: body.text("username"),
        name: form.line("name", NAME, "Hãy ghi họ và tên."),
        title: form.line("title", TITLE, "Hãy ghi chức danh."),
        unit: form.raw("unit"),
        roles: roles(&mut form),
        password: form.secret("password"),
    };
    let input = form.end(input)?;
    let once = form_once(body, "create-staff", "", &staff.person.username)?;
    Ok(actions::create_staff(site, actor(staff), input, once).await?.username)
}

fn roles(form: &mut Reading<'_>) -> BTreeSet<Role> {
    let words = form.all("roles");
    let roles: BTreeSet<Role> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if roles.is_empty() || roles.len() < words.len() {
        form.fault("roles", "Hãy chọn ít nhất một vai trong danh sách.");
    }
    roles
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
    let template = PeoplePage {
        page: Page::new(site, back.title("Cán bộ")).of(staff),
        told,
        people: tx.people().await?,
        units: Choice::units(&reference),
        roles: Role::ALL.iter().map(|role| Choice::new(role.code(), capital(role.vietnamese()))).collect(),
        reference,
        back,
    };
    Ok(show(template.back.status(), &template))
}
