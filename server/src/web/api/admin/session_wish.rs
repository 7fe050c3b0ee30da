//! A session as it is sent: what is wished, and a patch that is laid over what stands.

use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::person::{Person, Role};
use dialogue::session::Session;
use dialogue::text::PlainText;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::StoreError;

use crate::actions::{Failure, Fault, Naming, SessionInput};
use crate::views::schema::{Between, Length, Moment};
use crate::web::json::read_value;
use crate::web::lines::{optional_line, take};
use crate::web::verbs::TITLE;

const SUMMARY: std::ops::RangeInclusive<usize> = 0..=SessionInput::SUMMARY;
const LINE: std::ops::RangeInclusive<usize> = 1..=SessionInput::LINE;
/// The members of a session that can be sent.
const MEMBERS: [&str; 19] = [
    "title",
    "start",
    "slug",
    "summary",
    "duration_min",
    "questions_open",
    "questions_close",
    "place",
    "stream_url",
    "host_unit",
    "co_host_units",
    "respondent_units",
    "chair",
    "host",
    "secretary",
    "moderators",
    "fields",
    "legal_basis",
    "allow_votes",
];

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
pub struct SessionPatch(Map<String, Value>);

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

impl SessionPatch {
    /// The members that a session has; others are ignored.
    #[must_use]
    pub fn known(self) -> Map<String, Value> {
        let mut patch = self.0;
        patch.retain(|name, _| MEMBERS.contains(&name.as_str()));
        patch
    }
}

impl SessionWish {
    /// The same with the defaults that depend on nothing filled in: with and without them it is the same call.
    #[must_use]
    pub fn filled(mut self) -> Self {
        self.summary.get_or_insert_default();
        self.duration_min.get_or_insert(SessionInput::DURATION);
        self.co_host_units.get_or_insert_default();
        self.respondent_units.get_or_insert_default();
        self.moderators.get_or_insert_default();
        self.fields.get_or_insert_default();
        self.legal_basis.get_or_insert_default();
        self.allow_votes.get_or_insert(true);
        self
    }

    /// The verb's input.
    ///
    /// # Errors
    /// All faults, each with its field.
    pub fn read(self, zone: &Zone) -> Result<SessionInput, Vec<Fault>> {
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
            duration_min: self.duration_min.unwrap_or(SessionInput::DURATION),
            questions_open: time("questions_open", self.questions_open, zone, &mut faults),
            questions_close: time("questions_close", self.questions_close, zone, &mut faults),
            place,
            stream_url,
            host_unit: word(self.host_unit),
            co_host_units: once_each(self.co_host_units.unwrap_or_default()),
            respondent_units: once_each(self.respondent_units.unwrap_or_default()),
            fields: once_each(self.fields.unwrap_or_default()),
            legal_basis: basis,
            allow_votes: self.allow_votes.unwrap_or(true),
            naming: Naming {
                chair: word(self.chair),
                host: word(self.host),
                secretary: word(self.secretary),
                moderators: once_each(self.moderators.unwrap_or_default()),
            },
        };
        if faults.is_empty() { Ok(input) } else { Err(faults) }
    }

    /// The same with a patch laid over it.
    ///
    /// # Errors
    /// The faults of its members.
    pub fn patched(self, patch: Map<String, Value>) -> Result<Self, Failure> {
        let mut whole = serde_json::to_value(self).map_err(StoreError::from)?;
        for (name, value) in patch {
            whole[name] = value;
        }
        read_value(whole).map_err(|problem| Failure::Invalid(problem.errors))
    }

    /// A session as it is, for a patch to be laid over it.
    #[must_use]
    pub fn of(session: &Session, people: &[(Person, Role)], zone: &Zone) -> Self {
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

/// What is named twice stands once, in the order of the first time.
fn once_each(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().filter(|name| seen.insert(name.clone())).collect()
}

fn time(field: &str, raw: Option<String>, zone: &Zone, faults: &mut Vec<Fault>) -> Option<Millis> {
    let raw = raw.filter(|raw| !raw.is_empty())?;
    let at = zone.parse_rfc3339(&raw);
    if at.is_none() {
        faults.push(Fault::new(field, "Thời điểm ghi như 2026-09-24T08:30:00+07:00."));
    }
    at
}
