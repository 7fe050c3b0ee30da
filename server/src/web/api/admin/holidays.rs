//! What is sent and told of the days off, and of the days that are worked instead.

use dialogue::text::PlainText;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Holiday;

use super::lists::{WRONG_DAY, day};
use super::{ListBody, NAME};
use crate::actions::Fault;
use crate::web::lines::optional_line;

#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct HolidayBody {
    #[serde(default)]
    date: Option<String>,
    #[serde(default)]
    off: Option<bool>,
    #[serde(default)]
    label: Option<String>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "Holiday")]
pub struct HolidayShape {
    date: String,
    off: bool,
    label: String,
}

impl From<&Holiday> for HolidayShape {
    fn from(holiday: &Holiday) -> Self {
        Self { date: holiday.day.clone(), off: holiday.off, label: holiday.label.clone() }
    }
}

impl ListBody for HolidayBody {
    type Entry = Holiday;
    type Shape = HolidayShape;

    fn filled(mut self) -> Self {
        self.off.get_or_insert(true);
        self.label.get_or_insert_default();
        self
    }

    fn read(self, given: Option<String>, _: &[Holiday]) -> Result<Holiday, Vec<Fault>> {
        let mut faults = Vec::new();
        let day = day("date", given.or(self.date), &mut faults);
        if day.is_none() && faults.is_empty() {
            faults.push(Fault::new("date", WRONG_DAY));
        }
        let label = optional_line("label", self.label, NAME, &mut faults).map(PlainText::into_string);
        let (off, label) = (self.off.unwrap_or(true), label.unwrap_or_default());
        day.filter(|_| faults.is_empty()).map(|day| Holiday { day, off, label }).ok_or(faults)
    }
}
