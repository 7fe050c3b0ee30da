//! An official's answer: the draft, its publication, its later versions.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use dialogue::answer::Mode;
use dialogue::person::Person;
use dialogue::rights::Act;
use dialogue::text::PlainText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::desk::{DeskBody, desk_body};
use super::told;
use crate::actions::{self, DraftInput, Order, PublishInput, Version};
use crate::app::{App, Site};
use crate::views::schema::{Between, Code, Length};
use crate::web::caller::Staff;
use crate::web::gate::Gate;
use crate::web::json::{JsonBody, idempotency_key};
use crate::web::lines::text_of;
use crate::web::parts::At;
use crate::web::problem::Problem;

/// The length of an answer, in characters.
pub const ANSWER: std::ops::RangeInclusive<usize> = 1..=10_000;

/// What a revision may be: the whole numbers that JSON's readers tell apart (RFC 8259, section 6).
const REVISION: std::ops::Range<i64> = 0..1 << 53;

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct DraftBody {
    #[schemars(with = "Length<1, 10000>")]
    text: String,
    #[schemars(with = "Code<Mode>")]
    mode: Mode,
    #[serde(default)]
    legal_basis: Option<Vec<String>>,
    #[schemars(with = "Between<0, 9007199254740991>")]
    revision: i64,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct Revision {
    revision: i64,
}

/// Saves the draft; the first revision is 0.
pub async fn save(
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<DraftBody>, Problem>,
) -> Result<Json<Revision>, Problem> {
    let order = order(&site, staff.person, &id, Act::Draft).await?;
    let JsonBody(mut body) = body?;
    if !REVISION.contains(&body.revision) {
        return Err(Problem::fault("revision", "Phải là số nguyên không âm."));
    }
    body.legal_basis.get_or_insert_default();
    let order = order.keyed(idempotency_key(&headers)?, Act::Draft.code(), &json!(body));
    let input = DraftInput {
        text: answer_text("text", &body.text)?,
        mode: body.mode,
        legal_basis: basis(body.legal_basis.unwrap_or_default()),
        revision: body.revision,
    };
    let first = input.revision + 1;
    let saved = actions::save_draft(&site, order, input).await;
    let revision = told(&site, actions::once(saved, first))?;
    Ok(Json(Revision { revision }))
}

/// The order of a person who may do this with this question.
async fn order(site: &App, person: Person, id: &str, act: Act) -> Result<Order, Problem> {
    let mut tx = site.store.read().await?;
    let (gate, filed) = Gate::of_question(&mut tx, &person, id).await?;
    gate.must(&[act])?;
    Ok(Order::new(site, person, filed.question.name))
}

/// The verbs of an answer, as they stand in its address, and the right that each needs.
pub const VERBS: [(&str, Act); 6] = [
    ("submit", Act::Submit),
    ("return", Act::Return),
    ("publish", Act::Publish),
    ("correct", Act::Correct),
    ("addendum", Act::Addendum),
    ("retract", Act::RetractAnswer),
];

#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct ActBody {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Code<Mode>>")]
    mode: Option<Mode>,
    #[serde(default)]
    legal_basis: Option<Vec<String>>,
}

/// submit, return, publish, correct, addendum, retract.
pub async fn act(
    act: Act,
    State(site): State<Site>,
    At(id): At<String>,
    staff: Staff,
    headers: HeaderMap,
    body: Result<JsonBody<ActBody>, Problem>,
) -> Result<Json<DeskBody>, Problem> {
    let order = order(&site, staff.person.clone(), &id, act).await?;
    let name = order.name;
    let JsonBody(mut body) = body?;
    body.mode.get_or_insert(Mode::Written);
    body.legal_basis.get_or_insert_default();
    let order = order.keyed(idempotency_key(&headers)?, act.code(), &json!(body));
    let text = || answer_text("text", body.text.as_deref().unwrap_or_default());
    let note = || answer_text("note", body.note.as_deref().unwrap_or_default());
    let done = match act {
        Act::Submit => actions::submit_draft(&site, order, None).await,
        Act::Return => actions::return_draft(&site, order, note()?).await,
        Act::Publish => actions::publish(&site, order, PublishInput::default()).await,
        Act::Correct => {
            actions::version(&site, order, Version::Correct { text: text()?, note: note()? }).await
        }
        Act::Addendum => {
            let legal_basis = basis(body.legal_basis.clone().unwrap_or_default());
            let mode = body.mode.unwrap_or(Mode::Written);
            actions::version(&site, order, Version::Addendum { text: text()?, mode, legal_basis }).await
        }
        _ => actions::version(&site, order, Version::Retract { note: note()? }).await,
    };
    told(&site, actions::once(done, ()))?;
    Ok(Json(desk_body(&site, &staff.person, name).await?))
}

/// The lines that say something.
fn basis(lines: Vec<String>) -> Vec<String> {
    let lines = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn answer_text(field: &str, raw: &str) -> Result<String, Problem> {
    text_of(field, raw, ANSWER).map(PlainText::into_string)
}
