//! Sessions: prepared, changed, moved.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::rights::Act;
use dialogue::session::Session;
use dialogue::text::PlainText;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Tx;

use super::once;
use crate::actions::{self, Failure, Fault, Naming, Once, SessionInput, SessionMove};
use crate::app::{App, Site};
use crate::views::schema::{Between, Length, Moment};
use crate::web::api::sessions::SessionBody;
use crate::web::api::{found, told};
use crate::web::bodies::{optional_line, take};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, read_value};
use crate::web::parts::At;
use crate::web::problem::Problem;
use crate::web::verbs::{NOTE, TITLE};

/// The longest summary, in characters.
const SUMMARY: std::ops::RangeInclusive<usize> = 0..=2_000;
/// The longest place or address, in characters.
const LINE: std::ops::RangeInclusive<usize> = 1..=500;
/// Minutes that a session lasts unless said otherwise.
const DURATION: i64 = 120;
/// Minutes by which one press moves the end.
const EXTENSION: i64 = 15;

/// A session as it shall be: people by username, times of RFC 3339.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct SessionWish {
    #[schemars(with = "Length<1, 250>")]
    title: String,
    #[schemars(with = "Moment")]
    start: String,
    #[serde(default)]
    slug: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Between<1, 1440>>")]
    duration_min: Option<i64>,
    #[serde(default)]
    #[schemars(with = "Option<Moment>")]
    questions_open: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Moment>")]
    questions_close: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    stream_url: Option<String>,
    #[serde(default)]
    host_unit: Option<String>,
    #[serde(default)]
    co_host_units: Option<Vec<String>>,
    #[serde(default)]
    respondent_units: Option<Vec<String>>,
    #[serde(default)]
    chair: Option<String>,
    #[serde(default)]
    host: Option<String>,
    #[serde(default)]
    secretary: Option<String>,
    #[serde(default)]
    moderators: Option<Vec<String>>,
    #[serde(default)]
    fields: Option<Vec<String>>,
    #[serde(default)]
    legal_basis: Option<Vec<String>>,
    #[serde(default)]
    allow_votes: Option<bool>,
}

/// Any members of a session; those that are left out stay as they are, null empties one (RFC 7396).
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub struct SessionPatch(serde_json::Map<String, Value>);

impl JsonSchema for SessionPatch {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SessionPatch".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = SessionWish::json_schema(generator);
        schema.remove("required");
        schema
    }
}

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

impl SessionWish {
    fn read(self, zone: &Zone) -> Result<SessionInput, Vec<Fault>> {
        let mut faults = Vec::new();
        let title = take("title", PlainText::line(&self.title, TITLE), &mut faults);
        let summary = self.summary.unwrap_or_default();
        let summary = take("summary", PlainText::new(&summary, SUMMARY), &mut faults);
        if self.start.is_empty() {
            faults.push(Fault::new("start", "Cần điền mục này."));
        }
        let start = time("start", Some(self.start), zone, &mut faults);
        let mut maybe =
            |field: &str, raw| optional_line(field, raw, LINE, &mut faults).map(PlainText::into_string);
        let (place, stream_url) = (maybe("place", self.place), maybe("stream_url", self.stream_url));
        let basis = self.legal_basis.unwrap_or_default();
        let basis = basis.into_iter().filter_map(|line| maybe("legal_basis", Some(line))).collect();
        let word = |word: Option<String>| word.filter(|word| !word.is_empty());
        let input = SessionInput {
            title: title.map(PlainText::into_string).unwrap_or_default(),
            start: start.unwrap_or(Millis(0)),
            slug: word(self.slug),
            summary: summary.map(PlainText::into_string).unwrap_or_default(),
            duration_min: self.duration_min.unwrap_or(DURATION),
            questions_open: time("questions_open", self.questions_open, zone, &mut faults),
            questions_close: time("questions_close", self.questions_close, zone, &mut faults),
            place,
            stream_url,
            host_unit: word(self.host_unit),
            co_host_units: self.co_host_units.unwrap_or_default(),
            respondent_units: self.respondent_units.unwrap_or_default(),
            fields: self.fields.unwrap_or_default(),
            legal_basis: basis,
            allow_votes: self.allow_votes.unwrap_or(true),
            naming: Naming {
                chair: word(self.chair),
                host: word(self.host),
                secretary: word(self.secretary),
                moderators: self.moderators.unwrap_or_default(),
            },
        };
        if faults.is_empty() { Ok(input) } else { Err(faults) }
    }

