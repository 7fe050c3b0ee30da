//! The bench at which a verb works on one question: it owns the log, and knows that the caller may act.

use dialogue::calendar::Calendar;
use dialogue::clock::Zone;
use dialogue::event::{EventKind, Happening, Hash, digest};
use dialogue::person::{Actor, Capacity};
use dialogue::question::{Assignment, Question};
use dialogue::rights::{Act, may};
use dialogue::session::{Session, SessionState};
use dialogue::{Millis, Refusal};
use store::{Filed, LogHead, Receipt, StoreError, Tx};
use uuid::Uuid;

use super::{Done, Failure, Order, standing};
use crate::app::App;
use crate::config::Deadlines;

/// A verb's place of work inside one transaction.
pub struct Bench<'t> {
    pub tx: &'t mut Tx,
    pub head: LogHead,
    pub session: Session,
    pub filed: Filed,
    pub actor: Actor,
    pub order: Order,
    /// The digest of a text that the next event concerns and the question does not hold: an answer's.
    pub extra_digest: Option<Hash>,
}

/// What a verb did, as its event tells it.
pub struct What<'a> {
    pub kind: EventKind,
    pub verb: &'a str,
    pub reason: Option<&'a str>,
    /// The text that belongs to the event, and whether the public may read it.
    pub note: Option<(&'a str, bool)>,
    /// Whether the public lens receives the event.
    pub public: bool,
}

impl<'a> What<'a> {
    pub const fn new(kind: EventKind, verb: &'a str) -> Self {
        Self { kind, verb, reason: None, note: None, public: true }
    }

    pub const fn because(self, reason: &'a str) -> Self {
        Self { reason: Some(reason), ..self }
    }

    /// A note to the asker and the staff.
    pub const fn note(self, text: &'a str) -> Self {
        Self { note: Some((text, false)), ..self }
    }

    /// A note that everybody reads.
    pub const fn public_note(self, text: &'a str) -> Self {
        Self { note: Some((text, true)), ..self }
    }

    pub const fn for_desk(self) -> Self {
        Self { public: false, ..self }
    }
}

impl<'t> Bench<'t> {
    /// Takes the log, reads the question as it is now, and checks the right.
    pub async fn take(tx: &'t mut Tx, order: Order, act: Act) -> Result<Self, Failure> {
        Self::take_as(tx, order, &[act]).await
    }

    /// As [`Bench::take`], with the first of these rights that the person has. A call with a key is taken once: its
    /// receipt is filed with what it does, and is gone with it when the verb is refused.
    pub async fn take_as(tx: &'t mut Tx, order: Order, acts: &[Act]) -> Result<Self, Failure> {
        tx.session(order.name.no).await?.ok_or(Failure::NotFound)?;
        let head = tx.lock_log(order.name.no).await?;
        // Read again under the lock: the session may have moved while this verb waited for it.
        let session = tx.session(head.no).await?.ok_or(Failure::NotFound)?;
        let filed = tx.question_by_name(order.name).await?.ok_or(Failure::NotFound)?;
        let standing = standing(tx, &order.by, &session, Some(&filed.question)).await?;
        let capacity = acts.iter().find_map(|act| may(&standing, *act)).ok_or(Failure::Forbidden)?;
        if let Some((key, call)) = &order.key {
            must_be_first(tx, *key, call, order.at).await?;
        }
        let actor = Actor::staff(&order.by, capacity);
        Ok(Self { tx, head, session, filed, actor, order, extra_digest: None })
    }

    pub const fn question(&self) -> &Question {
        &self.filed.question
    }

    pub const fn at(&self) -> Millis {
        self.order.at
    }

    pub fn is_acting_as(&self, capacity: Capacity) -> bool {
        self.actor.capacity == capacity
    }

    /// Turns a refusal of the machine into the failure that tells the present state.
    pub fn allowed<T>(&self, next: Result<T, Refusal>) -> Result<T, Failure> {
        next.map_err(|refusal| Failure::refused(refusal, &self.filed.question))
    }

    /// Records the move: its event, its note, and the question as it left it.
    pub async fn record(&mut self, next: Question, what: What<'_>) -> Result<i64, Failure> {
        let mut digests = self.digests(&next, &what);
        digests.extend(self.extra_digest.take());
        let happening = Happening {
            kind: what.kind,
            verb: what.verb.to_owned(),
            question: Some(next.id),
            actor: self.actor.clone(),
            from: self.filed.question.states(),
            to: next.states(),
            reason: what.reason.map(str::to_owned),
            digests,
            public: what.public,
        };
        let seq = self.tx.append(&mut self.head, self.order.at, happening).await?;
        if let Some((text, public)) = what.note {
            self.tx.file_note(self.head.no, seq, &self.order.salt, text, public).await?;
        }
        self.tx.save_question(&next, seq).await?;
        self.filed.question = next;
        Ok(seq)
    }

