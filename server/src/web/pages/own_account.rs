//! A member of staff's own account: a new password, and the browsers that are signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::reading::Reading;
use super::staff_form::{Returned, Sent};
use super::told::{Told, done};
use super::typed::Typed;
use super::{Page, show};
use crate::actions;
use crate::app::{App, Site};
use crate::web::api::me::{SignInShape, open_sign_ins};
use crate::web::caller::Staff;
use crate::web::form::FormBody;
use crate::web::parts::At;
use crate::web::problem::Problem;

const PATH: &str = "/tai-khoan";

#[derive(Template)]
#[template(path = "staff/account.html")]
struct AccountPage {
    page: Page,
    back: Returned,
    told: Option<Told>,
    username: String,
    sign_ins: Vec<SignInShape>,
}

/// `GET /tai-khoan`
pub async fn page(State(site): State<Site>, staff: Staff, asked: Typed) -> Result<Response, Problem> {
    render(&site, &staff, Told::read(asked.at("xong")), Returned::default()).await
}

/// `POST /tai-khoan/mat-khau`
pub async fn set_password(
    State(site): State<Site>,
    staff: Staff,
    body: FormBody,
) -> Result<Response, Problem> {
    let form = Reading::of(&body);
    let (old, new) = (form.secret("old"), form.secret("new"));
    match actions::change_password(&site, &staff.person, &staff.cookie, old, new).await {
        Ok(()) => Ok(done(PATH, "change-password", "")),
        Err(failure) => {
            let sent = Sent { verb: "change-password", about: "" };
            render(&site, &staff, None, Returned::new(&site, sent, body, failure)?).await
        }
    }
}

/// `POST /tai-khoan/phien-dang-nhap/{id}`
pub async fn close_sign_in(
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
) -> Result<Response, Problem> {
    let closed = actions::close_sign_in(&site, staff.person.id, id).await;
    closed.map_err(|failure| Problem::of(failure, &site.zone))?;
    Ok(done(PATH, "close-sign-in", ""))
}

async fn render(site: &App, staff: &Staff, told: Option<Told>, back: Returned) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let template = AccountPage {
        page: Page::new(site, back.title("Tài khoản")).of(staff),
        told,
        username: staff.person.username.clone(),
        sign_ins: open_sign_ins(&mut tx, site, staff.person.id, &staff.cookie).await?,
        back,
    };
    Ok(show(template.back.status(), &template))
}
