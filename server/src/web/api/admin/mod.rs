//! Administration by program: the lists of the site, staff and sessions. All of it is the administrator's alone.

mod holidays;
mod lists;
mod session_wish;
mod sessions;
mod staff;
mod words;

pub use holidays::HolidayBody;
pub use lists::{FieldBody, UnitBody};
pub use session_wish::{SessionPatch, SessionWish};
pub use sessions::{
    ExtendBody, NoteBody, NoticeBody, SeqBody, act, create as create_session, edit as edit_session, extend,
    notice,
};
pub use staff::{
    StaffBody, StaffShape, close_sign_ins, create as create_staff, delete as delete_staff,
    list as list_staff, save as save_staff, sign_ins,
};
pub use words::{MaskwordsBody, ReasonBody, SynonymBody, TemplateBody, WatchwordsBody};

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use dialogue::person::{Actor, Capacity, Person};
use dialogue::text::{is_slug, slug};
use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::told;
use crate::actions::{self, Entry, Failure, Fault, Once, Put};
use crate::app::{App, Site};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::parts::At;
use crate::web::problem::Problem;

/// The longest key of an entry, in characters.
const LONGEST_KEY: usize = 80;
/// The length of the name of an entry, in characters.
pub const NAME: std::ops::RangeInclusive<usize> = 1..=250;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ItemsOf{T}")]
pub struct Items<T> {
    pub items: Vec<T>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ItemOf{T}")]
pub struct Item<T> {
    pub item: T,
}

/// What is sent for an entry of one of the site's lists.
pub trait ListBody: DeserializeOwned + Serialize + JsonSchema + Send + 'static {
    type Entry: Entry;
    /// How the entry is told.
    type Shape: Serialize + JsonSchema + Send + for<'a> From<&'a Self::Entry>;

    /// The same with the defaults that depend on nothing filled in: with and without them it is the same call.
    #[must_use]
    fn filled(self) -> Self {
        self
    }

    /// The entry, under the key of the address or, for a new one, under its own or one made from its name.
    ///
    /// # Errors
    /// All faults, each with its field.
    fn read(self, key: Option<String>, known: &[Self::Entry]) -> Result<Self::Entry, Vec<Fault>>;
}

/// The administrator, or a refusal.
async fn enter(site: &App, staff: &Staff) -> Result<Actor, Problem> {
    Gate::of_site(&mut site.store.read().await?, &staff.person).await?;
    Ok(Actor::staff(&staff.person, Capacity::Admin))
}

fn once(
    headers: &HeaderMap,
    verb: &str,
    about: &str,
    by: &Person,
    body: &impl Serialize,
) -> Result<Once, Problem> {
    Ok(Once::new(idempotency_key(headers)?, &json!([verb, about, by.username, body])))
}

/// A list, in its order.
pub async fn list<B: ListBody>(
    State(site): State<Site>,
    staff: Staff,
) -> Result<Json<Items<B::Shape>>, Problem> {
    enter(&site, &staff).await?;
    let entries = B::Entry::all(&mut site.store.read().await?).await?;
    Ok(Json(Items { items: entries.iter().map(B::Shape::from).collect() }))
}

/// A new entry.
pub async fn create<B: ListBody>(
    State(site): State<Site>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<B>, Problem>,
) -> Result<(StatusCode, Json<Item<B::Shape>>), Problem> {
    let by = enter(&site, &staff).await?;
    let body = body?.0.filled();
    let once = once(&headers, B::Entry::NOUN, "", &staff.person, &body)?;
    let known = B::Entry::all(&mut site.store.read().await?).await?;
    let entry = body.read(None, &known).map_err(Problem::validation)?;
    let key = entry.key().to_owned();
    let key = match actions::put(&site, by, entry, Put::New, once).await {
        Err(Failure::Repeated(first)) => first,
        other => told(&site, other.map(|()| key))?,
    };
    Ok((StatusCode::CREATED, item::<B>(&site, &key).await?))
}

/// Another wording of an entry that stands.
pub async fn replace<B: ListBody>(
    State(site): State<Site>,
    At(key): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<B>, Problem>,
) -> Result<Json<Item<B::Shape>>, Problem> {
    let by = enter(&site, &staff).await?;
    let known = B::Entry::all(&mut site.store.read().await?).await?;
    if known.iter().all(|entry| entry.key() != key) {
        return Err(Problem::not_found());
    }
    let body = body?.0.filled();
    let once = once(&headers, B::Entry::NOUN, &key, &staff.person, &body)?;
    let entry = body.read(Some(key.clone()), &known).map_err(Problem::validation)?;
    told(&site, actions::once(actions::put(&site, by, entry, Put::Known, once).await, ()))?;
    item::<B>(&site, &key).await
}

/// An entry that nothing refers to goes.
pub async fn delete<B: ListBody>(
    State(site): State<Site>,
    At(key): At<String>,
    staff: Staff,
) -> Result<StatusCode, Problem> {
    let by = enter(&site, &staff).await?;
    told(&site, actions::delete::<B::Entry>(&site, by, key).await)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn item<B: ListBody>(site: &App, key: &str) -> Result<Json<Item<B::Shape>>, Problem> {
    let entries = B::Entry::all(&mut site.store.read().await?).await?;
    let entry = entries.iter().find(|entry| entry.key() == key).ok_or_else(Problem::not_found)?;
    Ok(Json(Item { item: B::Shape::from(entry) }))
}

/// The key of the address, the wished one, or one made from the name: `u-so-xay-dung`, and with a number behind it when
/// that is taken.
fn key<E: Entry>(
    given: Option<String>,
    wish: Option<String>,
    (prefix, name): (&str, &str),
    known: &[E],
    faults: &mut Vec<Fault>,
) -> String {
    if let Some(given) = given {
        return given;
    }
    let wish = wish.filter(|wish| !wish.trim().is_empty());
    let Some(wish) = wish else {
        let made: String = format!("{prefix}{}", slug(name)).chars().take(LONGEST_KEY - 4).collect();
        let is_free = |key: &String| known.iter().all(|entry| entry.key() != key);
        let numbered = (2..).map(|n| format!("{made}-{n}"));
        return std::iter::once(made.clone()).chain(numbered).find(is_free).unwrap_or(made);
    };
    // Reasons and templates have keys with underscores, such as `others_data`.
    if !is_slug(&wish.replace('_', "-")) {
        faults.push(Fault::new(E::KEY, "Mã có 3 đến 80 ký tự: a-z, 0-9, gạch nối."));
    }
    wish
}
