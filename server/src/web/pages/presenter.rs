//! The projector's page (màn chiếu): what is being answered, what comes next, and how to ask, in letters for a hall.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use dialogue::rights::Act;
use qrcode::{EcLevel, QrCode};

use super::session::announced;
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::Reader;
use crate::views::shapes::{QuestionShape, SessionShape};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::parts::At;
use crate::web::problem::Problem;

/// What changes while the page stands.
#[derive(Template)]
#[template(path = "presenter_now.html")]
struct Now {
    session: SessionShape,
    on_stage: Option<QuestionShape>,
    next: Option<QuestionShape>,
    /// Whether whoever looks may put the next one on stage with a key.
    may_lead: bool,
}

#[derive(Template)]
#[template(path = "presenter.html")]
struct PresenterPage {
    page: Page,
    now: String,
    slug: String,
    title: String,
    /// The short address, as people type it.
    short: String,
    /// The same as a code for telephones: the path of an SVG, and how many modules it is wide.
    qr: String,
    modules: usize,
}

/// `GET /man-chieu/{slug}`; `?phan=1` is the part that changes, for the page's own script.
pub async fn presenter(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Option<Staff>,
    headers: HeaderMap,
    asked: Typed,
) -> Result<Response, Problem> {
    let now = now(&site, &slug, staff.as_ref()).await?;
    if asked.is("phan", "1") {
        return Ok(show(StatusCode::OK, &now));
    }
    let short = format!("{}/s{}", origin(&site, &headers), now.session.no);
    let (qr, modules) = code_of(&short).ok_or_else(Problem::unavailable)?;
    let template = PresenterPage {
        page: Page::new(&site, &now.session.title).presenting(&site),
        slug,
        title: now.session.title.clone(),
        now: now.render().map_err(|_| Problem::unavailable())?,
        short: short.split_once("://").map_or(short.clone(), |(_, rest)| rest.to_owned()),
        qr,
        modules,
    };
    Ok(show(StatusCode::OK, &template))
}

async fn now(site: &App, slug: &str, staff: Option<&Staff>) -> Result<Now, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, slug).await?;
    let may_lead = match staff {
        Some(staff) => Gate::of(&mut tx, &staff.person, session.clone(), None).await?.may(Act::Stage),
        None => false,
    };
    let no = session.no;
    let scene = site.reader.scene(&mut tx, session).await?;
    let on_stage: Vec<_> = tx.on_stage(no).await?.into_iter().collect();
    let mut queued = tx.queued(no).await?;
    // A private question is answered without the hall reading it.
    queued.retain(|filed| filed.question.is_readable());
    queued.truncate(1);
    Ok(Now {
        session: scene.session(),
        on_stage: Reader::questions(&mut tx, &scene, &on_stage).await?.pop(),
        next: Reader::questions(&mut tx, &scene, &queued).await?.pop(),
        may_lead,
    })
}

/// The address that people type: the setting, or the one by which this page was asked for.
fn origin(site: &App, headers: &HeaderMap) -> String {
    if !site.config.public_url.is_empty() {
        return site.config.public_url.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}")
}

/// A QR code as the path of an SVG of so many modules, quiet zone included (ISO/IEC 18004: four modules).
fn code_of(text: &str) -> Option<(String, usize)> {
    const QUIET: usize = 4;
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
        }
    }
    Some((path, width + 2 * QUIET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_has_its_three_corners() {
        let (path, modules) = code_of("http://127.0.0.1:8080/s2").expect("a short text fits");
        assert_eq!(modules, 25 + 8, "version 2 holds 26 bytes at level M");
        for corner in ["M4 4h1", "M28 4h1", "M4 28h1"] {
            assert!(path.contains(corner), "{corner}");
        }
    }
}
