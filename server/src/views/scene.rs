//! A scene knows the names behind the ids of one log, and makes the shapes.

use std::sync::Arc;

use dialogue::Millis;
use dialogue::answer::{Answer, standing};
use dialogue::clock::Zone;
use dialogue::code::Code;
use dialogue::event::Event;
use dialogue::person::{Person, Role};
use dialogue::question::{Label, Question};
use dialogue::session::{Session, SessionState};
use moderation::clean;
use store::{AskersNote, Filed, Lease, NoteRow};

use super::reference::Reference;
use super::shapes::{
    AnswerShape, DeskShape, FindingShape, LeaseShape, OwnShape, PersonShape, QuestionShape, QuestionShown,
    ReasonShape, ReplyShape, ReplyShown, SessionShape, SessionShown,
};
use super::timeline::{note_to_asker, verb_word};
use crate::screening::Words;
use crate::words::Lang;

/// Everything that is needed to show one log at one moment.
#[derive(Clone, Debug)]
pub struct Scene {
    pub session: Session,
    pub reference: Reference,
    /// Who is named in the session.
    pub people: Vec<(Person, Role)>,
    pub on_stage: Option<String>,
    pub zone: Zone,
    pub now: Millis,
    /// The site's words.
    pub words: Arc<Words>,
    /// The language of what pages are shown.
    pub lang: Lang,
}

impl Scene {
    /// The same, shown in another language.
    #[must_use]
    pub fn in_lang(self, lang: Lang) -> Self {
        Self { lang, ..self }
    }

    fn long(&self, at: Millis) -> String {
        self.lang.long(&self.zone, at)
    }

    fn short(&self, at: Millis) -> String {
        self.lang.short(&self.zone, at)
    }

    #[must_use]
    pub fn session(&self) -> SessionShape {
        let s = &self.session;
        let time = |at: Millis| self.zone.rfc3339(at);
        SessionShape {
            no: s.no,
            slug: s.slug.clone(),
            title: s.title.clone(),
            summary: s.summary.clone(),
            state: s.state,
            start: s.start.map(time),
            duration_min: s.duration_min,
            questions_open: time(s.questions_open),
            questions_close: s.questions_close.map(time),
            place: s.place.clone(),
            stream_url: s.stream_url.clone(),
            host_unit: s.host_unit.clone(),
            co_host_units: s.co_host_units.clone(),
            respondent_units: s.respondent_units.clone(),
            chair: self.named(Role::Chair),
            host: self.named(Role::Host),
            fields: s.fields.clone(),
            allow_votes: s.allow_votes,
            on_stage: self.on_stage.clone(),
            url: format!("/phien/{}", s.slug),
            shown: self.session_shown(),
        }
    }

    fn session_shown(&self) -> SessionShown {
        let s = &self.session;
        let running = matches!(s.state, SessionState::Live | SessionState::Paused);
        let door = s.takes_questions(self.now);
        SessionShown {
            lang: self.lang,
            start: s.start.map(|at| self.long(at)).unwrap_or_default(),
            opens: self.long(s.questions_open),
            closes: s.questions_close.map(|at| self.long(at)).unwrap_or_default(),
            minute: s.start.filter(|_| running).map(|start| (self.now.0 - start.0).max(0) / 60_000),
            host_unit: s
                .host_unit
                .as_deref()
                .map(|id| self.reference.unit(id).to_owned())
                .unwrap_or_default(),
            respondent_units: self.reference.units(&s.respondent_units),
            takes_questions: door.is_ok(),
            will_open: door.is_err_and(|closed| closed.opens_at.is_some()),
            note: s.note.clone(),
        }
    }

    fn named(&self, role: Role) -> Option<PersonShape> {
        let (person, _) = self.people.iter().find(|(_, named)| *named == role)?;
        Some(PersonShape { name: person.name.clone(), title: person.title.clone() })
    }

    /// The public view. Texts are there only when the public may read them: a stub has none.
    #[must_use]
    pub fn question(&self, q: &Question, answers: &[Answer]) -> QuestionShape {
        let readable = q.is_readable();
        let text = |text: &Option<String>| text.clone().filter(|_| readable);
        let given = answers.iter().filter(|answer| readable && answer.question == q.id);
        QuestionShape {
            id: q.name.to_string(),
            number: q.name.number,
            session: self.session.slug.clone(),
            kind: q.kind,
            audience: q.audience,
            field: q.field.clone(),
            title: text(&q.title),
            text: text(&q.public_text),
            display_name: Some(q.display_name.clone()).filter(|_| readable),
            at: self.zone.rfc3339(q.asked_at),
            moderation: q.moderation,
            handling: q.handling,
            stage: q.stage,
            label: q.label(),
            overdue: q.is_overdue(self.now),
            due: q.due.map(|due| self.zone.rfc3339(due)),
            lead_unit: q.lead_unit.clone(),
            support_units: q.support_units.clone(),
            votes: q.votes,
            merged_into: q.merged_into.map(|name| name.to_string()),
            moved_to: q.moved_to.map(|name| name.to_string()),
            follows: q.follows.map(|name| name.to_string()),
            followed_by: q.followed_by.map(|name| name.to_string()),
            reason: self.reason(q),
            masked: !q.masks.is_empty(),
            answers: given.map(|answer| self.answer(answer)).collect(),
            url: format!("/cau-hoi/{}", q.name),
            shown: self.question_shown(q),
        }
    }

