//! What is sent for a verb: one body for a program's call, a form and a socket's frame.

use dialogue::PublicId;
use dialogue::question::{RedirectTo, Wording};
use dialogue::rights::Act;
use dialogue::text::{PlainText, TextFault};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::bodies::QUESTION;
use super::form::FormBody;
use super::lines::{optional_line, take};
use super::masks::{Lifted, Span, masks};
use super::object::Object;
use super::verbs::Verb;
use crate::actions::{ApproveInput, Fault, StageMove, Wish};
use crate::words::Both;

/// The length of a title, in characters.
pub const TITLE: std::ops::RangeInclusive<usize> = 1..=250;
/// The length of a note, in characters.
pub const NOTE: std::ops::RangeInclusive<usize> = 1..=2_000;

/// The fields of all verbs; each verb looks at its own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VerbBody {
    pub public_text: Option<String>,
    pub title: Option<String>,
    pub masks: Option<Vec<Object<Span>>>,
    pub lead_unit: Option<String>,
    pub support_units: Option<Vec<String>>,
    pub reason: Option<String>,
    pub note: Option<String>,
    pub into: Option<String>,
    pub to: Option<String>,
    pub unit: Option<String>,
    /// Why something that is masked may be read: told to the staff.
    pub lift_reason: Option<String>,
    /// A form took a mask away: then the reason must be there.
    #[serde(skip)]
    lifts: bool,
}

impl VerbBody {
    /// The body that a form stands for.
    #[must_use]
    pub fn of_form(form: &FormBody) -> Self {
        let typed = form.typed();
        let lifted = Lifted::of_form(form);
        let text = |name: &str| form.get(name).map(str::to_owned);
        Self {
            // A box that was emptied is a fault of its field, not a wish for the proposed text.
            public_text: typed.get("public_text").filter(|_| !lifted.is_proposed).cloned(),
            title: text("title"),
            masks: lifted.masks,
            lead_unit: text("lead_unit"),
            support_units: typed.contains_key("support_units").then(|| form.all("support_units")),
            reason: text("reason"),
            note: text("note"),
            into: text("into"),
            to: text("to"),
            unit: text("unit"),
            lift_reason: text("lift_reason"),
            lifts: lifted.lifts,
        }
    }

    /// Without the fields that belong to other verbs.
    #[must_use]
    pub fn only(self, act: Act) -> Self {
        let blank = Self::default();
        let Self {
            public_text, title, masks, lead_unit, support_units, reason, note, into, to, unit, ..
        } = self;
        let Self { lift_reason, lifts, .. } = self;
        match act {
            Act::Approve => {
                Self { public_text, title, masks, lead_unit, support_units, lift_reason, lifts, ..blank }
            }
            Act::Edit => Self { public_text, title, masks, ..blank },
            Act::Merge => Self { public_text, title, masks, into, ..blank },
            Act::Reject | Act::Retract => Self { reason, note, ..blank },
            Act::RequestInfo => Self { note, ..blank },
            Act::Redirect => Self { to, note, ..blank },
            Act::Transfer => Self { unit, reason, ..blank },
            Act::Assign => Self { lead_unit, support_units, ..blank },
            _ => blank,
        }
    }

