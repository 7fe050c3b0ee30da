//! Small pages: the mark, the robots' file, and the texts that explain the site.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use dialogue::session::SessionState;

use super::{Page, show};
use crate::app::Site;
use crate::web::guard::origin;
use crate::web::problem::Problem;
use crate::words::Lang;

/// A lighthouse: a mark that belongs to no authority.
const MARK: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
    <rect width=\"32\" height=\"32\" rx=\"6\" fill=\"#0B4F6C\"/>\
    <path fill=\"#FFF\" d=\"M13.5 12h5l1.6 13h-8.2zM12.5 8h7v3h-7zM16 4.5l3.5 2.7h-7zM4.5 6.5l7 1.8v1.9l-7 1.8zM27.5 \
    6.5l-7 1.8v1.9l7 1.8zM9 26h14v1.8H9z\"/></svg>";

/// What search engines need not read: a person's own page, and the rooms of the staff.
const ROBOTS: &str = "User-agent: *\nDisallow: /tra-cuu/\nDisallow: /api/\nDisallow: /lam-viec\nDisallow: /ban-\n\
    Disallow: /dieu-phoi\nDisallow: /quan-tri\n";

/// How many answered questions of a session the map lists; the format takes 50,000 addresses in all.
const MOST_LISTED: i64 = 1_000;

/// A day: neither changes often, and nobody waits for it.
const A_DAY: &str = "public, max-age=86400";

#[derive(Template)]
#[template(path = "house_rules.html")]
struct HouseRules {
    page: Page,
}

#[derive(Template)]
#[template(path = "privacy.html")]
struct Privacy {
    page: Page,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    page: Page,
}

/// `GET /favicon.svg`
pub async fn favicon() -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, A_DAY)], MARK).into_response()
}

/// `GET /robots.txt`
pub async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, A_DAY)], ROBOTS)
        .into_response()
}

/// `GET /sitemap.xml`: the pages that search engines may read.
pub async fn sitemap(State(site): State<Site>, headers: HeaderMap) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let mut paths: Vec<String> =
        ["/", "/kho", "/gui-phan-anh", "/tra-cuu", "/noi-quy", "/quyen-rieng-tu", "/tro-giup"]
            .map(Into::into)
            .into();
    for session in tx.sessions().await?.iter().filter(|session| session.state != SessionState::Draft) {
        paths.push(format!("/phien/{}", session.slug));
        let page = store::Page { after: None, limit: MOST_LISTED };
        for filed in tx.approved_questions(session.no, true, store::Sort::Answered, page).await? {
            paths.push(format!("/cau-hoi/{}", filed.question.name));
        }
    }
    let origin = origin(&site, &headers);
    let urls = paths.iter().map(|path| format!("<url><loc>{origin}{path}</loc></url>\n"));
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</urlset>\n",
        urls.collect::<String>()
    );
    Ok(([(header::CONTENT_TYPE, "application/xml"), (header::CACHE_CONTROL, A_DAY)], xml).into_response())
}

/// `GET /noi-quy`
pub async fn house_rules(State(site): State<Site>, lang: Lang) -> Response {
    show(StatusCode::OK, &HouseRules { page: Page::said(&site, lang, "house-rules-title") })
}

/// `GET /quyen-rieng-tu`
pub async fn privacy(State(site): State<Site>, lang: Lang) -> Response {
    show(StatusCode::OK, &Privacy { page: Page::said(&site, lang, "privacy-title") })
}

/// `GET /tro-giup`
pub async fn help(State(site): State<Site>, lang: Lang) -> Response {
    show(StatusCode::OK, &Help { page: Page::said(&site, lang, "help-title") })
}
