//! Administration: sessions, units, fields, staff, days off, reasons and templates. All of it is the administrator's alone.

mod fields;
mod holidays;
mod ordered;
mod session_checks;
mod session_editor;
mod session_form;
mod session_repeat;
mod sessions;
mod staff;
mod units;
mod words;

pub use fields::{fields, put_field};
pub use holidays::{delete_holiday, holidays, put_holiday};
pub use session_editor::{edit_form, edit_session};
pub use session_repeat::repeat_session;
pub use sessions::{create_session, session_verb, sessions};
pub use staff::{create_staff, set_password, staff};
pub use units::{put_unit, units};
pub use words::{delete_word, put_word, words};

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use dialogue::person::{Actor, Capacity, Role};
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
    /// Where its form stands.
    path: &'static str,
    word: &'static str,
    hint: &'static str,
    done: bool,
}

/// A page of administration, and how many entries it has.
struct Entrance {
    path: &'static str,
    word: &'static str,
    count: usize,
}

#[derive(Template)]
#[template(path = "staff/admin.html")]
struct OverviewPage {
    page: Page,
    steps: [Step; 4],
    entrances: [Entrance; 10],
}

impl OverviewPage {
    fn open_steps(&self) -> usize {
        self.steps.iter().filter(|step| !step.done).count()
    }
}

/// `GET /quan-tri`
pub async fn overview(State(site): State<Site>, staff: Staff) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    let (units, fields, people) = (tx.units().await?.len(), tx.fields().await?.len(), tx.people().await?);
    // The intake is no session that somebody prepared.
    let sessions = tx.sessions().await?.len().saturating_sub(1);
    let (holidays, reasons) = (tx.holidays().await?.len(), tx.reasons().await?.len());
    let is_there =
        |roles: &[Role]| people.iter().any(|person| roles.iter().any(|role| person.roles.contains(role)));
    // Whoever a session needs before it can be announced.
    let is_staffed =
        is_there(&[Role::Moderator]) && is_there(&[Role::Host, Role::Chair]) && is_there(&[Role::Respondent]);
    let step = |path, word, hint, done| Step { path, word, hint, done };
    let entrance = |path, word, count| Entrance { path, word, count };
    let template = OverviewPage {
        page: Page::new(&site, "Quản trị").of(&staff),
        steps: [
            step("/quan-tri/don-vi#new", "Thêm đơn vị", "Ít nhất một đơn vị trả lời.", units > 0),
            step("/quan-tri/linh-vuc#new", "Thêm lĩnh vực", "Mỗi lĩnh vực có đơn vị mặc định.", fields > 0),
            step(
                "/quan-tri/can-bo#new",
                "Tạo tài khoản cán bộ",
                "Có người điều hành, người dẫn hoặc chủ trì, người trả lời.",
                is_staffed,
            ),
            step(
                "/quan-tri/phien#new",
                "Soạn phiên đầu tiên",
                "Lưu nháp, xem trước rồi công bố.",
                sessions > 0,
            ),
        ],
        entrances: [
            entrance("/quan-tri/phien", "Phiên đối thoại", sessions),
            entrance("/quan-tri/don-vi", "Đơn vị", units),
            entrance("/quan-tri/linh-vuc", "Lĩnh vực", fields),
            entrance("/quan-tri/can-bo", "Cán bộ", people.len()),
            entrance("/quan-tri/ngay-nghi", "Ngày nghỉ", holidays),
            entrance("/quan-tri/ly-do", "Lý do từ chối", reasons),
            entrance("/quan-tri/mau-cau", "Mẫu câu", tx.templates().await?.len()),
            entrance("/quan-tri/tu-dong-nghia", "Từ đồng nghĩa", tx.synonyms().await?.len()),
            entrance("/quan-tri/tu-can-che", "Từ che và không che", tx.maskwords().await?.len()),
            entrance("/quan-tri/tu-can-luu-y", "Từ cần lưu ý", tx.watchwords().await?.len()),
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
