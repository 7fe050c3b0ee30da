//! What is sent and told of reasons, and of the lists of texts under a label: templates, synonyms, words that may insult.

use dialogue::text::PlainText;
use dialogue::unit::Reason;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Maskwords, Synonym, Template, Watchwords};

use super::lists::line;
use super::{ListBody, NAME, key};
use crate::actions::Fault;
use crate::views::schema::Length;
use crate::web::lines::take;

/// The length of a term, in characters.
const TERM: std::ops::RangeInclusive<usize> = 2..=80;

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct ReasonBody {
    #[serde(default)]
    key: Option<String>,
    #[schemars(with = "Length<1, 250>")]
    label: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "ReasonItem")]
pub struct ReasonItem {
    key: String,
    label: String,
}

impl From<&Reason> for ReasonItem {
    fn from(reason: &Reason) -> Self {
        Self { key: reason.key.clone(), label: reason.label.clone() }
    }
}

impl ListBody for ReasonBody {
    type Entry = Reason;
    type Shape = ReasonItem;

    fn read(self, given: Option<String>, known: &[Reason]) -> Result<Reason, Vec<Fault>> {
        let mut faults = Vec::new();
        let label = line("label", &self.label, NAME, &mut faults);
        let key = key(given, self.key, ("", &label), known, &mut faults);
        if faults.is_empty() { Ok(Reason { key, label }) } else { Err(faults) }
    }
}

/// A list whose entries are a text under a label: what is sent, what is told, and the lengths of both in characters, once as
/// ranges and once as their schemas.
macro_rules! texts {
    ($entry:ident, $body:ident, $shape:ident, $name:literal, $label:expr, $label_schema:literal, $text:expr, $text_schema:literal) => {
        #[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
        pub struct $body {
            #[serde(default)]
            key: Option<String>,
            #[schemars(with = $label_schema)]
            label: String,
            #[schemars(with = $text_schema)]
            text: String,
        }

        #[derive(Clone, Debug, Serialize, JsonSchema)]
        #[schemars(rename = $name)]
        pub struct $shape {
            key: String,
            label: String,
            text: String,
        }

        impl From<&$entry> for $shape {
            fn from(entry: &$entry) -> Self {
                let $entry { key, label, text } = entry.clone();
                Self { key, label, text }
            }
        }

        impl ListBody for $body {
            type Entry = $entry;
            type Shape = $shape;

            fn read(self, given: Option<String>, known: &[$entry]) -> Result<$entry, Vec<Fault>> {
                let mut faults = Vec::new();
                let label = line("label", &self.label, $label, &mut faults);
                let text = take("text", PlainText::new(&self.text, $text), &mut faults);
                let key = key(given, self.key, ("", &label), known, &mut faults);
                let text = text.map(PlainText::into_string).unwrap_or_default();
                if faults.is_empty() { Ok($entry { key, label, text }) } else { Err(faults) }
            }
        }
    };
}

texts!(
    Template,
    TemplateBody,
    TemplateShape,
    "Template",
    NAME,
    "Length<1, 250>",
    1..=10_000,
    "Length<1, 10000>"
);
texts!(Synonym, SynonymBody, SynonymShape, "Synonym", TERM, "Length<2, 80>", 2..=2_000, "Length<2, 2000>");
texts!(
    Maskwords,
    MaskwordsBody,
    MaskwordsShape,
    "Maskwords",
    TERM,
    "Length<2, 80>",
    2..=10_000,
    "Length<2, 10000>"
);
texts!(
    Watchwords,
    WatchwordsBody,
    WatchwordsShape,
    "Watchwords",
    TERM,
    "Length<2, 80>",
    2..=10_000,
    "Length<2, 10000>"
);
