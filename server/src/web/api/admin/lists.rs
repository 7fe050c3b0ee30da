//! What is sent and told of units and fields.

use dialogue::clock::Date;
use dialogue::text::PlainText;
use dialogue::unit::{Field, Unit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ListBody, NAME, key};
use crate::actions::Fault;
use crate::views::schema::Length;
use crate::web::lines::{optional_line, take};

/// The longest short name, kind or code, in characters.
const SHORT: std::ops::RangeInclusive<usize> = 1..=80;
pub(super) const WRONG_DAY: &str = "Ngày ghi như 2026-09-02.";

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct UnitBody {
    #[serde(default)]
    id: Option<String>,
    #[schemars(with = "Length<1, 250>")]
    name: String,
    #[serde(default)]
    short: Option<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    org_code: Option<String>,
    #[serde(default)]
    valid_from: Option<String>,
    #[serde(default)]
    valid_to: Option<String>,
    #[serde(default)]
    predecessors: Option<Vec<String>>,
    #[serde(default)]
    order: Option<i64>,
    #[serde(default)]
    needs_review: Option<bool>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Unit")]
pub struct UnitShape {
    id: String,
    name: String,
    short: String,
    kind: String,
    org_code: Option<String>,
    valid_from: Option<String>,
    valid_to: Option<String>,
    predecessors: Vec<String>,
    order: i64,
    needs_review: bool,
}

impl From<&Unit> for UnitShape {
    fn from(unit: &Unit) -> Self {
        let Unit { id, name, short, kind, org_code, valid_from, valid_to, predecessors, order, needs_review } =
            unit.clone();
        Self { id, name, short, kind, org_code, valid_from, valid_to, predecessors, order, needs_review }
    }
}

impl ListBody for UnitBody {
    type Entry = Unit;
    type Shape = UnitShape;

    fn filled(mut self) -> Self {
        self.short.get_or_insert_with(|| self.name.clone());
        self.kind.get_or_insert_with(|| "so".to_owned());
        self.predecessors.get_or_insert_default();
        self.needs_review.get_or_insert(false);
        self
    }

    fn read(self, given: Option<String>, known: &[Unit]) -> Result<Unit, Vec<Fault>> {
        let mut faults = Vec::new();
        let name = line("name", &self.name, NAME, &mut faults);
        let before = given.as_ref().and_then(|id| known.iter().find(|unit| unit.id == *id));
        let mut maybe =
            |field: &str, raw| optional_line(field, raw, SHORT, &mut faults).map(PlainText::into_string);
        let (short, kind, org_code) =
            (maybe("short", self.short), maybe("kind", self.kind), maybe("org_code", self.org_code));
        let (valid_from, valid_to) =
            (day("valid_from", self.valid_from, &mut faults), day("valid_to", self.valid_to, &mut faults));
        if valid_from.is_some() && valid_to.is_some() && valid_to < valid_from {
            faults.push(Fault::new("valid_to", "Ngày hết hiệu lực phải sau ngày có hiệu lực."));
        }
        let predecessors = self.predecessors.unwrap_or_default();
        let predecessors =
            predecessors.iter().map(|name| line("predecessors", name, NAME, &mut faults)).collect();
        let last = known.iter().map(|unit| unit.order).max().unwrap_or(0);
        let unit = Unit {
            id: key(given, self.id, ("u-", &name), known, &mut faults),
            short: short.unwrap_or_else(|| name.clone()),
            kind: kind.unwrap_or_else(|| "so".to_owned()),
            org_code,
            valid_from,
            valid_to,
            predecessors,
            order: place(self.order, &mut faults)
                .or(before.map(|unit| unit.order))
                .unwrap_or(last.saturating_add(1)),
            needs_review: self.needs_review.unwrap_or(false),
            name,
        };
        if faults.is_empty() { Ok(unit) } else { Err(faults) }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct FieldBody {
    #[serde(default)]
    id: Option<String>,
    #[schemars(with = "Length<1, 250>")]
    name: String,
    #[serde(default)]
    default_unit: Option<String>,
    #[serde(default)]
    order: Option<i64>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Field")]
pub struct FieldShape {
    id: String,
    name: String,
    default_unit: Option<String>,
    order: i64,
}

impl From<&Field> for FieldShape {
    fn from(field: &Field) -> Self {
        let Field { id, name, default_unit, order } = field.clone();
        Self { id, name, default_unit, order }
    }
}

impl ListBody for FieldBody {
    type Entry = Field;
    type Shape = FieldShape;

    fn read(self, given: Option<String>, known: &[Field]) -> Result<Field, Vec<Fault>> {
        let mut faults = Vec::new();
        let name = line("name", &self.name, NAME, &mut faults);
        let before = given.as_ref().and_then(|id| known.iter().find(|field| field.id == *id));
        let last = known.iter().map(|field| field.order).max().unwrap_or(0);
        let field = Field {
            order: place(self.order, &mut faults)
                .or(before.map(|field| field.order))
                .unwrap_or(last.saturating_add(1)),
            id: key(given, self.id, ("f-", &name), known, &mut faults),
            default_unit: self.default_unit.filter(|unit| !unit.is_empty()),
            name,
        };
        if faults.is_empty() { Ok(field) } else { Err(faults) }
    }
}

pub(super) fn line(
    field: &str,
    raw: &str,
    length: std::ops::RangeInclusive<usize>,
    faults: &mut Vec<Fault>,
) -> String {
    take(field, PlainText::line(raw, length), faults).map(PlainText::into_string).unwrap_or_default()
}

/// A place in a list: a whole number that JSON's readers tell apart (RFC 8259, section 6).
fn place(order: Option<i64>, faults: &mut Vec<Fault>) -> Option<i64> {
    if order.is_some_and(|order| order.unsigned_abs() >= 1 << 53) {
        faults.push(Fault::new("order", "Số này quá lớn."));
    }
    order
}

/// A day as the calendar writes it; blank is none.
pub(super) fn day(field: &str, raw: Option<String>, faults: &mut Vec<Fault>) -> Option<String> {
    let raw = raw.filter(|raw| !raw.trim().is_empty())?;
    let day = Some(raw.trim()).filter(|raw| raw.len() == 10).and_then(|raw| raw.parse::<Date>().ok());
    if day.is_none() {
        faults.push(Fault::new(field, WRONG_DAY));
    }
    day.map(|day| day.to_string())
}
