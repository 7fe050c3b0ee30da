//! Staff accounts.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::person::{Person, Role};
use dialogue::text::PlainText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Item, Items, enter, once};
use crate::actions::{self, Failure, Fault, StaffChange, StaffInput};
use crate::app::{App, Site};
use crate::views::schema::{Code, Length};
use crate::web::api::me::{SignIns, open_sign_ins};
use crate::web::api::{found, told};
use crate::web::bodies::NAME;
use crate::web::caller::Staff;
use crate::web::json::JsonBody;
use crate::web::lines::{optional_line, take};
use crate::web::parts::At;
use crate::web::problem::Problem;

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct StaffBody {
    #[serde(default)]
    username: Option<String>,
    #[schemars(with = "Length<1, 80>")]
    name: String,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Vec<Code<Role>>>")]
    roles: Option<BTreeSet<Role>>,
    #[serde(default)]
    // A receipt must not keep it even as a hash: that would be a fast oracle beside the slow one.
    #[serde(skip_serializing)]
    #[schemars(with = "Option<Length<12, 128>>")]
    password: Option<String>,
}

impl StaffBody {
    fn lines(&self) -> Result<(String, String), Problem> {
        let mut faults: Vec<Fault> = Vec::new();
        let name = take("name", PlainText::line(&self.name, NAME), &mut faults);
        let title = optional_line("title", self.title.clone(), 1..=250, &mut faults);
        let text = |line: Option<PlainText>| line.map(PlainText::into_string).unwrap_or_default();
        if faults.is_empty() { Ok((text(name), text(title))) } else { Err(Problem::validation(faults)) }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Staff")]
pub struct StaffShape {
    username: String,
    name: String,
    title: String,
    unit: Option<String>,
    #[schemars(with = "Vec<Code<Role>>")]
    roles: BTreeSet<Role>,
}

impl From<Person> for StaffShape {
    fn from(person: Person) -> Self {
        let Person { username, name, title, unit, roles, .. } = person;
        Self { username, name, title, unit, roles }
    }
}

/// Everybody who can sign in, by username.
pub async fn list(State(site): State<Site>, staff: Staff) -> Result<Json<Items<StaffShape>>, Problem> {
    enter(&site, &staff).await?;
    let people = site.store.read().await?.people().await?;
    Ok(Json(Items { items: people.into_iter().map(StaffShape::from).collect() }))
}

/// A new account.
pub async fn create(
    State(site): State<Site>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<StaffBody>, Problem>,
) -> Result<(StatusCode, Json<Item<StaffShape>>), Problem> {
    let by = enter(&site, &staff).await?;
    let JsonBody(mut body) = body?;
    body.title.get_or_insert_default();
    body.roles.get_or_insert_default();
    let once = once(&headers, "create_staff", "", &staff.person, &body)?;
    let (name, title) = body.lines()?;
    let input = StaffInput {
        username: body.username.ok_or_else(|| Problem::fault("username", "Cần điền mục này."))?,
        password: body.password.ok_or_else(|| Problem::fault("password", "Cần điền mục này."))?,
        unit: body.unit.filter(|unit| !unit.is_empty()),
        roles: body.roles.unwrap_or_default(),
        name,
        title,
    };
    let username = match actions::create_staff(&site, by, input, once).await {
        Err(Failure::Repeated(username)) => username,
        other => told(&site, other)?.username,
    };
    Ok((StatusCode::CREATED, item(&site, &username).await?))
}

/// An account as it shall be: what is left out stays, an empty unit is none. With a password, it is reset and every
/// sign-in ends.
pub async fn save(
    State(site): State<Site>,
    At(username): At<String>,
    staff: Staff,
    body: Result<JsonBody<StaffBody>, Problem>,
) -> Result<Json<Item<StaffShape>>, Problem> {
    let by = enter(&site, &staff).await?;
    found(site.store.read().await?.account(&username).await)?;
    let JsonBody(body) = body?;
    let (name, title) = body.lines()?;
    let title = body.title.is_some().then_some(title);
    let (unit, roles, password) = (body.unit, body.roles, body.password);
    let change = StaffChange { username: username.clone(), name, title, unit, roles, password };
    told(&site, actions::save_staff(&site, by, change).await)?;
    item(&site, &username).await
}

/// The account goes, and with it every sign-in.
pub async fn delete(
    State(site): State<Site>,
    At(username): At<String>,
    staff: Staff,
) -> Result<StatusCode, Problem> {
    let by = enter(&site, &staff).await?;
    told(&site, actions::remove_staff(&site, by, username).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The open sign-ins of an account.
pub async fn sign_ins(
    State(site): State<Site>,
    At(username): At<String>,
    staff: Staff,
) -> Result<Json<SignIns>, Problem> {
    enter(&site, &staff).await?;
    let mut tx = site.store.read().await?;
    let person = found(tx.account(&username).await)?.person;
    let items = open_sign_ins(&mut tx, &site, person.id, &staff.cookie).await?;
    Ok(Json(SignIns { items }))
}

/// Ends all of them.
pub async fn close_sign_ins(
    State(site): State<Site>,
    At(username): At<String>,
    staff: Staff,
) -> Result<StatusCode, Problem> {
    let by = enter(&site, &staff).await?;
    told(&site, actions::close_all_sign_ins(&site, by, username).await)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn item(site: &App, username: &str) -> Result<Json<Item<StaffShape>>, Problem> {
    let account = found(site.store.read().await?.account(username).await)?;
    Ok(Json(Item { item: account.person.into() }))
}
