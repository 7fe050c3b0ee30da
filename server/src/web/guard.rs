//! What stands before every handler: whose page sent it, who the visitor is, which headers go out.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use moderation::limits::{Action, Key};

use super::caller::{Address, Visitor, sent_visitor, visitor_cookie};
use super::pages;
use super::pages::language::{chosen, preferred};
use super::pages::question::came_from;
use super::problem::Problem;
use crate::app::{App, Site};

/// What an answer that is no page may do in a browser: nothing.
const CSP: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of one page: only scripts with its nonce run, and what they load; styles are our own; nothing is framed;
/// what a script inserts as HTML goes through one policy.
#[must_use]
pub fn page_policy(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; \
         require-trusted-types-for 'script'; trusted-types fragment; report-uri /csp-report"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CSP))
}

/// How much of a report is written down, in characters.
const REPORTED: usize = 300;

/// `POST /csp-report`: a browser tells what a page was kept from doing.
pub async fn csp_report(State(site): State<Site>, Address(from): Address, body: Bytes) -> StatusCode {
    #[derive(serde::Deserialize)]
    struct Told {
        #[serde(rename = "csp-report")]
        report: Report,
    }
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct Report {
        #[serde(default)]
        violated_directive: String,
        #[serde(default)]
        blocked_uri: String,
    }
    if site.limits.check(Action::ReportPerAddress, &Key::address(from)).await.is_err() {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    if let Ok(Told { report }) = serde_json::from_slice(&body) {
        let cut = |text: &str| text.chars().take(REPORTED).collect::<String>();
        let (directive, blocked) = (cut(&report.violated_directive), cut(&report.blocked_uri));
        tracing::warn!(%directive, %blocked, "a page was kept from something by its policy");
    }
    StatusCode::NO_CONTENT
}

/// Refuses an unsafe call that another site's page makes. A program sends neither header, and passes.
pub async fn same_origin(State(site): State<Site>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_same_origin(&site, request.headers()) {
        return next.run(request).await;
    }
    Problem::foreign_origin().into_response()
}

/// The site's address: the setting, or the one by which this page was asked for.
#[must_use]
pub fn origin(site: &App, headers: &HeaderMap) -> String {
    if !site.config.public_url.is_empty() {
        return site.config.public_url.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}")
}

/// Whether the headers say that one of our own pages, or no page at all, makes the call.
#[must_use]
pub fn is_same_origin(site: &App, headers: &HeaderMap) -> bool {
    // Every one of a header that was sent twice: which of them a proxy or a browser means is not for us to guess.
    let all = |name| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?"));
    let fetched_by_us = all("sec-fetch-site").all(|from| matches!(from, "same-origin" | "none"));
    let own = match site.config.public_url.as_str() {
        "" => format!("http://{}", all("host").next().unwrap_or_default()),
        url => url.to_owned(),
    };
    fetched_by_us && all("origin").all(|origin| origin == own)
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
    let lang = chosen(request.headers());
    // Who sent a form that could not be read finds the way back to it.
    let back = came_from(request.headers()).filter(|_| !is_page);
    // What begins like a call is a program's.
    let is_call = request.uri().path().trim_end_matches('/') == "/api";
    let response = next.run(request).await;
    if is_call {
        return response;
    }
    let Some(problem) = response.extensions().get::<Problem>() else { return response };
    if problem.status == StatusCode::UNAUTHORIZED && problem.kind == "sign-in-required" {
        return pages::sign_in_first(&path);
    }
    pages::problem(&site, problem, lang, back)
}

/// A program's problem in the language that it prefers.
pub async fn speak_to_programs(request: Request, next: Next) -> Response {
    let lang = preferred(request.headers());
    let response = next.run(request).await;
    match response.extensions().get::<Problem>() {
        Some(problem) if lang.is_english() => problem.clone().document(lang),
        _ => response,
    }
}
