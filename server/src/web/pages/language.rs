//! The language in which somebody reads, chosen by a link and kept by a cookie.

use axum::extract::{FromRequestParts, State};
use axum::http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};

use super::question::came_from;
use super::typed::Typed;
use crate::app::{App, Site};
use crate::words::Lang;

/// The cookie of the language.
const COOKIE: &str = "lang";

impl FromRequestParts<Site> for Lang {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Self::Rejection> {
        Ok(chosen(&parts.headers))
    }
}

/// The language that somebody chose here; Vietnamese for everybody else, whatever their browser was sold with.
#[must_use]
pub fn chosen(headers: &HeaderMap) -> Lang {
    kept(headers).unwrap_or_default()
}

fn kept(headers: &HeaderMap) -> Option<Lang> {
    Lang::named(CookieJar::from_headers(headers).get(COOKIE)?.value())
}

/// The language that a program prefers: the one chosen here, or that of its `Accept-Language`.
#[must_use]
pub fn preferred(headers: &HeaderMap) -> Lang {
    let sent = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    kept(headers).unwrap_or_else(|| Lang::accepted(sent.unwrap_or_default()))
}

/// `GET /ngon-ngu?lang=en`: back to the page that the link stood on, in the language it names.
pub async fn choose(State(site): State<Site>, headers: HeaderMap, asked: Typed) -> Response {
    let back = came_from(&headers).unwrap_or_else(|| "/".to_owned());
    let mut response = Redirect::to(&back).into_response();
    let sent = Lang::named(asked.at("lang")).map(|lang| cookie(&site, lang).to_string());
    if let Some(value) = sent.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

fn cookie(site: &App, lang: Lang) -> Cookie<'static> {
    let mut cookie = Cookie::new(COOKIE, lang.code());
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(site.config.is_https());
    cookie.set_max_age(time::Duration::days(365));
    cookie.set_path("/");
    cookie
}
