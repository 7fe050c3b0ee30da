//! From what a line says to an item, or to the reason why there is none.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use dialogue::Millis;
use dialogue::clock::Zone;
use dialogue::question::{Kind, masked};
use dialogue::text::{PlainText, TextFault, fold};
use moderation::clean::{from_html, is_html};
use store::ItemText;

use super::report::Report;
use super::source::Values;
use crate::actions::masks_over;
use crate::screening::Words;
use crate::views::Reference;

/// The longest text, in bytes (experience.md, "Limits").
const MAX_TEXT: usize = 64 * 1024;
const REFERENCE: RangeInclusive<usize> = 1..=200;
const TITLE: RangeInclusive<usize> = 0..=250;
const NAME: RangeInclusive<usize> = 0..=300;

/// The lists of the city, by every name.
pub struct Lists {
    units: HashMap<String, String>,
    fields: HashMap<String, String>,
    zone: Zone,
    /// By which personal data is hidden; none where everything is kept.
    words: Option<Arc<Words>>,
}

impl Lists {
    pub fn new(reference: &Reference, zone: Zone, words: Option<Arc<Words>>) -> Lists {
        let mut units = HashMap::new();
        // Former names first: a unit that is called so today takes the name.
        for unit in &reference.units {
            units.extend(unit.predecessors.iter().map(|name| (fold(name), unit.id.clone())));
        }
        for unit in &reference.units {
            units.extend([&unit.short, &unit.name, &unit.id].map(|name| (fold(name), unit.id.clone())));
        }
        let fields = reference.fields.iter();
        let fields =
            fields.flat_map(|field| [&field.name, &field.id].map(|name| (fold(name), field.id.clone())));
        Lists { units, fields: fields.collect(), zone, words }
    }

    /// Checks a line; what is taken though it is not understood is counted.
    ///
    /// # Errors
    /// Why the line is refused.
    pub fn check(&self, mut values: Values, report: &mut Report) -> Result<ItemText, String> {
        let mut taken = |column: &str| values.remove(column).filter(|text| !text.trim().is_empty());
        let reference = taken("ref").or_else(|| taken("id")).ok_or("ref is missing")?;
        let reference = line("ref", &reference, REFERENCE)?;
        let mut cleaned = 0;
        let mut text = |column: &'static str| -> Result<Option<String>, String> {
            let Some(raw) = taken(column) else { return Ok(None) };
            if raw.len() > MAX_TEXT {
                return Err(format!("{column} is longer than 64 KiB"));
            }
            let plain = if is_html(&raw) {
                cleaned += 1;
                from_html(&raw)
            } else {
                raw
            };
            let plain = PlainText::new(&plain, 0..=MAX_TEXT).map_err(|fault| said(column, fault))?;
            Ok(Some(plain.into_string()).filter(|text| !text.is_empty()))
        };
        let question = text("question")?.ok_or("question is missing")?;
        let answer = text("answer")?;
        let title = text("title")?.map(|title| line("title", &title, TITLE)).transpose()?;
        let question = self.hidden(question, report);
        let title = title.map(|title| self.hidden(title, report));
        report.telling_answers += u64::from(answer.as_deref().is_some_and(|answer| self.tells(answer)));
        let source = text("source")?.map(|source| line("source", &source, NAME)).transpose()?;
        let unit_name = text("unit")?.map(|unit| line("unit", &unit, NAME)).transpose()?;
        let field_name = text("field")?.map(|field| line("field", &field, NAME)).transpose()?;
        let asked_at = self.time("asked_at", taken("asked_at"))?;
        let answered_at = self.time("answered_at", taken("answered_at"))?;
        let kind = kind(taken("kind"), report);
        let unit = unit_name.as_ref().and_then(|name| self.units.get(&fold(name)).cloned());
        let field = field_name.as_ref().and_then(|name| self.fields.get(&fold(name)).cloned());
        if let (Some(name), None) = (&unit_name, &unit) {
            *report.unknown_units.entry(name.clone()).or_default() += 1;
        }
        if let (Some(name), None) = (&field_name, &field) {
            *report.unknown_fields.entry(name.clone()).or_default() += 1;
        }
        report.cleaned += cleaned;
        Ok(ItemText {
            reference,
            kind,
            title,
            question,
            answer,
            unit,
            unit_name,
            field,
            asked_at,
            answered_at,
            source,
        })
    }

    /// What is published of an asker's text: without what tells who they are.
    fn hidden(&self, text: String, report: &mut Report) -> String {
        let Some(words) = &self.words else { return text };
        let masks = masks_over(words, &text);
        for mask in &masks {
            *report.hidden.entry(mask.kind.clone()).or_default() += 1;
        }
        if masks.is_empty() { text } else { masked(&text, &masks) }
    }

    /// Whether an answer may tell something of a person; it is left as it is, for it names offices and officials too.
    fn tells(&self, answer: &str) -> bool {
        self.words.as_ref().is_some_and(|words| !masks_over(words, answer).is_empty())
    }

    fn time(&self, column: &str, text: Option<String>) -> Result<Option<Millis>, String> {
        let Some(text) = text else { return Ok(None) };
        let at = read_time(&self.zone, text.trim());
        at.map(Some)
            .ok_or_else(|| format!("{column} is no date such as 2024-09-24, 24/09/2024 08:30 or RFC 3339"))
    }
}

