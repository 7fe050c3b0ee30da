//! Bodies of calls: JSON from programs and forms from people become the same checked input.
//!
//! Bytes that are no JSON are `malformed`; JSON of another shape, or a value that cannot be taken, is `validation` with
//! the dotted path of each field. Nothing here writes.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use dialogue::question::{Audience, Channel, Kind, Visibility};
use dialogue::text::PlainText;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Contact, Tx};
use uuid::Uuid;

use super::object::Object;
use super::problem::Problem;
use crate::actions::{AskInput, Failure, Fault};
use crate::app::Site;
use crate::keys::sha256;

/// The length of a question, in characters.
pub const QUESTION: std::ops::RangeInclusive<usize> = 10..=2_000;
/// The length of a name, in characters.
pub const NAME: std::ops::RangeInclusive<usize> = 1..=80;
/// The wording of the two consents that askers see; a change of the wording is a new version.
pub const CONSENT_VERSION: &str = "2026-11";

const WRONG_VALUE: &str = "Giá trị không đúng kiểu hoặc không có trong danh mục.";

/// A JSON body of this shape.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Site> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        let is_json =
            kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(Problem::media_type());
        }
        let bytes =
            Bytes::from_request(request, site).await.map_err(|rejection| refused_bytes(&rejection))?;
        parse_json(&bytes).map(Self)
    }
}

fn refused_bytes(rejection: &BytesRejection) -> Problem {
    if rejection.status() == 413 { Problem::too_large() } else { Problem::malformed() }
}

/// Parses JSON: wrong syntax, NUL and over-deep nesting are malformed, another shape is a fault of its field.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Problem::malformed())?;
    if has_nul(&value) {
        return Err(Problem::malformed());
    }
    let body: Result<Object<T>, _> = serde_path_to_error::deserialize(value);
    body.map(|object| object.0).map_err(|error| {
        let at = error.path().to_string();
        let at = if at == "." { String::new() } else { at };
        let Some(missing) = missing_field(&error.inner().to_string()) else {
            return Problem::validation(vec![Fault::new(at, WRONG_VALUE)]);
        };
        let field = if at.is_empty() { missing } else { format!("{at}.{missing}") };
        Problem::validation(vec![Fault::new(field, "Cần điền mục này.")])
    })
}

/// serde tells a field that is not there only in its sentence: "missing field `text`".
fn missing_field(sentence: &str) -> Option<String> {
    let (name, _) = sentence.strip_prefix("missing field `")?.split_once('`')?;
    Some(name.to_owned())
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

/// A posted form: pairs of names and values. Repeated names are kept in order.
pub struct FormBody(Vec<(String, String)>);

impl FromRequest<Site> for FormBody {
    type Rejection = Problem;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Problem> {
        let bytes =
            Bytes::from_request(request, site).await.map_err(|rejection| refused_bytes(&rejection))?;
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| Problem::malformed())?;
        let bad = |text: &str| text.contains(['\0', char::REPLACEMENT_CHARACTER]);
        if pairs.iter().any(|(name, value)| bad(name) || bad(value)) {
            return Err(Problem::malformed());
        }
        Ok(Self(pairs))
    }
}

impl FormBody {
    /// The first value of a field, trimmed; `None` when it is absent or blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }

    /// As [`FormBody::get`], empty when absent.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// Every value of a field that is not blank.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        let mine = self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
        mine.filter(|value| !value.is_empty()).map(str::to_owned).collect()
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value != "false")
    }

    /// Everything that was typed, to show it again.
    #[must_use]
    pub fn typed(&self) -> HashMap<String, String> {
        self.0.iter().rev().cloned().collect()
    }
}

