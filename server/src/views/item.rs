//! An imported item in the shape of a question.

use dialogue::answer::{AnswerKind, Mode};
use dialogue::clock::Zone;
use dialogue::question::{Audience, Handling, Label, Moderation, Stage};
use moderation::clean;
use store::Item;
use uuid::Uuid;

use super::Reference;
use super::shapes::{AnswerShape, QuestionShape, QuestionShown};
use crate::words::Lang;

/// What stands for the session of an item that was asked in none.
pub const ARCHIVE: &str = "kho";

/// N of the public name `a-N`; none for another text.
#[must_use]
pub fn item_number(id: &str) -> Option<i64> {
    let digits = id.strip_prefix("a-")?;
    let number: i64 = digits.parse().ok().filter(|number| *number > 0)?;
    (number.to_string() == digits).then_some(number)
}

/// The item as a question that was approved and, when it has an answer, answered.
#[must_use]
pub fn item_shape(item: &Item, reference: &Reference, zone: &Zone, lang: Lang) -> QuestionShape {
    let line = item_line(item, reference, zone, lang);
    let answers = answer(item, line.shown.lead_unit.as_deref(), zone, lang).into_iter().collect();
    QuestionShape { answers, ..line }
}

/// The same without its answer, for lists: most of the work is in the answer's HTML.
#[must_use]
pub fn item_line(item: &Item, reference: &Reference, zone: &Zone, lang: Lang) -> QuestionShape {
    let text = &item.text;
    let asked_at = text.asked_at.or(text.answered_at).unwrap_or(item.imported_at);
    let unit_name =
        text.unit.as_deref().map(|id| reference.unit(id).to_owned()).or_else(|| text.unit_name.clone());
    let is_answered = text.answer.is_some();
    let id = format!("a-{}", item.number);
    QuestionShape {
        url: format!("/cau-hoi/{id}"),
        id,
        number: item.number,
        session: ARCHIVE.to_owned(),
        kind: text.kind,
        audience: Audience::Citizen,
        field: text.field.clone(),
        title: text.title.clone(),
        text: Some(text.question.clone()),
        display_name: None,
        at: zone.rfc3339(asked_at),
        moderation: Moderation::Approved,
        handling: if is_answered { Handling::Answered } else { Handling::Unassigned },
        stage: Stage::None,
        label: if is_answered { Label::Answered } else { Label::Approved },
        overdue: false,
        due: None,
        lead_unit: text.unit.clone(),
        support_units: Vec::new(),
        votes: 0,
        merged_into: None,
        moved_to: None,
        follows: None,
        followed_by: None,
        reason: None,
        masked: false,
        answers: Vec::new(),
        shown: QuestionShown {
            lang,
            at: lang.short(zone, asked_at),
            due: None,
            field: text.field.as_deref().map(|id| reference.field(id).to_owned()),
            lead_unit: unit_name,
            support_units: Vec::new(),
            session_title: String::new(),
            awaits_text: false,
            allow_votes: false,
            voted: false,
            uuid: Uuid::nil(),
        },
    }
}

fn answer(item: &Item, unit_name: Option<&str>, zone: &Zone, lang: Lang) -> Option<AnswerShape> {
    let text = item.text.answer.clone()?;
    let at = item.published_at();
    Some(AnswerShape {
        n: 1,
        kind: AnswerKind::Answer,
        mode: Mode::Written,
        unit: item.text.unit.clone().unwrap_or_default(),
        unit_name: unit_name.unwrap_or_default().to_owned(),
        by_name: String::new(),
        by_title: String::new(),
        at: zone.rfc3339(at),
        // It was written as plain text, where a line break is one.
        html: clean::lines(&text),
        text,
        legal_basis: Vec::new(),
        retracted: false,
        shown_at: lang.short(zone, at),
    })
}

#[cfg(test)]
mod tests {
    use super::item_number;

    #[test]
    fn an_item_has_one_name() {
        assert_eq!(item_number("a-7"), Some(7));
        for id in ["a-0", "a-07", "a--7", "a-+7", "7", "2-15", "a-", "A-7", "a-7 "] {
            assert_eq!(item_number(id), None, "{id}");
        }
    }
}