/// A date as old portals write it; without a time of day it is the first instant of the day.
fn read_time(zone: &Zone, text: &str) -> Option<Millis> {
    let exact = zone.parse_rfc3339(text).or_else(|| zone.parse_local(text)).or_else(|| zone.midnight(text));
    exact.or_else(|| {
        let (date, time) = text.split_once(' ').unwrap_or((text, "00:00"));
        let mut parts = date.split(['/', '-', '.']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let number = |text: &str| text.parse::<u32>().ok();
        let day = format!("{year:0>4}-{:02}-{:02}", number(month)?, number(day)?);
        let time = time.trim().get(..5).unwrap_or(time.trim());
        zone.at(day.parse().ok()?, time).filter(|_| parts.next().is_none() && year.len() == 4)
    })
}

fn kind(text: Option<String>, report: &mut Report) -> Kind {
    let Some(text) = text else { return Kind::Question };
    let word = fold(text.trim());
    let is_called = |kind: &&Kind| kind.code() == word || fold(kind.vietnamese()) == word;
    let known = Kind::ALL.iter().find(is_called).copied();
    known.unwrap_or_else(|| {
        *report.unknown_kinds.entry(text.trim().chars().take(80).collect()).or_default() += 1;
        Kind::Question
    })
}

fn line(column: &str, text: &str, len: RangeInclusive<usize>) -> Result<String, String> {
    PlainText::line(text, len).map(PlainText::into_string).map_err(|fault| said(column, fault))
}

fn said(column: &str, fault: TextFault) -> String {
    format!("{column}: {}", fault.english())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> Lists {
        let unit = dialogue::unit::Unit {
            id: "u-sxd".to_owned(),
            name: "Sở Xây dựng".to_owned(),
            short: "SXD".to_owned(),
            kind: "so".to_owned(),
            org_code: None,
            valid_from: None,
            valid_to: None,
            predecessors: vec!["Sở Giao thông Vận tải".to_owned()],
            order: 0,
            needs_review: false,
        };
        let reference = Reference { units: vec![unit], ..Reference::default() };
        Lists::new(&reference, Zone::named("Asia/Ho_Chi_Minh").unwrap(), Some(Arc::default()))
    }

    fn values(pairs: &[(&'static str, &str)]) -> Values {
        pairs.iter().map(|(column, text)| (*column, (*text).to_owned())).collect()
    }

    #[test]
    fn a_unit_is_known_by_any_of_its_names() {
        for name in ["u-sxd", "SXD", "sở xây dựng", "So Giao thong van tai"] {
            let mut report = Report::default();
            let line = values(&[("ref", "1"), ("question", "Hỏi?"), ("unit", name)]);
            assert_eq!(lists().check(line, &mut report).unwrap().unit.as_deref(), Some("u-sxd"), "{name}");
        }
        let mut report = Report::default();
        let item = lists()
            .check(values(&[("id", "1"), ("question", "Hỏi?"), ("unit", "Ban lạ")]), &mut report)
            .unwrap();
        assert_eq!((item.unit, item.unit_name.as_deref()), (None, Some("Ban lạ")));
        assert_eq!(report.unknown_units["Ban lạ"], 1);
    }

    #[test]
    fn what_tells_who_asks_is_hidden() {
        let asks = "Tôi là Nguyễn Văn Mẫu, số 0950 000 731, hỏi thuế đất.";
        let line = || values(&[("ref", "1"), ("question", asks), ("answer", "Xin gọi 0950 000 732.")]);
        let mut report = Report::default();
        let item = lists().check(line(), &mut report).unwrap();
        assert_eq!(item.question, "Tôi là […], số […], hỏi thuế đất.");
        assert_eq!(item.answer.as_deref(), Some("Xin gọi 0950 000 732."));
        assert_eq!((report.hidden["phone"], report.hidden["person_name"], report.telling_answers), (1, 1, 1));
        let kept = Lists { words: None, ..lists() }.check(line(), &mut Report::default()).unwrap();
        assert_eq!(kept.question, asks);
    }

    #[test]
    fn dates_are_read_as_old_portals_write_them() {
        let zone = Zone::named("Asia/Ho_Chi_Minh").unwrap();
        for text in [
            "2024-09-04",
            "04/09/2024",
            "4/9/2024",
            "04-09-2024 00:00",
            "2024-09-03T17:00:00Z",
            "04/09/2024 00:00:59",
        ] {
            assert_eq!(
                read_time(&zone, text).map(|at| zone.rfc3339(at)).as_deref(),
                Some("2024-09-04T00:00:00+07:00"),
                "{text}"
            );
        }
        for text in [
            "",
            "hôm qua",
            "31/02/2024",
            "4/9/24",
            "2024",
            "04/09/2024 25:00",
            "1/2/3/2024",
            "04/09/đđđđ ộộộộ",
        ] {
            assert_eq!(read_time(&zone, text), None, "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_too_long_is_named() {
        let long = "đ".repeat(40_000);
        for (line, word) in [
            (values(&[("question", "Hỏi?")]), "ref is missing"),
            (values(&[("ref", " "), ("question", "Hỏi?")]), "ref is missing"),
            (values(&[("ref", "1"), ("question", "\u{0} ")]), "question is missing"),
            (values(&[("ref", "1"), ("question", &long)]), "question is longer"),
            (values(&[("ref", "1"), ("question", "Hỏi?"), ("asked_at", "hôm qua")]), "asked_at is no date"),
            (
                values(&[("ref", "1"), ("question", "Hỏi?"), ("title", &"a".repeat(251))]),
                "title: At most 250",
            ),
        ] {
            let why = lists().check(line, &mut Report::default()).unwrap_err();
            assert!(why.starts_with(word), "{why}");
        }
    }

    #[test]
    fn html_is_read_and_kinds_are_counted() {
        let mut report = Report::default();
        let line = values(&[
            ("ref", "1"),
            ("question", "<p>Hỏi&nbsp;gì?</p>"),
            ("answer", "Xã <tên xã>"),
            ("kind", "law"),
        ]);
        let item = lists().check(line, &mut report).unwrap();
        assert_eq!((&item.question[..], item.answer.as_deref()), ("Hỏi gì?", Some("Xã <tên xã>")));
        assert_eq!((report.cleaned, report.unknown_kinds["law"], item.kind), (1, 1, Kind::Question));
        let item =
            lists().check(values(&[("ref", "1"), ("question", "?!"), ("kind", "Kiến nghị")]), &mut report);
        assert_eq!(item.unwrap().kind, Kind::Suggestion);
    }
}
