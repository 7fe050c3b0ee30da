//! Units (đơn vị).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dialogue::unit::Unit;
use store::Tx;

use super::{NAME, actor, enter, id, known_id};
use crate::actions::{self, Failure, Put};
use crate::app::{App, Site};
use crate::web::caller::Staff;
use crate::web::form::{FormBody, form_once};
use crate::web::pages::reading::Reading;
use crate::web::pages::staff_form::{Choice, Returned, Sent};
use crate::web::pages::told::{Told, done};
use crate::web::pages::typed::Typed;
use crate::web::pages::{Page, show};
use crate::web::problem::Problem;

/// The kinds of units that a city has; a unit may be of another.
const KINDS: [(&str, &str); 6] = [
    ("so", "Sở"),
    ("van_phong", "Văn phòng"),
    ("trung_tam", "Trung tâm"),
    ("phuong", "Phường"),
    ("xa", "Xã"),
    ("dac_khu", "Đặc khu"),
];
/// The longest short name, kind or code.
const SHORT: usize = 80;

#[derive(Template)]
#[template(path = "staff/units.html")]
struct UnitsPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    units: Vec<Unit>,
    kinds: Vec<Choice>,
}

/// `GET /quan-tri/don-vi`
pub async fn units(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/don-vi`: a new unit, or another wording of one that is named by its id.
pub async fn put_unit(State(site): State<Site>, staff: Staff, body: FormBody) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let known = tx.units().await?;
    drop(tx);
    match put(&site, &staff, &body, &known).await {
        Ok(id) => Ok(done("/quan-tri/don-vi", "put-unit", &id)),
        Err(failure) => {
            let ids: Vec<&str> = known.iter().map(|unit| unit.id.as_str()).collect();
            let about = known_id(&body, &ids);
            let back = Returned::new(&site, Sent { verb: "put-unit", about: &about }, body, failure)?;
            let mut tx = enter(&site, &staff).await?;
            render(&site, &mut tx, &staff, None, back).await
        }
    }
}

async fn put(site: &App, staff: &Staff, body: &FormBody, known: &[Unit]) -> Result<String, Failure> {
    let unit = read(body, known)?;
    let id = unit.id.clone();
    let once = form_once(body, "put-unit", "", &staff.person.username)?;
    let put = actions::put(site, actor(staff), unit, Put::Either, once).await;
    actions::once(put, ())?;
    Ok(id)
}

fn read(body: &FormBody, known: &[Unit]) -> Result<Unit, Failure> {
    let mut form = Reading::of(body);
    let name = form.line("name", NAME, "Hãy ghi tên đơn vị.");
    let ids: Vec<&str> = known.iter().map(|unit| unit.id.as_str()).collect();
    let id = id(&mut form, "u", &name, &ids);
    let (valid_from, valid_to) = (form.maybe_day("valid_from"), form.maybe_day("valid_to"));
    if valid_from.is_some() && valid_to.is_some() && valid_to < valid_from {
        form.fault("valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực.");
    }
    let unit = Unit {
        short: form.maybe_line("short", SHORT).unwrap_or_else(|| name.clone()),
        kind: form.line("kind", 1..=SHORT, "Hãy chọn loại đơn vị."),
        org_code: form.maybe_line("org_code", SHORT),
        valid_from,
        valid_to,
        predecessors: form.lines("predecessors", *NAME.end()),
        order: form.number("order", next_place(known)),
        needs_review: form.ticked("needs_review", false),
        id,
        name,
    };
    form.end(unit)
}

fn next_place(known: &[Unit]) -> i64 {
    known.iter().map(|unit| unit.order).max().unwrap_or(0) + 1
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let units = tx.units().await?;
    let mut kinds: Vec<Choice> = KINDS.map(|(kind, word)| Choice::new(kind, word)).into();
    for unit in &units {
        if kinds.iter().all(|kind| kind.value != unit.kind) {
            kinds.push(Choice::new(&unit.kind, &unit.kind));
        }
    }
    let page = Page::new(site, back.title("Đơn vị")).of(staff);
    let template = UnitsPage { page, told, units, kinds, back };
    Ok(show(template.back.status(), &template))
}