    /// A session as it is, for a patch to be laid over it.
    fn of(session: &Session, people: &[(Person, Role)], zone: &Zone) -> Self {
        let named = |role: Role| {
            people.iter().filter(move |(_, named)| *named == role).map(|(person, _)| person.username.clone())
        };
        let time = |at: Millis| zone.rfc3339(at);
        let end = session.ends_at();
        Self {
            title: session.title.clone(),
            start: session.start.map(time).unwrap_or_default(),
            slug: Some(session.slug.clone()),
            summary: Some(session.summary.clone()),
            duration_min: Some(session.duration_min),
            questions_open: Some(time(session.questions_open)),
            // A close that was not chosen follows the end.
            questions_close: session.questions_close.filter(|close| Some(*close) != end).map(time),
            place: session.place.clone(),
            stream_url: session.stream_url.clone(),
            host_unit: session.host_unit.clone(),
            co_host_units: Some(session.co_host_units.clone()),
            respondent_units: Some(session.respondent_units.clone()),
            chair: named(Role::Chair).next(),
            host: named(Role::Host).next(),
            secretary: named(Role::Secretary).next(),
            moderators: Some(named(Role::Moderator).collect()),
            fields: Some(session.fields.clone()),
            legal_basis: Some(session.legal_basis.clone()),
            allow_votes: Some(session.allow_votes),
        }
    }
}

fn time(field: &str, raw: Option<String>, zone: &Zone, faults: &mut Vec<Fault>) -> Option<Millis> {
    let raw = raw.filter(|raw| !raw.is_empty())?;
    let at = zone.parse_rfc3339(&raw);
    if at.is_none() {
        faults.push(Fault::new(field, "Thời điểm ghi như 2026-09-24T08:30:00+07:00."));
    }
    at
}

/// A new session, as a draft.
pub async fn create(
    State(site): State<Site>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<SessionWish>, Problem>,
) -> Result<(StatusCode, Json<SessionBody>), Problem> {
    super::enter(&site, &staff).await?;
    let JsonBody(body) = body?;
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
    let gate = enter(&site, &staff, &slug, Act::EditSession).await?;
    let JsonBody(SessionPatch(patch)) = body?;
    let once = once(&headers, "edit_session", &slug, &staff.person, &patch)?;
    let mut tx = site.store.read().await?;
    let people = site.reader.people(&mut tx, gate.session.no).await?;
    drop(tx);
    let mut wish = serde_json::to_value(SessionWish::of(&gate.session, &people, &site.zone))
        .map_err(|_| Problem::unavailable())?;
    for (name, value) in patch {
        wish[name] = value;
    }
    let wish: SessionWish = read_value(wish)?;
    let input = wish.read(&site.zone).map_err(Problem::validation)?;
    let no = gate.session.no;
    told(&site, actions::edit_session(&site, staff.person, slug, input, once).await)?;
    // By its number: its address may have changed.
    let session = found(site.store.read().await?.session(no).await)?;
    session_body(&site, &session.slug).await
}

/// The right to move or change a session, before anything of the body is looked at.
async fn enter(site: &App, staff: &Staff, slug: &str, act: Act) -> Result<Gate, Problem> {
    let mut tx: Tx = site.store.read().await?;
    let gate = Gate::of_log(&mut tx, &staff.person, slug).await?;
    gate.must(&[act])?;
    Ok(gate)
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
    enter(&site, &staff, &slug, act).await?;
    let JsonBody(body) = body?;
    let once = once(&headers, act.code(), &slug, &staff.person, &body)?;
    let step = match act {
        Act::Announce => SessionMove::Announce,
        Act::Open => SessionMove::Open,
        Act::Start => SessionMove::Start,
        Act::Pause => SessionMove::Pause,
        Act::Resume => SessionMove::Resume,
        Act::End => SessionMove::End,
        Act::Archive => SessionMove::Archive,
        Act::Cancel => {
            SessionMove::Cancel(text("note", body.note.as_deref().unwrap_or_default())?.into_string())
        }
        _ => return Err(Problem::not_found()),
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
    enter(&site, &staff, &slug, Act::Extend).await?;
    let JsonBody(body) = body?;
    let once = once(&headers, "extend", &slug, &staff.person, &body)?;
    let more = body.minutes.unwrap_or(EXTENSION);
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
    enter(&site, &staff, &slug, Act::Notice).await?;
    let JsonBody(body) = body?;
    let once = once(&headers, "notice", &slug, &staff.person, &body)?;
    let text = text("text", &body.text)?;
    let seq = told(&site, actions::notice(&site, staff.person, slug, text, once).await)?;
    Ok(Json(SeqBody { seq }))
}

fn text(field: &str, raw: &str) -> Result<PlainText, Problem> {
    PlainText::new(raw, NOTE).map_err(|fault| Problem::fault(field, &fault.vietnamese()))
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
