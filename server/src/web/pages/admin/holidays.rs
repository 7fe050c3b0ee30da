//! Days off, and days that are worked instead: deadlines are counted by them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use dialogue::clock::Date;
use store::{Holiday, Tx};

use super::{NAME, actor, enter};
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

const PATH: &str = "/quan-tri/ngay-nghi";

#[derive(Template)]
#[template(path = "staff/holidays.html")]
struct HolidaysPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    days: Vec<Shown>,
    kinds: Vec<Choice>,
}

/// A day as the page shows it.
struct Shown {
    day: String,
    /// "02/09/2026"
    date: String,
    off: bool,
    label: String,
}

/// `GET /quan-tri/ngay-nghi`
pub async fn holidays(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    let mut tx = enter(&site, &staff).await?;
    render(&site, &mut tx, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /quan-tri/ngay-nghi`: a day, or another word about one that is in the calendar.
pub async fn put_holiday(
    State(site): State<Site>,
    staff: Staff,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff).await?);
    match put(&site, &staff, &body).await {
        Ok(day) => Ok(done(PATH, "put-holiday", &day)),
        Err(failure) => {
            come_back(&site, &staff, Sent { verb: "put-holiday", about: "" }, body, failure).await
        }
    }
}

/// `POST /quan-tri/ngay-nghi/{key}/xoa`
pub async fn delete_holiday(
    State(site): State<Site>,
    staff: Staff,
    Path(day): Path<String>,
    body: FormBody,
) -> Result<Response, Problem> {
    drop(enter(&site, &staff).await?);
    match actions::delete::<Holiday>(&site, actor(&staff), day.clone()).await {
        Ok(()) => Ok(done(PATH, "delete-holiday", &day)),
        Err(failure) => {
            come_back(&site, &staff, Sent { verb: "delete-holiday", about: &day }, body, failure).await
        }
    }
}

async fn put(site: &App, staff: &Staff, body: &FormBody) -> Result<String, Failure> {
    let holiday = read(body)?;
    let day = holiday.day.clone();
    let once = form_once(body, "put-holiday", "", &staff.person.username)?;
    actions::once(actions::put(site, actor(staff), holiday, Put::Either, once).await, ())?;
    Ok(day)
}

fn read(body: &FormBody) -> Result<Holiday, Failure> {
    let mut form = Reading::of(body);
    if form.raw("date").is_none() {
        form.fault("date", "Hãy chọn ngày.");
    }
    let holiday = Holiday {
        day: form.maybe_day("date").unwrap_or_default(),
        off: form.raw("kind").is_none_or(|kind| kind != "on"),
        label: form.line("label", NAME, "Hãy ghi tên ngày, ví dụ Giỗ Tổ Hùng Vương."),
    };
    form.end(holiday)
}

async fn come_back(
    site: &App,
    staff: &Staff,
    sent: Sent<'_>,
    body: FormBody,
    failure: Failure,
) -> Result<Response, Problem> {
    let back = Returned::new(site, sent, body, failure)?;
    render(site, &mut enter(site, staff).await?, staff, None, back).await
}

async fn render(
    site: &App,
    tx: &mut Tx,
    staff: &Staff,
    told: Option<Told>,
    back: Returned,
) -> Result<Response, Problem> {
    let days = tx.holidays().await?.into_iter().map(|Holiday { day, off, label }| {
        let date =
            day.parse::<Date>().map_or_else(|_| day.clone(), |date| date.strftime("%d/%m/%Y").to_string());
        Shown { date, day, off, label }
    });
    let template = HolidaysPage {
        page: Page::new(site, back.title("Ngày nghỉ")).of(staff),
        told,
        days: days.collect(),
        kinds: vec![Choice::new("off", "Ngày nghỉ"), Choice::new("on", "Ngày làm bù")],
        back,
    };
    Ok(show(template.back.status(), &template))
}
