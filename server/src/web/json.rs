//! Bodies of programs' calls. Bytes that are no JSON are `malformed`; JSON of another shape is `validation` with the
//! dotted path of the field.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;
use uuid::Uuid;

use super::object::Object;
use super::problem::Problem;
use crate::actions::Fault;
use crate::app::Site;

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
        let bytes =
            Bytes::from_request(request, site).await.map_err(|rejection| refused_bytes(&rejection))?;
        // A call without a body means an empty one, whatever its headers call it.
        match bytes.is_empty() {
            true => parse_json(b"{}").map(Self),
            false if is_json => parse_json(&bytes).map(Self),
            false => Err(Problem::media_type()),
        }
    }
}

pub(super) fn refused_bytes(rejection: &BytesRejection) -> Problem {
    if rejection.status() == 413 { Problem::too_large() } else { Problem::malformed() }
}

/// Parses JSON: wrong syntax, NUL and over-deep nesting are malformed, another shape is a fault of its field.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    read_value(serde_json::from_slice(bytes).map_err(|_| Problem::malformed())?)
}

/// As [`parse_json`], for JSON that is parsed already.
pub fn read_value<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    if has_nul(&value) {
        return Err(Problem::malformed());
    }
    let body: Result<Object<T>, _> = serde_path_to_error::deserialize(value);
    body.map(|object| object.0).map_err(|error| {
        let at = dotted(error.path());
        let Some(missing) = missing_field(&error.inner().to_string()) else {
            return Problem::validation(vec![Fault::new(at, WRONG_VALUE)]);
        };
        let field = if at.is_empty() { missing } else { format!("{at}.{missing}") };
        Problem::validation(vec![Fault::new(field, "Cần điền mục này.")])
    })
}

/// `masks.0.start`: a place in an object, with dots between.
fn dotted(path: &serde_path_to_error::Path) -> String {
    let steps = path.iter().filter_map(|step| match step {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    steps.collect::<Vec<_>>().join(".")
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