    /// The known fields as they were sent, to tell one call from another.
    #[must_use]
    pub fn fields(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Checks the fields of this verb; `by` is the username that stands behind new masks.
    ///
    /// # Errors
    /// All faults, each with its field.
    pub fn check(self, act: Act, by: &str) -> Result<Verb, Vec<Fault>> {
        let mut faults = Vec::new();
        let verb = self.read(act, by, &mut faults);
        verb.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn read(self, act: Act, by: &str, faults: &mut Vec<Fault>) -> Option<Verb> {
        Some(match act {
            Act::Approve => Verb::Approve(ApproveInput {
                wording: self.wording(by, faults),
                lift_reason: self.lift_reason(faults),
                lead_unit: self.lead_unit,
                support_units: self.support_units,
                due: None,
            }),
            Act::Edit => Verb::Edit(self.wording(by, faults)),
            Act::Reject => {
                let (reason, note) = (self.reason(faults), self.note(faults));
                Verb::Reject { reason: reason?, note: note? }
            }
            Act::Retract => {
                let (reason, note) = (self.reason(faults), self.note(faults));
                Verb::Retract { reason: reason?, note: note? }
            }
            Act::Merge => {
                let (into, wording) = (self.target(faults), self.wording(by, faults));
                Verb::Merge { into: into?, wording }
            }
            Act::Unmerge => Verb::Unmerge,
            Act::RequestInfo => Verb::RequestInfo { note: self.note(faults)? },
            Act::Redirect => {
                let (to, note) = (self.destination(faults), self.note(faults));
                Verb::Redirect { to: to?, note: note? }
            }
            Act::Undo => Verb::Undo,
            Act::Transfer => {
                let why = note("reason", self.reason.as_deref(), "Hãy ghi lý do chuyển.", faults);
                let unit = must_pick("unit", self.unit, "Hãy chọn đơn vị chủ trì mới.", faults);
                Verb::Transfer { unit: unit?, reason: why? }
            }
            Act::Assign => {
                let lead_unit = must_pick("lead_unit", self.lead_unit, "Hãy chọn đơn vị chủ trì.", faults)?;
                let support_units = self.support_units;
                Verb::Assign(Wish { lead_unit: Some(lead_unit), support_units, due: None })
            }
            Act::Queue => Verb::Move(StageMove::Queue),
            Act::Stage => Verb::Move(StageMove::Stage),
            Act::Unstage => Verb::Move(StageMove::Unstage),
            Act::Done => Verb::Move(StageMove::Done),
            _ => return None,
        })
    }

    fn wording(&self, by: &str, faults: &mut Vec<Fault>) -> Wording {
        let title = optional_line("title", self.title.clone(), TITLE, faults);
        let raw = self.public_text.as_deref();
        let public_text = raw.and_then(|raw| take("public_text", PlainText::new(raw, QUESTION), faults));
        let masks = self.masks.as_deref().map(|spans| masks(spans, by, faults));
        Wording {
            title: title.map(PlainText::into_string),
            public_text: public_text.map(PlainText::into_string),
            masks,
        }
    }

    fn lift_reason(&self, faults: &mut Vec<Fault>) -> Option<String> {
        if self.lift_reason.is_none() && !self.lifts {
            return None;
        }
        note("lift_reason", self.lift_reason.as_deref(), "Hãy ghi lý do bỏ che.", faults)
    }

    fn reason(&self, faults: &mut Vec<Fault>) -> Option<String> {
        must_pick("reason", self.reason.clone(), "Hãy chọn lý do.", faults)
    }

    fn note(&self, faults: &mut Vec<Fault>) -> Option<String> {
        note("note", self.note.as_deref(), "Hãy ghi lời nhắn.", faults)
    }

    fn target(&self, faults: &mut Vec<Fault>) -> Option<PublicId> {
        let target = self.into.as_deref().and_then(|into| into.trim().parse().ok());
        target.or_else(|| refuse("into", "Ghi số của câu đích, ví dụ 2-15.", faults))
    }

    fn destination(&self, faults: &mut Vec<Fault>) -> Option<RedirectTo> {
        let to = self.to.as_deref().and_then(|to| to.parse().ok());
        to.or_else(|| refuse("to", "Hãy chọn nơi chuyển đến.", faults))
    }
}

fn note(field: &str, raw: Option<&str>, missing: &str, faults: &mut Vec<Fault>) -> Option<String> {
    match PlainText::new(raw.unwrap_or_default(), NOTE) {
        Ok(text) => Some(text.into_string()),
        Err(TextFault::Empty) => refuse(field, missing, faults),
        Err(fault) => refuse(field, &fault, faults),
    }
}

fn must_pick(field: &str, picked: Option<String>, missing: &str, faults: &mut Vec<Fault>) -> Option<String> {
    picked.or_else(|| refuse(field, missing, faults))
}

fn refuse<T>(field: &str, message: impl Into<Both>, faults: &mut Vec<Fault>) -> Option<T> {
    faults.push(Fault::new(field, message));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(faults: &[Fault]) -> Vec<&str> {
        faults.iter().map(|fault| fault.field.as_str()).collect()
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults = VerbBody::default().check(Act::Reject, "p04").expect_err("nothing was sent");
        assert_eq!(fields(&faults), ["reason", "note"]);
        let body = VerbBody {
            title: Some("x".repeat(251)),
            public_text: Some("ngắn".into()),
            ..VerbBody::default()
        };
        assert_eq!(
            fields(&body.check(Act::Approve, "p04").expect_err("too long, too short")),
            ["title", "public_text"]
        );
    }

    #[test]
    fn an_approval_without_words_leaves_them_to_the_rules() {
        let Ok(Verb::Approve(input)) = VerbBody::default().check(Act::Approve, "p04") else {
            panic!("approve")
        };
        assert_eq!(input.wording, Wording::default());
        assert_eq!((input.lead_unit, input.support_units), (None, None));
    }

    #[test]
    fn a_mask_bears_the_name_of_its_maker() {
        let span = |start, end| Object(Span { kind: "phone".into(), start, end });
        let body = |span| VerbBody { masks: Some(vec![span]), ..VerbBody::default() };
        let Ok(Verb::Edit(wording)) = body(span(2, 5)).check(Act::Edit, "p04") else { panic!("edit") };
        assert_eq!(wording.masks.expect("masks")[0].by, "p04");
        assert!(body(span(5, 5)).check(Act::Edit, "p04").is_err());
    }
}
