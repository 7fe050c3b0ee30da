//! Reads the fields of a staff form one by one, and tells everything that is wrong with them at once.

use std::ops::RangeInclusive;
use std::str::FromStr;

use dialogue::Millis;
use dialogue::clock::{Date, Zone};
use dialogue::text::{PlainText, TextFault};

use crate::actions::{Failure, Fault};
use crate::web::form::FormBody;
use crate::words::Both;

/// A form that is being read. A field that cannot be taken reads as nothing; [`Reading::end`] tells.
pub struct Reading<'a> {
    body: &'a FormBody,
    faults: Vec<Fault>,
}

impl<'a> Reading<'a> {
    #[must_use]
    pub const fn of(body: &'a FormBody) -> Self {
        Self { body, faults: Vec::new() }
    }

    /// A text of several lines; `missing` is what to say when there is none.
    pub fn text(&mut self, field: &str, length: RangeInclusive<usize>, missing: &str) -> String {
        let text = PlainText::new(&self.body.text(field), length);
        self.take(field, text, missing)
    }

    /// A text of several lines that may be blank.
    pub fn maybe_text(&mut self, field: &str, longest: usize) -> String {
        self.text(field, 0..=longest, "")
    }

    /// A line; `missing` is what to say when there is none.
    pub fn line(&mut self, field: &str, length: RangeInclusive<usize>, missing: &str) -> String {
        let line = PlainText::line(&self.body.text(field), length);
        self.take(field, line, missing)
    }

    /// A line that may be absent.
    pub fn maybe_line(&mut self, field: &str, longest: usize) -> Option<String> {
        self.body.get(field)?;
        Some(self.line(field, 0..=longest, "")).filter(|line| !line.is_empty())
    }

    /// A box with one entry on each line; blank lines are none.
    pub fn lines(&mut self, field: &str, longest: usize) -> Vec<String> {
        let typed = self.body.all(field);
        let entries = typed.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty());
        entries.map(|line| self.take(field, PlainText::line(line, 0..=longest), "")).collect()
    }

    /// A word of a closed list.
    pub fn pick<T: FromStr>(&mut self, field: &str) -> Option<T> {
        let picked = self.body.get(field).and_then(|word| word.parse().ok());
        if picked.is_none() {
            self.fault(field, "Hãy chọn một mục trong danh sách.");
        }
        picked
    }

    /// A whole number; absent, the one given here.
    pub fn number(&mut self, field: &str, absent: i64) -> i64 {
        let Some(typed) = self.body.get(field) else { return absent };
        typed.parse().unwrap_or_else(|_| {
            self.fault(field, "Hãy ghi một số nguyên.");
            absent
        })
    }

    /// A local date and time that may be absent.
    pub fn maybe_time(&mut self, field: &str, zone: &Zone) -> Option<Millis> {
        let at = zone.parse_local(self.body.get(field)?);
        if at.is_none() {
            self.fault(field, "Ngày, giờ ghi như 2026-09-24 08:30.");
        }
        at
    }

    /// A day of the calendar that may be absent, as `2026-09-02`.
    pub fn maybe_day(&mut self, field: &str) -> Option<String> {
        let typed = self.body.get(field)?;
        let day = Some(typed).filter(|typed| typed.len() == 10).and_then(|typed| typed.parse::<Date>().ok());
        if day.is_none() {
            self.fault(field, "Ngày ghi như 2026-09-02.");
        }
        day.map(|day| day.to_string())
    }

    /// What stands in a field unchecked: an id that the verb itself looks up.
    #[must_use]
    pub fn raw(&self, field: &str) -> Option<String> {
        self.body.get(field).map(str::to_owned)
    }

    /// Every value of a field, unchecked.
    #[must_use]
    pub fn all(&self, field: &str) -> Vec<String> {
        self.body.all(field)
    }

    /// Whether a box is ticked; a form that does not have it means the one given here.
    #[must_use]
    pub fn ticked(&self, field: &str, absent: bool) -> bool {
        let has_it = self.body.typed().contains_key(field);
        if has_it { self.body.all(field).iter().any(|value| value == "true") } else { absent }
    }

    /// A secret exactly as it was typed.
    #[must_use]
    pub fn secret(&self, field: &str) -> String {
        self.body.typed().remove(field).unwrap_or_default()
    }

    /// Notes that a field cannot be taken.
    pub fn fault(&mut self, field: &str, message: impl Into<Both>) {
        self.faults.push(Fault::new(field, message));
    }

    /// The input that was read, if every field could be taken.
    ///
    /// # Errors
    /// [`Failure::Invalid`] with all faults.
    pub fn end<T>(self, input: T) -> Result<T, Failure> {
        if self.faults.is_empty() { Ok(input) } else { Err(Failure::Invalid(self.faults)) }
    }

    fn take(&mut self, field: &str, text: Result<PlainText, TextFault>, missing: &str) -> String {
        match text {
            Ok(text) => return text.into_string(),
            Err(TextFault::Empty) => self.fault(field, missing),
            Err(fault) => self.fault(field, &fault),
        }
        String::new()
    }
}
