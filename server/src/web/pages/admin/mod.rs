//! Administration: sessions, units, fields and staff. All of it is the administrator's alone.

mod fields;
mod ordered;
mod session_checks;
mod session_editor;
mod session_form;
mod session_repeat;
mod sessions;
mod staff;
mod units;

pub use fields::{fields, put_field};
pub use session_editor::{edit_form, edit_session};
pub use session_repeat::repeat_session;
pub use sessions::{create_session, session_verb, sessions};
pub use staff::{create_staff, set_password, staff};
pub use units::{put_unit, units};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::person::{Actor, Capacity};
use dialogue::text::{is_slug, slug};
use store::Tx;

use super::reading::Reading;
use super::{Page, show};
use crate::app::{App, Site};
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::gate::Gate;
use crate::web::problem::Problem;

/// The longest id, in characters.
const LONGEST_ID: usize = 80;
/// The length of the name of a unit or field, in characters.
const NAME: std::ops::RangeInclusive<usize> = 1..=250;

/// A step of the first run, with a tick when something is there.
struct Step {
    path: &'static str,
    word: &'static str,
    count: usize,
    done: bool,
}

#[derive(Template)]
#[template(path = "staff/admin.html")]
struct OverviewPage {
    page: Page,
    steps: [Step; 4],
}

/// `GET /quan-tri`
pub async fn overview(State(site): State<Site>, staff: Staff) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let (units, fields) = (tx.units().await?.len(), tx.fields().await?.len());
    // The intake is no session that somebody prepared, and the administrator is no colleague.
    let (people, sessions) = (tx.people().await?.len(), tx.sessions().await?.len().saturating_sub(1));
    let step = |path, word, count, least| Step { path, word, count, done: count >= least };
    let template = OverviewPage {
        page: Page::new(&site, "Quản trị").of(&staff),
        steps: [
            step("/quan-tri/don-vi", "Đơn vị", units, 1),
            step("/quan-tri/linh-vuc", "Lĩnh vực", fields, 1),
            step("/quan-tri/can-bo", "Cán bộ", people, 2),
            step("/quan-tri/phien", "Phiên đối thoại", sessions, 1),
        ],
    };
    Ok(show(StatusCode::OK, &template))
}

/// A snapshot, for the administrator only.
async fn enter(site: &App, staff: &Staff) -> Result<Tx, Problem> {
    let mut tx = site.reader.begin().await?;
    Gate::of_site(&mut tx, &staff.person).await?;
    Ok(tx)
}

fn actor(staff: &Staff) -> Actor {
    Actor::staff(&staff.person, Capacity::Admin)
}

/// The id that a form names, or one made from the name: `u-so-xay-dung`. A made one that is taken would silently change
/// what bears it.
fn id(form: &mut Reading<'_>, prefix: &str, name: &str, known: &[&str]) -> String {
    let id = form.raw("id").unwrap_or_else(|| {
        let made: String = format!("{prefix}-{}", slug(name)).chars().take(LONGEST_ID).collect();
        if known.contains(&made.as_str()) {
            form.fault("name", "Đã có mục tên này.");
        }
        made
    });
    if !is_slug(&id) {
        form.fault("id", "Mã có 3 đến 80 ký tự: a-z, 0-9, gạch nối.");
    }
    id
}

/// The id that a form names, if something bears it; otherwise the form is about something new.
fn known_id(body: &FormBody, known: &[&str]) -> String {
    let id = body.text("id");
    if known.contains(&id.as_str()) { id } else { String::new() }
}