    fn digests(&self, next: &Question, what: &What<'_>) -> Vec<Hash> {
        let note = what.note.map(|(text, _)| digest(&self.order.salt, text));
        let old = &self.filed.question;
        let salt = self.filed.salt.as_deref();
        let changed = [(&old.title, &next.title), (&old.public_text, &next.public_text)];
        let texts = changed
            .into_iter()
            .filter(|(old, next)| old != next)
            .filter_map(|(_, next)| next.as_deref().zip(salt).map(|(text, salt)| digest(salt, text)));
        note.into_iter().chain(texts).collect()
    }

    pub const fn done(&self) -> Done {
        Done::in_log(self.head.no)
    }
}

/// Files the receipt of a call with a key; a key that was used is refused, the same call and another one apart.
async fn must_be_first(tx: &mut Tx, key: Uuid, call: &str, at: Millis) -> Result<(), Failure> {
    let receipt = Receipt { key, call: call.to_owned(), status: 200, body: String::new() };
    if tx.file_receipt(&receipt, at).await? {
        return Ok(());
    }
    let known = tx.receipt(key).await?.ok_or(StoreError::Closed)?;
    Err(if known.call == call { Failure::Repeated } else { Failure::KeyReused })
}

/// Who leads when nobody is named, and until when an answer is due.
pub struct Rules {
    pub deadlines: Deadlines,
    pub zone: Zone,
}

impl Rules {
    pub fn of(site: &App) -> Self {
        Self { deadlines: site.config.deadlines, zone: site.zone.clone() }
    }

    /// The assignment to these units; without a lead, to the field's default. `None` when the field has none either.
    pub async fn assignment(
        &self,
        tx: &mut Tx,
        session: &Session,
        question: &Question,
        wish: &Wish,
        at: Millis,
    ) -> Result<Option<Assignment>, Failure> {
        let lead = match wish.lead_unit.clone().or_else(|| question.lead_unit.clone()) {
            Some(unit) => Some(unit),
            None => self.default_unit(tx, question).await?,
        };
        let Some(lead_unit) = lead else { return Ok(None) };
        let support_units = wish.support_units.clone().unwrap_or_else(|| question.support_units.clone());
        let support_units: Vec<String> =
            support_units.into_iter().filter(|unit| *unit != lead_unit).collect();
        let due = match (wish.due, self.working_days(session, &support_units)) {
            (Some(due), _) => Some(due),
            (None, Some(days)) => Some(self.calendar(tx).await?.due(at, days).at),
            (None, None) => None,
        };
        Ok(Some(Assignment { lead_unit, support_units, due }))
    }

    /// A question of a session that has not ended is answered in the session: no date is due yet.
    fn working_days(&self, session: &Session, support_units: &[String]) -> Option<u32> {
        let over = matches!(session.state, SessionState::Ended | SessionState::Archived);
        if session.is_intake() {
            let several = support_units.len() > 1;
            Some(if several { self.deadlines.complex } else { self.deadlines.standard })
        } else {
            over.then_some(self.deadlines.session_followup)
        }
    }

    async fn calendar(&self, tx: &mut Tx) -> Result<Calendar, Failure> {
        Ok(App::calendar(&self.zone, tx).await?)
    }

    async fn default_unit(&self, tx: &mut Tx, question: &Question) -> Result<Option<String>, Failure> {
        let Some(wanted) = &question.field else { return Ok(None) };
        let fields = tx.fields().await?;
        Ok(fields.into_iter().find(|field| field.id == *wanted).and_then(|field| field.default_unit))
    }
}

/// What the caller of an assignment names; the rest follows from the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    pub lead_unit: Option<String>,
    pub support_units: Option<Vec<String>>,
    pub due: Option<Millis>,
}

/// Units that a caller named must exist.
pub async fn must_be_units(tx: &mut Tx, wish: &Wish) -> Result<(), Failure> {
    let units = tx.units().await?;
    let known = |id: &String| units.iter().any(|unit| unit.id == *id);
    if wish.lead_unit.as_ref().is_some_and(|unit| !known(unit)) {
        return Err(Failure::invalid("lead_unit", "Không có đơn vị này."));
    }
    if wish.support_units.iter().flatten().any(|unit| !known(unit)) {
        return Err(Failure::invalid("support_units", "Không có đơn vị này."));
    }
    Ok(())
}
