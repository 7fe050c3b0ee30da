//! A question's timeline: what happened to it, told from its events.

use std::collections::HashMap;

use dialogue::event::{Event, EventKind};
use dialogue::person::Capacity;
use dialogue::question::{Label, Question};
use dialogue::rights::Act;
use store::NoteRow;

use super::scene::Scene;
use super::shapes::{ByShape, StepShape, StepShown};
use crate::words::Lang;

/// The clock's own verb: nobody replied in time.
const LAPSE: &str = "lapse";

/// Who looks at a timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onlooker {
    Public,
    /// Who asked the question: also reads what was written to them.
    Asker,
    /// Everything, the colleagues' notes to each other too.
    Staff,
}

impl Onlooker {
    fn sees(self, event: &Event) -> bool {
        self == Self::Staff || event.what.public || event.what.kind == EventKind::QuestionReceived
    }

    fn reads(self, event: &Event, note: &NoteRow) -> bool {
        match self {
            Self::Public => note.public,
            Self::Asker => note.public || is_to_asker(event) || event.what.actor.capacity == Capacity::Asker,
            Self::Staff => true,
        }
    }
}

/// The verbs whose note is written to the asker, the reason of a transfer included; every other one that is not public
/// stays among colleagues.
fn is_to_asker(event: &Event) -> bool {
    let to_asker = [Act::Reject, Act::RequestInfo, Act::Redirect, Act::Transfer];
    let verb = event.what.verb.as_str();
    event.what.public && (verb == LAPSE || to_asker.iter().any(|act| act.code() == verb))
}

/// What the asker is told about the decision that holds: why not, what is missing, or where to turn.
#[must_use]
pub(super) fn note_to_asker(question: &Question, events: &[Event], notes: &[NoteRow]) -> Option<String> {
    if !matches!(question.label(), Label::Rejected | Label::NeedsInfo | Label::Redirected) {
        return None;
    }
    let deciding = [Act::Reject, Act::RequestInfo, Act::Redirect, Act::Retract];
    let decides = |event: &&Event| {
        let verb = event.what.verb.as_str();
        event.what.public && (verb == LAPSE || deciding.iter().any(|act| act.code() == verb))
    };
    let last = events.iter().rev().find(decides)?;
    notes.iter().find(|note| note.seq == last.seq).map(|note| note.text.clone())
}

impl Scene {
    /// A question's own events with their notes, as far as they are this onlooker's.
    #[must_use]
    pub fn timeline(&self, events: &[Event], notes: &[NoteRow], who: Onlooker) -> Vec<StepShape> {
        let notes: HashMap<i64, &NoteRow> = notes.iter().map(|note| (note.seq, note)).collect();
        let note = |event: &Event| {
            let note = notes.get(&event.seq).filter(|note| who.reads(event, note));
            note.map(|note| note.text.clone())
        };
        let told = events.iter().filter(|event| who.sees(event));
        told.map(|event| self.step(event, note(event))).collect()
    }

    fn step(&self, event: &Event, note: Option<String>) -> StepShape {
        let what = &event.what;
        let unit = what.actor.unit.clone();
        StepShape {
            seq: event.seq,
            at: self.zone.rfc3339(event.at),
            verb: what.verb.replace('_', "-"),
            by: ByShape { role: what.actor.capacity.code().to_owned(), unit: unit.clone() },
            reason: what.reason.clone(),
            note,
            shown: StepShown {
                at: self.lang.short(&self.zone, event.at),
                verb: verb_word(&what.verb, self.lang),
                by: unit.map_or_else(
                    || self.lang.word(&what.actor.capacity),
                    |unit| self.reference.unit(&unit).to_owned(),
                ),
                reason: what.reason.as_deref().map(|key| self.reason_word(key)),
            },
        }
    }

    /// An event's reason is a unit, a reason's key or another question.
    fn reason_word(&self, key: &str) -> String {
        let unit = self.reference.unit(key);
        if unit == key { self.reference.reason(key, self.lang) } else { unit.to_owned() }
    }
}

/// The word of a verb on the timeline.
pub(super) fn verb_word(verb: &str, lang: Lang) -> String {
    let key = format!("move-{verb}");
    lang.say(if lang.knows(&key) { &key } else { "move-other" })
}