/// The body of an ask, as programs send it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AskBody {
    pub text: String,
    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub audience: Option<Audience>,
    #[serde(default)]
    pub field: Option<String>,
    #[serde(default)]
    pub area: Option<String>,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default)]
    pub display_name: Option<String>,
    #[serde(default)]
    pub contact: Option<Object<ContactBody>>,
    #[serde(default)]
    pub consents: Option<Object<ConsentsBody>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ContactBody {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct ConsentsBody {
    #[serde(default)]
    pub publish_name: bool,
    #[serde(default)]
    pub contact: bool,
}

impl AskBody {
    /// The body that a form stands for; its fields bear the dotted names of the JSON.
    ///
    /// # Errors
    /// The faults of its pick-lists.
    pub fn of_form(form: &FormBody) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let kind = picked(form, "kind", &mut faults);
        let audience = picked(form, "audience", &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let text = |name: &str| form.get(name).map(str::to_owned);
        Ok(Self {
            text: form.text("text"),
            kind,
            audience,
            field: text("field"),
            area: text("area"),
            unit: text("unit"),
            display_name: text("display_name"),
            contact: Some(Object(ContactBody {
                name: text("contact.name"),
                phone: text("contact.phone"),
                email: text("contact.email"),
            })),
            consents: Some(Object(ConsentsBody {
                publish_name: form.ticked("consents.publish_name"),
                contact: form.ticked("consents.contact"),
            })),
        })
    }

    /// Whether the asker chose a unit.
    #[must_use]
    pub fn names_a_unit(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| !unit.trim().is_empty())
    }

    /// Refuses a unit that there is none of. A known one is not kept: whom the asker addressed is not who leads, which
    /// the moderator or the field's default unit decides.
    ///
    /// # Errors
    /// [`Failure::Invalid`]; what the store says.
    pub async fn must_name_a_unit(&self, tx: &mut Tx) -> Result<(), Failure> {
        let Some(named) = self.unit.as_deref().map(str::trim).filter(|unit| !unit.is_empty()) else {
            return Ok(());
        };
        let known = tx.units().await?.iter().any(|unit| unit.id == named);
        if known { Ok(()) } else { Err(Failure::invalid("unit", "Không có đơn vị này.")) }
    }

    /// Checks every field and makes the verb's input; all faults are told at once.
    ///
    /// # Errors
    /// The faults, each with the dotted path of its field.
    pub fn check(self, slug: &str, from: &AskFrom) -> Result<AskInput, Vec<Fault>> {
        let call = self.call_hash(slug);
        let mut faults = Vec::new();
        let text = take("text", PlainText::new(&self.text, QUESTION), &mut faults);
        let mut name = |field: &str, raw: Option<String>| optional_line(field, raw, NAME, &mut faults);
        let display_name = name("display_name", self.display_name);
        let contact = self.contact.unwrap_or_default().0;
        let (contact_name, phone, email) = (
            name("contact.name", contact.name),
            name("contact.phone", contact.phone),
            name("contact.email", contact.email),
        );
        check_phone(phone.as_deref(), &mut faults);
        check_email(email.as_deref(), &mut faults);
        let (Some(text), true) = (text, faults.is_empty()) else { return Err(faults) };
        let consents = self.consents.unwrap_or_default().0;
        let line = |text: Option<PlainText>| text.map(PlainText::into_string);
        Ok(AskInput {
            slug: slug.to_owned(),
            kind: self.kind.unwrap_or(Kind::Question),
            audience: self.audience.unwrap_or(Audience::Citizen),
            field: self.field.filter(|field| !field.is_empty()),
            area: self.area.filter(|area| !area.is_empty()),
            text,
            display_name,
            contact: Contact {
                name: line(contact_name),
                phone: line(phone),
                email: line(email),
                consent_publish: consents.publish_name,
                consent_contact: consents.contact,
                consent_version: CONSENT_VERSION.to_owned(),
                at: from.at,
            },
            channel: Channel::Web,
            visibility: Visibility::Public,
            entered_by: None,
            visitor: from.visitor,
            key: from.key,
            call,
            code: None,
        })
    }

    /// The hash of the call: the log asked in, and the known fields with their defaults filled in. A form, a program
    /// and a socket that send the same make the same hash.
    fn call_hash(&self, slug: &str) -> String {
        let blank = |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let contact = self.contact.clone().unwrap_or_default().0;
        let consents = self.consents.clone().unwrap_or_default().0;
        let call = serde_json::json!([
            "ask",
            slug,
            PlainText::new(&self.text, 0..=usize::MAX).map(PlainText::into_string).unwrap_or_default(),
            self.kind.unwrap_or(Kind::Question),
            self.audience.unwrap_or(Audience::Citizen),
            [blank(&self.field), blank(&self.area), blank(&self.unit), blank(&self.display_name)],
            [blank(&contact.name), blank(&contact.phone), blank(&contact.email)],
            [consents.publish_name, consents.contact],
        ]);
        sha256(&call.to_string())
    }
}

/// Where an ask comes from.
#[derive(Clone, Copy, Debug)]
pub struct AskFrom {
    pub visitor: Option<Uuid>,
    pub key: Uuid,
    /// Milliseconds: when the consents were given.
    pub at: i64,
}

/// The idempotency key of a program's call, if it sends one.
///
/// # Errors
/// A validation problem for a key that is no UUID.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<Uuid>, Problem> {
    let Some(sent) = headers.get("idempotency-key") else { return Ok(None) };
    let key = sent.to_str().ok().and_then(|key| Uuid::try_parse(key.trim()).ok());
    let fault = || Problem::validation(vec![Fault::new("Idempotency-Key", "Phải là một UUID.")]);
    key.map(Some).ok_or_else(fault)
}

/// The key of a form; one that is no UUID is none, for nobody who fills in a form can put it right.
#[must_use]
pub fn form_key(form: &FormBody) -> Option<Uuid> {
    form.get("idempotency_key").and_then(|key| Uuid::try_parse(key).ok())
}

fn picked<T: std::str::FromStr>(form: &FormBody, name: &str, faults: &mut Vec<Fault>) -> Option<T> {
    let word = form.get(name)?;
    let picked = word.parse().ok();
    if picked.is_none() {
        faults.push(Fault::new(name, "Hãy chọn một mục trong danh sách."));
    }
    picked
}

/// A text that must be there.
pub fn take(
    field: &str,
    text: Result<PlainText, dialogue::text::TextFault>,
    faults: &mut Vec<Fault>,
) -> Option<PlainText> {
    text.map_err(|fault| faults.push(Fault::new(field, fault.vietnamese()))).ok()
}

/// A line that may be absent.
pub fn optional_line(
    field: &str,
    raw: Option<String>,
    length: std::ops::RangeInclusive<usize>,
    faults: &mut Vec<Fault>,
) -> Option<PlainText> {
    let raw = raw.filter(|raw| !raw.trim().is_empty())?;
    take(field, PlainText::line(&raw, length), faults)
}

fn check_phone(phone: Option<&str>, faults: &mut Vec<Fault>) {
    let Some(phone) = phone else { return };
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    let fits = phone.chars().all(|c| c.is_ascii_digit() || " .-+()".contains(c));
    if !fits || !(8..=15).contains(&digits) {
        faults.push(Fault::new("contact.phone", "Số điện thoại có 8 đến 15 chữ số."));
    }
}

fn check_email(email: Option<&str>, faults: &mut Vec<Fault>) {
    let looks_right = |email: &str| {
        email.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !host.contains('@') && !email.contains(' ')
        })
    };
    if email.is_some_and(|email| !looks_right(email)) {
        faults.push(Fault::new("contact.email", "Thư điện tử có dạng ten@example.vn."));
    }
}
