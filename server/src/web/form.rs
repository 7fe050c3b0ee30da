//! Posted forms: pairs of names and values.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::json;
use uuid::Uuid;

use super::json::refused_bytes;
use super::problem::Problem;
use crate::actions::{Failure, Once};
use crate::app::Site;
use crate::words::Both;

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

    /// The same form with other values of a field.
    #[must_use]
    pub fn with(mut self, name: &str, values: Vec<String>) -> Self {
        self.0.retain(|(known, _)| known != name);
        // A blank one says that the form has the field though nothing is chosen.
        let blank = values.is_empty().then(String::new);
        self.0.extend(values.into_iter().chain(blank).map(|value| (name.to_owned(), value)));
        self
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

/// The key of a form, if it has one.
///
/// # Errors
/// [`Failure::Invalid`] for one that is no UUID, as for a program's.
pub fn form_key(form: &FormBody) -> Result<Option<Uuid>, Failure> {
    let Some(sent) = form.get("idempotency_key") else { return Ok(None) };
    let key = Uuid::try_parse(sent).map(Some);
    let message = Both::new(
        "Mã lần gửi không đúng. Xin bấm gửi một lần nữa.",
        "The form's key is not right. Please press send once more.",
    );
    key.map_err(|_| Failure::invalid("idempotency_key", message))
}

/// What a receipt must not keep even as a hash: it would be a fast oracle beside the slow one.
const SECRETS: [&str; 4] = ["idempotency_key", "password", "old", "new"];

/// The key of a form that is no verb of a question, with what tells this call from another one.
///
/// # Errors
/// As [`form_key`].
pub fn form_once(form: &FormBody, verb: &str, about: &str, by: &str) -> Result<Once, Failure> {
    let mut fields: Vec<&(String, String)> =
        form.0.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())).collect();
    fields.sort();
    Ok(Once::new(form_key(form)?, &json!([verb, about, by, fields])))
}
