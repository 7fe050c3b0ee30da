//! Signing in and out.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;

use super::typed::{Typed, local_path};
use super::{Faults, Page, show};
use crate::actions::{self, Fault};
use crate::app::{App, Site};
use crate::web::caller::{Address, Staff, no_staff_cookie, sent_staff, staff_cookie};
use crate::web::form::FormBody;
use crate::web::problem::Problem;

/// Where a member of staff begins.
const WORK: &str = "/lam-viec";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    page: Page,
    username: String,
    next: String,
    faults: Faults,
}

/// `GET /dang-nhap`
pub async fn form(State(site): State<Site>, asked: Typed) -> Response {
    let (page, next) = (Page::new(&site, "Đăng nhập"), asked.at("next").to_owned());
    let template = SignInPage { page, username: String::new(), next, faults: Faults::default() };
    show(StatusCode::OK, &template)
}

/// `POST /dang-nhap`
pub async fn post(
    State(site): State<Site>,
    Address(from): Address,
    jar: CookieJar,
    form: FormBody,
) -> Response {
    let (username, next) = (form.text("username"), form.text("next"));
    // A password may begin or end with a blank: it is taken as it was typed.
    let password = Typed::from(&form).at("password").to_owned();
    let former = sent_staff(&site, &jar);
    match actions::sign_in(&site, from, &username, password, former.as_deref()).await {
        Ok(signed_in) => {
            let target = local_path(&next).unwrap_or(WORK);
            with_cookie(Redirect::to(target).into_response(), &staff_cookie(&site, signed_in.0))
        }
        Err(failure) => refused(&site, username, next, &Problem::of(failure, &site.zone)),
    }
}

fn refused(site: &App, username: String, next: String, problem: &Problem) -> Response {
    let page = Page::new(site, "Lỗi: Đăng nhập");
    let faults = Faults(vec![Fault::new("", problem.title.clone())]);
    let mut response = show(problem.status, &SignInPage { page, username, next, faults });
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// `POST /dang-xuat`
pub async fn sign_out(State(site): State<Site>, staff: Option<Staff>) -> Result<Response, Problem> {
    if let Some(staff) = staff {
        let ended = actions::sign_out(&site, &staff.cookie).await;
        ended.map_err(|failure| Problem::of(failure, &site.zone))?;
    }
    Ok(with_cookie(Redirect::to("/").into_response(), &no_staff_cookie(&site)))
}

fn with_cookie(mut response: Response, cookie: &Cookie<'_>) -> Response {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
