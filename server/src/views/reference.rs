//! The names behind the ids of a log.

use dialogue::question::RedirectTo;
use dialogue::unit::{Field, Reason, Unit};

use crate::words::Lang;

/// The names behind ids.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub units: Vec<Unit>,
    pub fields: Vec<Field>,
    pub reasons: Vec<Reason>,
}

impl Reference {
    /// The name of a unit, or its id when it is gone.
    #[must_use]
    pub fn unit<'a>(&'a self, id: &'a str) -> &'a str {
        self.units.iter().find(|unit| unit.id == id).map_or(id, |unit| &unit.name)
    }

    #[must_use]
    pub fn field<'a>(&'a self, id: &'a str) -> &'a str {
        self.fields.iter().find(|field| field.id == id).map_or(id, |field| &field.name)
    }

    /// The label of a reason: of a rejection, or of a redirection.
    #[must_use]
    pub fn reason(&self, key: &str, lang: Lang) -> String {
        let known = self.reasons.iter().find(|reason| reason.key == key).map(|reason| reason.label.clone());
        let redirect = || key.parse::<RedirectTo>().ok().map(|to| lang.word(&to));
        known.or_else(redirect).unwrap_or_else(|| key.to_owned())
    }

    /// The names of units, in the order of their ids here.
    #[must_use]
    pub fn units(&self, ids: &[String]) -> Vec<String> {
        ids.iter().map(|id| self.unit(id).to_owned()).collect()
    }
}