    fn reason(&self, q: &Question) -> Option<ReasonShape> {
        let told = matches!(q.label(), Label::Rejected | Label::Redirected);
        let key = q.reason.as_ref().filter(|_| told)?;
        Some(ReasonShape { key: key.clone(), label: self.reference.reason(key, self.lang) })
    }

    fn question_shown(&self, q: &Question) -> QuestionShown {
        QuestionShown {
            lang: self.lang,
            at: self.short(q.asked_at),
            due: q.due.map(|due| self.long(due)),
            field: q.field.as_deref().map(|id| self.reference.field(id).to_owned()),
            lead_unit: q.lead_unit.as_deref().map(|id| self.reference.unit(id).to_owned()),
            support_units: self.reference.units(&q.support_units),
            session_title: self.session.title.clone(),
            awaits_text: q.awaits_text(),
            allow_votes: self.session.allow_votes,
            voted: false,
            uuid: q.id,
        }
    }

    fn answer(&self, a: &Answer) -> AnswerShape {
        // Published texts were cleaned when they were taken: one that cannot be cleaned now shows as nothing.
        let empty = || clean::html("").unwrap_or_else(|_| unreachable!("the empty text is not too large"));
        AnswerShape {
            n: a.n,
            kind: a.kind,
            mode: a.mode,
            unit: a.unit.clone(),
            unit_name: a.unit_name.clone(),
            by_name: a.by_name.clone(),
            by_title: a.by_title.clone(),
            at: self.zone.rfc3339(a.at),
            text: if a.retracted { String::new() } else { a.text.clone() },
            html: if a.retracted { empty() } else { clean::html(&a.text).unwrap_or_else(|_| empty()) },
            legal_basis: a.legal_basis.clone(),
            retracted: a.retracted,
            shown_at: self.short(a.at),
        }
    }

    /// The asker's own view: their text as they typed it, the note of the decision that holds, and what they may do.
    #[must_use]
    pub fn own(&self, filed: &Filed, answers: &[Answer], events: &[Event], notes: &[NoteRow]) -> OwnShape {
        let q = &filed.question;
        let mut question = self.question(q, answers);
        question.text = q.original.clone();
        question.display_name = Some(q.display_name.clone());
        question.answers =
            answers.iter().filter(|answer| answer.question == q.id).map(|a| self.answer(a)).collect();
        let note = note_to_asker(q, events, notes);
        OwnShape {
            question,
            code: printed(&filed.code),
            note,
            can: can(q, self.now),
            moved_code: None,
            is_public: q.is_readable(),
        }
    }

    /// What the asker wrote later about a question, the oldest first.
    fn replies(&self, q: &Question, replies: &[AskersNote]) -> Vec<ReplyShape> {
        let own = replies.iter().filter(|reply| reply.question == q.id);
        let shape = |reply: &AskersNote| ReplyShape {
            at: self.zone.rfc3339(Millis(reply.at)),
            verb: reply.verb.clone(),
            text: reply.text.clone(),
            shown: ReplyShown { at: self.short(Millis(reply.at)), verb: verb_word(&reply.verb, self.lang) },
        };
        own.map(shape).collect()
    }

    /// Who holds an item, and until when.
    #[must_use]
    pub fn lease(&self, lease: Lease) -> LeaseShape {
        LeaseShape { by: lease.name, until: self.zone.rfc3339(Millis(lease.until_at)) }
    }

    /// The desk's view: everything but contacts; nobody holds it, and nobody drafts.
    #[must_use]
    pub fn desk(&self, filed: &Filed, answers: &[Answer], replies: &[AskersNote]) -> DeskShape {
        let q = &filed.question;
        let mut question = self.question(q, answers);
        question.title = q.title.clone();
        question.text = q.public_text.clone();
        question.display_name = Some(q.display_name.clone());
        question.answers =
            answers.iter().filter(|answer| answer.question == q.id).map(|a| self.answer(a)).collect();
        let field = q.field.as_deref();
        let by_field = self.reference.fields.iter().find(|known| Some(known.id.as_str()) == field);
        DeskShape {
            question,
            code: printed(&filed.code),
            original: q.original.clone(),
            visibility: q.visibility,
            channel: q.channel,
            findings: q
                .original
                .as_deref()
                .map_or(Vec::new(), |text| FindingShape::all_in(text, &self.words)),
            masks: q.masks.clone(),
            replies: self.replies(q, replies),
            duplicates: Vec::new(),
            repeats: None,
            archive: Vec::new(),
            suggested_unit: by_field.and_then(|known| known.default_unit.clone()),
            lease: None,
            draft: None,
        }
    }
}

/// A stored code as it is printed, with hyphens.
#[must_use]
pub fn printed(code: &str) -> String {
    Code::parse(code).map_or_else(|| code.to_owned(), |code| code.to_string())
}

/// What the asker may do with the question now.
fn can(q: &Question, now: Millis) -> Vec<&'static str> {
    let mut can = Vec::new();
    if q.reply().is_ok() {
        can.push("reply");
    }
    if q.withdraw().is_ok() {
        can.push("withdraw");
    }
    if q.appeal(now).is_ok() {
        can.push("appeal");
    }
    if q.label() == Label::Answered {
        can.push("rate");
    }
    if q.may_be_followed_up(now).is_ok() {
        can.push("follow_up");
    }
    can
}

/// What the answers say now, in plain text, as the archive finds them.
#[must_use]
pub fn plain_answer(answers: &[Answer]) -> String {
    let texts = standing(answers).map(|answer| clean::plain(&answer.text));
    texts.collect::<Vec<_>>().join("\n\n")
}
