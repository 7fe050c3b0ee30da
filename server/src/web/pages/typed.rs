//! What a person typed: the fields of a form, or the words behind the `?` of an address.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::Site;
use crate::web::form::FormBody;

/// Texts by the names of their fields, to be read and shown again. As an extractor it reads the address and never
/// refuses: a page ignores what it does not understand.
#[derive(Clone, Debug, Default)]
pub struct Typed(HashMap<String, String>);

impl Typed {
    /// What stands in a field; empty when it is absent.
    #[must_use]
    pub fn at(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// Whether a field holds exactly this.
    #[must_use]
    pub fn is(&self, field: &str, value: &str) -> bool {
        self.at(field) == value
    }

    /// The word in a field, when its list knows it.
    #[must_use]
    pub fn word<T: std::str::FromStr>(&self, field: &str) -> Option<T> {
        self.at(field).parse().ok()
    }

    /// What stands in a field, unless that is blank.
    #[must_use]
    pub fn filled(&self, field: &str) -> Option<String> {
        Some(self.at(field).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl From<&FormBody> for Typed {
    fn from(form: &FormBody) -> Self {
        Self(form.typed())
    }
}

impl FromRequestParts<Site> for Typed {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        Ok(Self(pairs.into_iter().rev().collect()))
    }
}

/// A path of this site, so that nobody is sent elsewhere; a browser reads `\` as `/`.
#[must_use]
pub fn local_path(path: &str) -> Option<&str> {
    let strange = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains(strange);
    local.then_some(path)
}

/// The word with a capital, as it stands at the beginning of a line.
#[must_use]
pub fn capital(word: impl AsRef<str>) -> String {
    let mut rest = word.as_ref().chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(local_path("/lam-viec?a=b"), Some("/lam-viec?a=b"));
        for path in
            ["", "lam-viec", "//example.com", "/\\example.com", "https://example.com", "/\t/example.com"]
        {
            assert_eq!(local_path(path), None, "{path}");
        }
    }

    #[test]
    fn a_capital_is_one_letter_with_its_marks() {
        assert_eq!(capital("đang trực tiếp"), "Đang trực tiếp");
        assert_eq!(capital(""), "");
    }
}
