//! Sessions: prepared, changed, moved.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::person::{Person, Role};
use dialogue::rights::Act;
use dialogue::session::Session;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::once;
use super::session_wish::{SessionPatch, SessionWish};
use crate::actions::{self, Failure, Once, SessionMove};
use crate::app::{App, Site};
use crate::views::schema::{Between, Length};
use crate::web::api::sessions::SessionBody;
use crate::web::api::{found, told};
use crate::web::caller::Staff;
use crate::web::gate::{Gate, behind};
use crate::web::json::JsonBody;
use crate::web::lines::text_of;
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::web::verbs::NOTE;

/// What a move may bring; only a cancellation needs it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct NoteBody {
    #[serde(default)]
    #[schemars(with = "Length<1, 2000>", required)]
    note: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct ExtendBody {
    #[serde(default)]
    #[schemars(with = "Option<Between<1, 240>>")]
    minutes: Option<i64>,
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct NoticeBody {
    #[schemars(with = "Length<1, 2000>")]
    text: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SeqBody {
    pub seq: i64,
}

/// A new session, as a draft.
pub async fn create(
    State(site): State<Site>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<SessionWish>, Problem>,
) -> Result<(StatusCode, Json<SessionBody>), Problem> {
    super::enter(&site, &staff).await?;
    let body = body?.0.filled();
    let once = once(&headers, "create_session", "", &staff.person, &body)?;
    let input = body.read(&site.zone).map_err(Problem::validation)?;
    let slug = match actions::create_session(&site, staff.person, input, once).await {
        Err(Failure::Repeated(slug)) => slug,
        other => told(&site, other)?.slug,
    };
    Ok((StatusCode::CREATED, session_body(&site, &slug).await?))
}

/// What is written about a session changes.
pub async fn edit(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<SessionPatch>, Problem>,
) -> Result<Json<SessionBody>, Problem> {
    let gate = Gate::enter(&site, &staff.person, &slug, Act::EditSession).await?;
    let patch = body?.0.known();
    let once = once(&headers, "edit_session", &slug, &staff.person, &patch)?;
    let (no, zone) = (gate.session.no, site.zone.clone());
    let make = move |session: &Session, people: &[(Person, Role)]| {
        SessionWish::of(session, people, &zone).patched(patch)?.read(&zone).map_err(Failure::Invalid)
    };
    told(&site, actions::edit_session(&site, staff.person, slug, make, once).await)?;
    // By its number: its address may have changed.
    let session = found(site.store.read().await?.session(no).await)?;
    session_body(&site, &session.slug).await
}

/// announce, open, start, pause, resume, end, archive, cancel.
pub async fn act(
    act: Act,
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<NoteBody>, Problem>,
) -> Result<Json<SessionBody>, Problem> {
    Gate::enter(&site, &staff.person, &slug, act).await?;
    let JsonBody(body) = body?;
    let once = once(&headers, act.code(), &slug, &staff.person, &body)?;
    let step = match act {
        Act::Cancel => {
            let note = text_of("note", body.note.as_deref().unwrap_or_default(), NOTE)?;
            SessionMove::Cancel(note.into_string())
        }
        _ => SessionMove::of(act).ok_or_else(Problem::not_found)?,
    };
    make(&site, staff.person, slug, step, once).await
}

/// The end moves.
pub async fn extend(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<ExtendBody>, Problem>,
) -> Result<Json<SessionBody>, Problem> {
    Gate::enter(&site, &staff.person, &slug, Act::Extend).await?;
    let JsonBody(mut body) = body?;
    let more = *body.minutes.get_or_insert(SessionMove::EXTENSION);
    let once = once(&headers, "extend", &slug, &staff.person, &body)?;
    if !(1..=240).contains(&more) {
        return Err(Problem::fault("minutes", "Mỗi lần kéo dài từ 1 đến 240 phút."));
    }
    make(&site, staff.person, slug, SessionMove::Extend(more), once).await
}

/// A sentence to everybody in the session.
pub async fn notice(
    State(site): State<Site>,
    At(slug): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<NoticeBody>, Problem>,
) -> Result<Json<SeqBody>, Problem> {
    let read = || {
        let JsonBody(body) = body?;
        let once = once(&headers, "notice", &slug, &staff.person, &body)?;
        Ok((text_of("text", &body.text, NOTE)?, once))
    };
    let (text, once) = behind(Gate::enter(&site, &staff.person, &slug, Act::Notice), read()).await?;
    let seq = told(&site, actions::notice(&site, staff.person, slug, text, once).await)?;
    Ok(Json(SeqBody { seq }))
}

async fn make(
    site: &App,
    by: Person,
    slug: String,
    step: SessionMove,
    once: Once,
) -> Result<Json<SessionBody>, Problem> {
    told(site, actions::move_session(site, by, slug.clone(), step, once).await)?;
    session_body(site, &slug).await
}

async fn session_body(site: &App, slug: &str) -> Result<Json<SessionBody>, Problem> {
    let mut tx = site.store.read().await?;
    let session = found(tx.session_by_slug(slug).await)?;
    let scene = site.reader.scene(&mut tx, session).await?;
    Ok(Json(SessionBody { session: scene.session() }))
}
