//! The bench at which a verb works on one question: it owns the log, and knows that the caller may act.

use dialogue::event::{EventKind, Happening, Hash, digest};
use dialogue::person::{Actor, Capacity, Person};
use dialogue::question::{Moderation, Question, Stage, Wording};
use dialogue::rights::{Act, may};
use dialogue::session::Session;
use dialogue::{Millis, PublicId, Refusal};
use store::{Filed, LogHead, Note, Tx};

use super::{Asker, ByClock, Done, Failure, Order, standing};

/// A verb's place of work inside one transaction, for a member of staff or for the asker.
pub struct Bench<'t, W = Person> {
    pub tx: &'t mut Tx,
    pub head: LogHead,
    pub session: Session,
    pub filed: Filed,
    pub actor: Actor,
    pub order: Order<W>,
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
        let (head, session, filed) = own_log(tx, order.name).await?;
        let standing = standing(tx, &order.by, &session, Some(&filed.question)).await?;
        let capacity = acts.iter().find_map(|act| may(&standing, *act)).ok_or(Failure::Forbidden)?;
        order.once.first(tx, order.at, "").await?;
        must_be_free(tx, &order, &filed, acts).await?;
        let actor = Actor::staff(&order.by, capacity);
        Ok(Self { tx, head, session, filed, actor, order, extra_digest: None })
    }

    pub fn is_acting_as(&self, capacity: Capacity) -> bool {
        self.actor.capacity == capacity
    }
}

impl<'t> Bench<'t, Asker> {
    /// As [`Bench::take`], for who asked the question. Somebody else meets what an unknown code meets: not found.
    pub async fn take_own(tx: &'t mut Tx, order: Order<Asker>) -> Result<Self, Failure> {
        let (head, session, filed) = own_log(tx, order.name).await?;
        if !order.by.asked(&filed) {
            return Err(Failure::NotFound);
        }
        order.once.first(tx, order.at, &order.id.to_string()).await?;
        Ok(Self { tx, head, session, filed, actor: Actor::asker(), order, extra_digest: None })
    }
}

impl<'t> Bench<'t, ByClock> {
    /// As [`Bench::take`], for a move that time makes.
    pub async fn take_by_clock(tx: &'t mut Tx, order: Order<ByClock>) -> Result<Self, Failure> {
        let (head, session, filed) = own_log(tx, order.name).await?;
        Ok(Self { tx, head, session, filed, actor: Actor::clock(), order, extra_digest: None })
    }
}

/// Owns the log of a question, and reads it and its session as they are now.
async fn own_log(tx: &mut Tx, name: PublicId) -> Result<(LogHead, Session, Filed), Failure> {
    let (head, session) = tx.own_log(name.no).await?.ok_or(Failure::NotFound)?;
    let filed = tx.question_by_name(name).await?.ok_or(Failure::NotFound)?;
    Ok((head, session, filed))
}

/// While a moderator holds an item, no other one decides it; a decision ends the hold.
async fn must_be_free(tx: &mut Tx, order: &Order, filed: &Filed, acts: &[Act]) -> Result<(), Failure> {
    if filed.question.moderation != Moderation::Pending || !acts.iter().any(|act| is_held(*act)) {
        return Ok(());
    }
    match tx.lease_of(filed.question.id, order.at).await? {
        Some(lease) if lease.person != order.by.id => {
            Err(Failure::Held { by: lease.name, until: Millis(lease.until_at) })
        }
        Some(lease) => Ok(tx.drop_lease(lease.question, lease.person).await?),
        None => Ok(()),
    }
}

const fn is_held(act: Act) -> bool {
    matches!(act, Act::Approve | Act::Reject | Act::Merge | Act::RequestInfo | Act::Redirect)
}

impl<W> Bench<'_, W> {
    pub const fn question(&self) -> &Question {
        &self.filed.question
    }

    pub const fn at(&self) -> Millis {
        self.order.at
    }

    /// Turns a refusal of the machine into the failure that tells the present state.
    pub fn allowed<T>(&self, next: Result<T, Refusal>) -> Result<T, Failure> {
        next.map_err(|refusal| Failure::refused(refusal, &self.filed.question))
    }

    /// A mask hides a part of the original.
    pub fn must_fit(&self, wording: &Wording) -> Result<(), Failure> {
        let length = self.question().original.as_deref().map_or(0, |original| original.chars().count());
        let beyond = wording.masks.iter().flatten().position(|mask| mask.end > length);
        beyond.map_or(Ok(()), |at| {
            Err(Failure::invalid(format!("masks.{at}.end"), "Đoạn che vượt quá nội dung câu hỏi."))
        })
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
        let note = what.note.map(|(text, public)| Note { salt: &self.order.salt, text, public });
        let seq = self.tx.append_noted(&mut self.head, self.order.at, happening, note).await?;
        self.tx.save_question(&next, seq).await?;
        let before = std::mem::replace(&mut self.filed.question, next);
        if before.stage == Stage::OnStage && what.kind != EventKind::StageChanged {
            self.clear_stage(before).await?;
        }
        Ok(seq)
    }

    /// A question that was on stage and left it by another move than the stage's own: whoever reads along learns from
    /// one more event that the stage is empty.
    async fn clear_stage(&mut self, before: Question) -> Result<(), Failure> {
        let next = self.filed.question.clone();
        if next.stage == Stage::OnStage {
            return Ok(());
        }
        let happening = Happening {
            kind: EventKind::StageChanged,
            verb: Act::Unstage.code().to_owned(),
            question: Some(next.id),
            actor: self.actor.clone(),
            // The event before this one told the rest of the move.
            from: Question { stage: before.stage, ..next.clone() }.states(),
            to: next.states(),
            reason: None,
            digests: Vec::new(),
            public: true,
        };
        let seq = self.tx.append(&mut self.head, self.order.at, happening).await?;
        Ok(self.tx.save_question(&next, seq).await?)
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

    pub fn done(&self) -> Done {
        Done::in_log(self.head.no)
    }
}
