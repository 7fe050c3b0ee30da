//! What a signed-in member of staff reads and changes about their own account.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dialogue::Millis;
use dialogue::person::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Tx;
use uuid::Uuid;

use super::told;
use crate::actions;
use crate::app::{App, Site};
use crate::keys::sha256;
use crate::views::schema::{Code, Length, Time};
use crate::web::caller::Staff;
use crate::web::json::JsonBody;
use crate::web::parts::At;
use crate::web::problem::Problem;

#[derive(Serialize, JsonSchema)]
pub struct Me {
    username: String,
    name: String,
    unit: Option<String>,
    #[schemars(with = "Vec<Code<Role>>")]
    roles: BTreeSet<Role>,
    sessions: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct SignIns {
    pub items: Vec<SignInShape>,
}

/// A signed-in browser.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SignInShape {
    pub id: String,
    #[schemars(with = "Time")]
    pub at: String,
    #[schemars(with = "Time")]
    pub seen_at: String,
    /// Whether the call came from it.
    pub current: bool,
    /// As a page says it.
    #[serde(skip)]
    pub shown: (String, String),
}

#[derive(Deserialize, JsonSchema)]
pub struct PasswordBody {
    old: String,
    #[schemars(with = "Length<12, 128>")]
    new: String,
}

/// Who is signed in, and the sessions in which they are named.
pub async fn me(State(site): State<Site>, staff: Staff) -> Result<Json<Me>, Problem> {
    let mut tx = site.store.read().await?;
    let mut sessions = Vec::new();
    for session in tx.sessions().await?.into_iter().filter(|session| !session.is_intake()) {
        if !actions::standing(&mut tx, &staff.person, &session, None).await?.roles.is_empty() {
            sessions.push(session.slug);
        }
    }
    let person = staff.person;
    let (username, name, unit, roles) = (person.username, person.name, person.unit, person.roles);
    Ok(Json(Me { username, name, unit, roles, sessions }))
}

/// A new password; every other sign-in of the account ends.
pub async fn set_password(
    State(site): State<Site>,
    staff: Staff,
    body: Result<JsonBody<PasswordBody>, Problem>,
) -> Result<StatusCode, Problem> {
    let JsonBody(body) = body?;
    let changed = actions::change_password(&site, &staff.person, &staff.cookie, body.old, body.new).await;
    told(&site, changed)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The account's open sign-ins, newest first.
pub async fn sign_ins(State(site): State<Site>, staff: Staff) -> Result<Json<SignIns>, Problem> {
    let mut tx = site.store.read().await?;
    let items = open_sign_ins(&mut tx, &site, staff.person.id, &staff.cookie).await?;
    Ok(Json(SignIns { items }))
}

/// Ends one of them.
pub async fn close_sign_in(
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
) -> Result<StatusCode, Problem> {
    told(&site, actions::close_sign_in(&site, staff.person.id, id).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The open sign-ins of an account, told to the browser with this cookie.
///
/// # Errors
/// What the store says.
pub async fn open_sign_ins(
    tx: &mut Tx,
    site: &App,
    person: Uuid,
    cookie: &str,
) -> Result<Vec<SignInShape>, Problem> {
    let own = sha256(cookie);
    let shape = |open: store::OpenSignIn| SignInShape {
        current: own.starts_with(&open.id),
        at: site.zone.rfc3339(Millis(open.at)),
        seen_at: site.zone.rfc3339(Millis(open.seen_at)),
        shown: (site.zone.long(Millis(open.at)), site.zone.long(Millis(open.seen_at))),
        id: open.id,
    };
    Ok(tx.open_sign_ins(person).await?.into_iter().map(shape).collect())
}
