//! What a reader says on the socket: a frame becomes the same call that a program makes by HTTP, and its answer a
//! `reply`.

use dialogue::person::Person;
use dialogue::rights::Act;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Reader;
use crate::actions::{self, Once};
use crate::app::App;
use crate::live::Lens;
use crate::web::api::ask::ReceiptShape;
use crate::web::api::desk::{desk_body, pass, verb_of};
use crate::web::api::told;
use crate::web::api::vote::vote;
use crate::web::ask;
use crate::web::bodies::AskFrom;
use crate::web::gate::{Gate, behind};
use crate::web::json::read_value;
use crate::web::lines::text_of;
use crate::web::problem::Problem;
use crate::web::verbs::{NOTE, run};
use crate::words::Lang;

const NO_UUID: &str = "Phải là một UUID.";

/// What a frame asks for.
pub enum Said {
    Ping,
    Call(Call),
}

/// A call, with the reference under which it is answered.
pub struct Call {
    verb: String,
    reference: Value,
    body: Value,
}

/// Reads a frame; one that is none gets its reply at once.
///
/// # Errors
/// The reply to it.
pub fn read(text: &str) -> Result<Said, Value> {
    let Ok(body @ Value::Object(_)) = serde_json::from_str::<Value>(text) else {
        return Err(refused(Value::Null, &Problem::malformed()));
    };
    let reference = body.get("ref").cloned().unwrap_or_default();
    if !(reference.is_string() || reference.is_null()) {
        return Err(refused(Value::Null, &Problem::fault("ref", NO_UUID)));
    }
    match body.get("do").and_then(Value::as_str) {
        Some("ping") => Ok(Said::Ping),
        Some(verb) => Ok(Said::Call(Call { verb: verb.to_owned(), reference, body })),
        None => Err(refused(reference, &Problem::fault("do", "Cần điền mục này."))),
    }
}

/// Makes the call and tells its reply.
pub async fn answer(site: &App, reader: &Reader, call: Call) -> Value {
    let Call { verb, reference, body } = call;
    let done = match verb.as_str() {
        "ask" => asked(site, reader, &reference, body).await,
        "vote" => voted(site, reader, body).await,
        "notice" => noticed(site, reader, &reference, body).await,
        _ => decided(site, reader, &verb, &reference, body).await,
    };
    match done {
        Ok(Value::Object(mut answer)) => {
            answer.insert("ref".to_owned(), reference);
            answer.insert("ok".to_owned(), true.into());
            Value::Object(answer)
        }
        Ok(_) => refused(reference, &Problem::unavailable()),
        Err(problem) => refused(reference, &problem),
    }
}

fn refused(reference: Value, problem: &Problem) -> Value {
    json!({"ref": reference, "ok": false, "problem": problem.body(Lang::Vi)})
}

/// The reference as an idempotency key; without one, the call has none.
fn key(reference: &Value) -> Result<Option<Uuid>, Problem> {
    let Some(text) = reference.as_str() else { return Ok(None) };
    let key = Uuid::try_parse(text.trim());
    key.map(Some).map_err(|_| Problem::fault("ref", NO_UUID))
}

fn as_value(body: impl serde::Serialize) -> Result<Value, Problem> {
    serde_json::to_value(body).map_err(|_| Problem::unavailable())
}

async fn asked(site: &App, reader: &Reader, reference: &Value, body: Value) -> Result<Value, Problem> {
    let key = key(reference)?.unwrap_or_else(|| site.new_id());
    let from = AskFrom::visitor(reader.visitor.id, key, site.now());
    let receipt = ask::receive(site, &reader.slug, read_value(body)?, &from, reader.address.0).await;
    as_value(ReceiptShape::new(site, &told(site, receipt)?))
}

async fn voted(site: &App, reader: &Reader, body: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct VoteFrame {
        id: String,
        on: bool,
    }
    let VoteFrame { id, on } = read_value(body)?;
    as_value(vote(site, &id, reader.visitor, on).await?)
}

/// The member of staff behind a desk's stream, who may have lost the right since it was opened.
async fn person(site: &App, reader: &Reader) -> Result<Person, Problem> {
    // A stream of the public knows no one: whoever wants to decide signs in and opens the desk's.
    let cookie = reader.pass.as_ref().filter(|_| reader.lens == Lens::Desk);
    let cookie = cookie.ok_or_else(Problem::sign_in_required)?;
    let sign_in = actions::valid_sign_in(site, cookie).await?.ok_or_else(Problem::sign_in_required)?;
    actions::seen(site, cookie, &sign_in).await?;
    Ok(sign_in.person)
}

async fn decided(
    site: &App,
    reader: &Reader,
    verb: &str,
    reference: &Value,
    body: Value,
) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct Target {
        id: String,
    }
    let is_release = verb == "release";
    let act = if is_release { Some(Act::Lease) } else { verb_of(verb) };
    let act = act.ok_or_else(|| Problem::fault("do", "Không có thao tác này."))?;
    let person = person(site, reader).await?;
    let Target { id } = read_value(body.clone())?;
    let name = pass(site, &person, &id, act).await?;
    let key = key(reference)?;
    if is_release {
        told(site, actions::release(site, actions::Order::new(site, person.clone(), name)).await)?;
    } else {
        told(site, run(site, person.clone(), name, act, read_value(body)?, key).await)?;
    }
    as_value(desk_body(site, &person, name).await?)
}

async fn noticed(site: &App, reader: &Reader, reference: &Value, body: Value) -> Result<Value, Problem> {
    #[derive(Deserialize)]
    struct NoticeFrame {
        text: String,
    }
    let person = person(site, reader).await?;
    let read = || {
        let NoticeFrame { text } = read_value(body)?;
        let once =
            Once::new(key(reference)?, &json!(["notice", reader.slug, person.username, {"text": text}]));
        Ok((text_of("text", &text, NOTE)?, once))
    };
    let (text, once) = behind(Gate::enter(site, &person, &reader.slug, Act::Notice), read()).await?;
    let seq = told(site, actions::notice(site, person, reader.slug.clone(), text, once).await)?;
    Ok(json!({ "seq": seq }))
}
