//! The shape of `demo.json`. Fields that nothing replays are left out.

use std::collections::BTreeSet;

use dialogue::answer::{AnswerKind, Mode};
use dialogue::person::Role;
use dialogue::question::{Audience, Channel, Handling, Kind, Moderation, Stage, Visibility};
use dialogue::session::SessionState;
use serde::Deserialize;

use super::when::When;

#[derive(Debug, Deserialize)]
pub struct City {
    pub site: Site,
    pub units: Vec<Unit>,
    pub fields: Vec<dialogue::unit::Field>,
    pub users: Vec<User>,
    pub reject_reasons: Vec<dialogue::unit::Reason>,
    pub answer_templates: Vec<Template>,
    pub sessions: Vec<Session>,
    pub questions: Vec<Question>,
}

#[derive(Debug, Deserialize)]
pub struct Site {
    pub city: String,
    pub city_short: String,
    pub timezone: String,
    pub phone: String,
    pub disclaimer: String,
    pub code_prefix: String,
}

#[derive(Debug, Deserialize)]
pub struct Unit {
    pub id: String,
    pub name: String,
    pub short: String,
    pub kind: String,
    pub org_code: Option<String>,
    pub valid_from: Option<String>,
    pub valid_to: Option<String>,
    pub predecessors: Vec<String>,
    pub order: i64,
}

#[derive(Debug, Deserialize)]
pub struct User {
    pub id: String,
    pub name: String,
    pub title: String,
    pub unit: String,
    pub roles: BTreeSet<Role>,
}

#[derive(Debug, Deserialize)]
pub struct Template {
    pub key: String,
    pub label: String,
    pub text: String,
}

#[derive(Debug, Deserialize)]
pub struct Session {
    pub id: String,
    pub slug: String,
    pub state: SessionState,
    pub title: String,
    pub summary: String,
    pub start: When,
    pub duration_min: i64,
    pub questions_open: When,
    pub questions_close: When,
    pub place: Option<String>,
    pub host_unit: Option<String>,
    pub co_host_units: Vec<String>,
    pub respondent_units: Vec<String>,
    pub chair: String,
    pub host: String,
    pub secretary: String,
    pub moderators: Vec<String>,
    pub fields: Vec<String>,
    pub legal_basis: Vec<String>,
    pub allow_votes: bool,
}

#[derive(Debug, Deserialize)]
pub struct Question {
    pub id: String,
    pub code: String,
    pub session: Option<String>,
    pub kind: Kind,
    pub audience: Audience,
    pub author: Author,
    pub channel: Channel,
    pub field: Option<String>,
    pub lead_unit: Option<String>,
    pub support_units: Vec<String>,
    pub title: Option<String>,
    pub text: String,
    pub text_public: Option<String>,
    pub moderation: Moderation,
    pub handling: Handling,
    pub stage: Stage,
    pub visibility: Visibility,
    pub merged_into: Option<String>,
    pub reject_reason: Option<String>,
    pub moderator_note: Option<String>,
    pub votes: u64,
    pub at: When,
    pub due: Option<When>,
    pub answers: Vec<Answer>,
    pub transfers: Vec<Transfer>,
    pub rating: Option<Rating>,
}

#[derive(Debug, Deserialize)]
pub struct Author {
    pub name: Option<String>,
    pub public_name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub ward_unit: Option<String>,
    pub consent_publish: bool,
    pub consent_contact: bool,
}

#[derive(Debug, Deserialize)]
pub struct Answer {
    pub kind: AnswerKind,
    pub by: String,
    pub mode: Mode,
    pub at: When,
    pub text: String,
    pub legal_basis: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Transfer {
    pub at: When,
    pub to: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
pub struct Rating {
    pub score: i64,
    pub comment: Option<String>,
}
