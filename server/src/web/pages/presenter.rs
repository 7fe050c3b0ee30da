//! The projector's page (màn chiếu): what is being answered, what comes next, and how to ask, in letters for a hall.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use dialogue::Millis;
use dialogue::clock::{days, hours, minutes};
use dialogue::rights::Act;
use dialogue::session::SessionState;
use qrcode::{EcLevel, QrCode};

use super::session::announced;
use super::typed::Typed;
use super::{Page, show};
use crate::app::{App, Site};
use crate::views::Reader;
use crate::views::shapes::{QuestionShape, SessionShape};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::guard::origin;
use crate::web::parts::At;
use crate::web::problem::Problem;

/// The longest text that a hall reads whole, in characters; of a longer one its title and its beginning are shown.
const WHOLE: usize = 600;
const BEGINNING: usize = 480;
/// The longest session title in the head of the screen, in characters.
const TOPIC: usize = 100;

/// What changes while the page stands.
#[derive(Template)]
#[template(path = "presenter_now.html")]
struct Now {
    session: SessionShape,
    on_stage: Option<QuestionShape>,
    next: Option<QuestionShape>,
    /// "Bắt đầu sau 25 phút", before the start.
    countdown: String,
    /// Whether whoever looks may put the next one on stage with a key.
    may_lead: bool,
}

impl Now {
    /// What the code on the screen leads to.
    fn invitation(&self) -> &'static str {
        match self.session.state {
            SessionState::Ended | SessionState::Archived | SessionState::Cancelled => "Đọc câu trả lời",
            SessionState::Scheduled => "Vào trang của phiên",
            _ => "Gửi câu hỏi",
        }
    }

    /// What the hall is told while nothing is on stage.
    fn line(&self) -> &str {
        match self.session.state {
            SessionState::Scheduled | SessionState::Draft => "",
            SessionState::Collecting => "Mời anh, chị gửi câu hỏi trước.",
            SessionState::Live => "Mời anh, chị gửi câu hỏi.",
            SessionState::Paused => "Phiên tạm nghỉ, xin chờ trong giây lát. Vẫn nhận câu hỏi.",
            SessionState::Ended | SessionState::Archived => "Cảm ơn anh, chị đã tham gia.",
            SessionState::Cancelled => self.session.shown.note.as_deref().unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "presenter.html")]
struct PresenterPage {
    page: Page,
    now: String,
    slug: String,
    title: String,
    topic: String,
    invitation: &'static str,
    code: Code,
}

/// The sheet that hangs in the hall.
#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage {
    page: Page,
    session: SessionShape,
    code: Code,
}

/// The short address, as people type it, and as a code for telephones.
struct Code {
    short: String,
    /// The path of an SVG, and how many modules it is wide.
    qr: String,
    modules: usize,
}

impl Code {
    fn of(site: &App, headers: &HeaderMap, no: i64) -> Result<Self, Problem> {
        let address = format!("{}/s{no}", origin(site, headers));
        let (qr, modules) = code_of(&address).ok_or_else(Problem::unavailable)?;
        let short = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).to_owned();
        Ok(Self { short, qr, modules })
    }
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
    let template = PresenterPage {
        page: Page::new(&site, &now.session.title).presenting(&site),
        slug,
        title: now.session.title.clone(),
        topic: beginning(&now.session.title, TOPIC),
        invitation: now.invitation(),
        code: Code::of(&site, &headers, now.session.no)?,
        now: now.render().map_err(|_| Problem::unavailable())?,
    };
    Ok(show(StatusCode::OK, &template))
}

/// `GET /man-chieu/{slug}/to-in`: one A4 sheet with the code, for the doors of the hall.
pub async fn sheet(
    State(site): State<Site>,
    At(slug): At<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let mut tx = site.reader.begin().await?;
    let session = announced(&mut tx, &slug).await?;
    let session = site.reader.scene(&mut tx, session).await?.session();
    let template = SheetPage {
        page: Page::new(&site, format!("Giấy mã QR: {}", session.title)),
        code: Code::of(&site, &headers, session.no)?,
        session,
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
    let before = matches!(session.state, SessionState::Scheduled | SessionState::Collecting);
    let countdown =
        session.start.filter(|_| before).map(|start| until(start, site.now())).unwrap_or_default();
    let is_live = session.state == SessionState::Live;
    let goes_on = is_live || before || session.state == SessionState::Paused;
    let scene = site.reader.scene(&mut tx, session).await?;
    let on_stage: Vec<_> = tx.on_stage(no).await?.into_iter().collect();
    let mut queued = tx.queued(no).await?;
    // A private question is answered without the hall reading it.
    queued.retain(|filed| goes_on && filed.question.is_readable());
    queued.truncate(1);
    Ok(Now {
        session: scene.session(),
        on_stage: Reader::questions(&mut tx, &scene, &on_stage).await?.pop(),
        next: Reader::questions(&mut tx, &scene, &queued).await?.pop(),
        countdown,
        may_lead: may_lead && is_live,
    })
}

/// How long it still is, in words: nobody in a hall counts seconds.
fn until(start: Millis, now: Millis) -> String {
    let left = start.0 - now.0;
    let whole = |unit: i64| (left + unit - 1) / unit;
    match left {
        ..=0 => "Sắp bắt đầu".to_owned(),
        _ if left <= hours(1) => format!("Bắt đầu sau {} phút", whole(minutes(1))),
        _ if left <= days(1) => format!("Bắt đầu sau {} giờ", whole(hours(1))),
        _ => format!("Bắt đầu sau {} ngày", whole(days(1))),
    }
}

/// The whole text, or its beginning up to a word.
fn beginning(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let cut: String = text.chars().take(longest).collect();
    format!("{}…", cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(whole, _)| whole))
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
    fn the_time_until_the_start_is_told_in_words() {
        let told = |left| until(Millis(left), Millis(0));
        assert_eq!(told(days(2) - 1), "Bắt đầu sau 2 ngày");
        assert_eq!(told(hours(3) - minutes(20)), "Bắt đầu sau 3 giờ");
        assert_eq!(told(minutes(24) + 1), "Bắt đầu sau 25 phút");
        assert_eq!(told(0), "Sắp bắt đầu");
    }

    #[test]
    fn a_long_text_ends_after_a_word() {
        assert_eq!(beginning("Nước sạch cho xã", 16), "Nước sạch cho xã");
        assert_eq!(beginning("Nước sạch cho xã", 12), "Nước sạch…");
    }

    #[test]
    fn a_code_is_square_and_has_its_three_corners() {
        let (path, modules) = code_of("http://127.0.0.1:8080/s2").expect("a short text fits");
        assert_eq!(modules, 25 + 8, "version 2 holds 26 bytes at level M");
        for corner in ["M4 4h1", "M28 4h1", "M4 28h1"] {
            assert!(path.contains(corner), "{corner}");
        }
    }
}
