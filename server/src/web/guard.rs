//! What stands before every handler: whose page sent it, who the visitor is, which headers go out.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::caller::{Visitor, sent_visitor, visitor_cookie};
use super::pages;
use super::problem::Problem;
use crate::app::{App, Site};

/// Only our own code and styles run; nothing is framed; what a script inserts as HTML goes through one policy.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types fragment";

/// Refuses an unsafe call that another site's page makes. A program sends neither header, and passes.
pub async fn same_origin(State(site): State<Site>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_same_origin(&site, request.headers()) {
        return next.run(request).await;
    }
    Problem::foreign_origin().into_response()
}

/// Whether the headers say that one of our own pages, or no page at all, makes the call.
#[must_use]
pub fn is_same_origin(site: &App, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let fetched_by_us = text("sec-fetch-site").is_none_or(|from| matches!(from, "same-origin" | "none"));
    let ours = text("origin").is_none_or(|origin| {
        let own = &site.config.public_url;
        let host = text("host").unwrap_or_default();
        if own.is_empty() { origin == format!("http://{host}") } else { origin == own }
    });
    fetched_by_us && ours
}

/// Gives a browser without a valid cookie one; the handler sees the visitor either way.
pub async fn know_visitor(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let sent = sent_visitor(&site, request.headers());
    let visitor = Visitor { id: sent.unwrap_or_else(|| site.new_id()), known: sent.is_some() };
    request.extensions_mut().insert(visitor);
    let mut response = next.run(request).await;
    if !visitor.known {
        let cookie = visitor_cookie(&site, visitor.id).to_string();
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}

/// The longest that a call may take, its body included.
const CALL: Duration = Duration::from_secs(15);

/// Gives up on a call that takes too long, in words; what it has begun to write goes on.
pub async fn in_time(request: Request, next: Next) -> Response {
    let called = tokio::time::timeout(CALL, next.run(request)).await;
    called.unwrap_or_else(|_| Problem::unavailable().into_response())
}

/// The headers that every answer carries.
pub async fn harden(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CSP));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if site.config.is_https() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}

/// A person who meets a problem gets a page, a stranger at a staff page the way to sign in.
pub async fn show_problems(State(site): State<Site>, request: Request, next: Next) -> Response {
    // Only a page that was asked for can be returned to; a form's address cannot.
    let is_page = request.method() == Method::GET;
    let path = if is_page { request.uri().path() } else { "/lam-viec" }.to_owned();
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    if problem.status == StatusCode::UNAUTHORIZED && problem.kind == "sign-in-required" {
        return pages::sign_in_first(&path);
    }
    pages::problem(&site, problem)
}
