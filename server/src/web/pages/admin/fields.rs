//! Fields (lĩnh vực), each with the unit that leads by default.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dialogue::unit::Field;
use store::Tx;

use super::{NAME, actor, enter, id, known_id};
use crate::actions::{self, Failure, Put};
use crate::app::{App, Site};
use crate::views::{Reader, Reference};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::reading::Reading;
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

#[derive(Template)]
#[template(path = "staff/fields_admin.html")]
struct FieldsPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    reference: Reference,
    units: Vec<Choice>,
}

/// `GET /quan-tri/linh-vuc`
pub async fn fields(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/linh-vuc`: a new field, or another wording of one that is named by its id.
pub async fn put_field(State(site): State<Site>, staff: Staff, body: FormBody) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let known = tx.fields().await?;
    drop(tx);
    match put(&site, &staff, &body, &known).await {
        Ok(id) => Ok(done("/quan-tri/linh-vuc", "put-field", &id)),
        Err(failure) => {
            let ids: Vec<&str> = known.iter().map(|field| field.id.as_str()).collect();
            let about = known_id(&body, &ids);
            let back = Returned::new(&site, Sent { verb: "put-field", about: &about }, body, failure)?;
            let mut tx = enter(&site, &staff).await?;
            render(&site, &mut tx, &staff, None, back).await
        }
    }
}

async fn put(site: &App, staff: &Staff, body: &FormBody, known: &[Field]) -> Result<String, Failure> {
    let field = read(body, known)?;
    let id = field.id.clone();
    let once = form_once(body, "put-field", "", &staff.person.username)?;
    let put = actions::put(site, actor(staff), field, Put::Either, once).await;
    actions::once(put, ())?;
    Ok(id)
}

fn read(body: &FormBody, known: &[Field]) -> Result<Field, Failure> {
    let mut form = Reading::of(body);
    let name = form.line("name", NAME, "Hãy ghi tên lĩnh vực.");
    let ids: Vec<&str> = known.iter().map(|field| field.id.as_str()).collect();
    let id = id(&mut form, "f", &name, &ids);
    let last = known.iter().map(|field| field.order).max().unwrap_or(0);
    let (default_unit, order) = (form.raw("default_unit"), form.number("order", last + 1));
    form.end(Field { id, name, default_unit, order })
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let reference = Reader::reference(tx).await?;
    let page = Page::new(site, back.title("Lĩnh vực")).of(staff);
    let template = FieldsPage { page, told, units: Choice::units(&reference), reference, back };
    Ok(show(template.back.status(), &template))
}
