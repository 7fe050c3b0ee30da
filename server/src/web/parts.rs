//! The parts of a request's address, with problems of the contract where they cannot be read.

use std::collections::HashMap;
use std::str::FromStr;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::actions::Fault;
use crate::app::Site;
use crate::words::Both;

/// The parameters of a path; what cannot be read names nothing.
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Site> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Problem> {
        let read = Path::<T>::from_request_parts(parts, site).await;
        read.map(|Path(value)| Self(value)).map_err(|_| Problem::not_found())
    }
}

/// The query parameters of a call, each checked when it is taken.
pub struct Params(HashMap<String, String>);

impl FromRequestParts<Site> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Site) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        serde_urlencoded::from_str(query).map(Self).map_err(|_| Problem::malformed())
    }
}

impl Params {
    /// A parameter as it was sent, for those of which a blank is no value.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A text that may be absent or blank.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter of a closed list or a number.
    ///
    /// # Errors
    /// A validation problem that names it.
    pub fn parse<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        self.word(name).map(|value| value.parse().map_err(|_| bad_parameter(name))).transpose()
    }

    /// A number within bounds.
    ///
    /// # Errors
    /// A validation problem that names it.
    pub fn number(
        &self,
        name: &str,
        bounds: std::ops::RangeInclusive<i64>,
        default: i64,
    ) -> Result<i64, Problem> {
        let number = self.parse(name)?.unwrap_or(default);
        if bounds.contains(&number) { Ok(number) } else { Err(bad_parameter(name)) }
    }
}

/// A query parameter that cannot be taken.
#[must_use]
pub fn bad_parameter(name: &str) -> Problem {
    Problem::validation(vec![Fault::new(
        name,
        Both::new("Giá trị này không dùng được.", "This value cannot be used."),
    )])
}
