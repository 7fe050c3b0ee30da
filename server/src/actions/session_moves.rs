//! announce, open, start, pause, resume, extend, end, archive, cancel: the moves of a session, by people or the clock.

use dialogue::event::{EventKind, Happening, digest};
use dialogue::person::{Actor, Person};
use dialogue::rights::Act;
use dialogue::session::{ClockMove, Session, SessionState};
use dialogue::{Millis, Refusal};
use store::{LogHead, Note, Tx};

use super::rules::{Rules, Wish};
use super::session::{changed, refuse};
use super::standing::own_session;
use super::{Done, Failure, Once, write};
use crate::app::App;

/// A move of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionMove {
    Announce,
    Open,
    Start,
    Pause,
    Resume,
    /// Minutes by which the end moves.
    Extend(i64),
    End,
    Archive,
    /// With a public note.
    Cancel(String),
}

impl SessionMove {
    /// Minutes by which one press moves the end.
    pub const EXTENSION: i64 = 15;

    /// The move of an act that needs no more than an act; `None` for what is no such move.
    #[must_use]
    pub const fn of(act: Act) -> Option<Self> {
        Some(match act {
            Act::Announce => Self::Announce,
            Act::Open => Self::Open,
            Act::Start => Self::Start,
            Act::Pause => Self::Pause,
            Act::Resume => Self::Resume,
            Act::Extend => Self::Extend(Self::EXTENSION),
            Act::End => Self::End,
            Act::Archive => Self::Archive,
            _ => return None,
        })
    }

    const fn act(&self) -> Act {
        match self {
            Self::Announce => Act::Announce,
            Self::Open => Act::Open,
            Self::Start => Act::Start,
            Self::Pause => Act::Pause,
            Self::Resume => Act::Resume,
            Self::Extend(_) => Act::Extend,
            Self::End => Act::End,
            Self::Archive => Act::Archive,
            Self::Cancel(_) => Act::Cancel,
        }
    }

    async fn next(&self, tx: &mut Tx, session: &Session, at: Millis) -> Result<Session, Failure> {
        let next = match self {
            Self::Announce => session.announce(),
            Self::Open => session.open(),
            Self::Start => session.begin(at),
            Self::Pause => session.pause(),
            Self::Resume => session.resume(),
            Self::Extend(more) => session.extend(*more),
            Self::End => session.end(at),
            Self::Archive => session.archive(tx.waiting_in_session(session.no).await?),
            Self::Cancel(note) => session.cancel(note),
        };
        next.map_err(|refusal| refuse(refusal, session))
    }

    fn note(&self) -> Option<&str> {
        match self {
            Self::Cancel(note) => Some(note),
            _ => None,
        }
    }
}

/// Moves a session. To the state that already holds: nothing is written, and the session is returned as it is.
///
/// # Errors
/// [`Failure`]: no such session, forbidden, or its state does not allow it.
pub async fn move_session(
    site: &App,
    by: Person,
    slug: String,
    step: SessionMove,
    once: Once,
) -> Result<Session, Failure> {
    let (at, salt, rules) = (site.now(), site.salt(), Rules::of(site));
    write(site, move |tx| {
        Box::pin(async move {
            let (_, session, capacity) = own_session(tx, &slug, &by, step.act()).await?;
            if session.is_intake() {
                return Err(refuse(Refusal::State, &session));
            }
            match once.first(tx, at, "").await {
                Err(Failure::Repeated(_)) => return Ok((Done::default(), session)),
                other => other?,
            }
            let actor = Actor::staff(&by, capacity);
            apply(tx, &rules, session.no, step, Mover { actor, at, salt }).await
        })
    })
    .await
}

/// The move that the clock owes a session now. `None` when another node, or a person, was faster.
///
/// # Errors
/// What the store says.
pub async fn clock_move(site: &App, no: i64) -> Result<Option<Session>, Failure> {
    let (at, salt, rules) = (site.now(), site.salt(), Rules::of(site));
    write(site, move |tx| {
        Box::pin(async move {
            let (_, session) = tx.own_log(no).await?.ok_or(Failure::NotFound)?;
            let step = match session.due_move(at) {
                Some(ClockMove::Open) => SessionMove::Open,
                Some(ClockMove::Start) => SessionMove::Start,
                Some(ClockMove::End) => SessionMove::End,
                None => return Ok((Done::default(), None)),
            };
            let actor = Actor::clock();
            let (done, session) = apply(tx, &rules, no, step, Mover { actor, at, salt }).await?;
            Ok((done, Some(session)))
        })
    })
    .await
}

struct Mover {
    actor: Actor,
    at: Millis,
    salt: String,
}

async fn apply(
    tx: &mut Tx,
    rules: &Rules,
    no: i64,
    step: SessionMove,
    mover: Mover,
) -> Result<(Done, Session), Failure> {
    let (mut head, session) = tx.own_log(no).await?.ok_or(Failure::NotFound)?;
    let next = step.next(tx, &session, mover.at).await?;
    if next == session {
        return Ok((Done::default(), session));
    }
    let digests = step.note().map(|note| digest(&mover.salt, note)).into_iter().collect();
    let change = changed(step.act().code(), mover.actor.clone(), session.state, next.state);
    let happening = Happening { digests, ..change };
    tx.save_session(&next).await?;
    let note = step.note().map(|text| Note { salt: &mover.salt, text, public: true });
    tx.append_noted(&mut head, mover.at, happening, note).await?;
    if next.state == SessionState::Ended {
        carry_over(tx, rules, &next, &mut head, &mover).await?;
    }
    Ok((Done::in_log(no), next))
}

/// At the end the stage empties, and every approved question without an answer gets a lead unit and a due date.
async fn carry_over(
    tx: &mut Tx,
    rules: &Rules,
    session: &Session,
    head: &mut LogHead,
    mover: &Mover,
) -> Result<(), Failure> {
    if let Some(there) = tx.on_stage(session.no).await? {
        let gone =
            there.question.leave_stage().map_err(|refusal| Failure::refused(refusal, &there.question))?;
        record(tx, head, &there.question, &gone, EventKind::StageChanged, Act::Done.code(), mover).await?;
    }
    let waiting = tx.unanswered(session.no).await?;
    let somebody = if waiting.is_empty() { None } else { somebody(tx, session).await? };
    for filed in waiting {
        let question = filed.question;
        let mut wish = Wish::default();
        let mut assignment = rules.assignment(tx, session, &question, &wish, mover.at).await?;
        if assignment.is_none() {
            wish.lead_unit = somebody.clone();
            assignment = rules.assignment(tx, session, &question, &wish, mover.at).await?;
        }
        let Some(mut assignment) = assignment else { continue };
        assignment.due = assignment.due.max(question.due);
        if let Some(next) = question.carry_over(assignment, mover.at) {
            record(tx, head, &question, &next, EventKind::QuestionAssigned, "carry_over", mover).await?;
        }
    }
    Ok(())
}

/// Who leads what no field's unit leads: the host unit, else the first that takes part, else the first of the city.
async fn somebody(tx: &mut Tx, session: &Session) -> Result<Option<String>, Failure> {
    let mut taking_part =
        session.host_unit.iter().chain(&session.co_host_units).chain(&session.respondent_units);
    if let Some(unit) = taking_part.next() {
        return Ok(Some(unit.clone()));
    }
    Ok(tx.units().await?.into_iter().next().map(|unit| unit.id))
}

async fn record(
    tx: &mut Tx,
    head: &mut LogHead,
    before: &dialogue::question::Question,
    after: &dialogue::question::Question,
    kind: EventKind,
    verb: &str,
    mover: &Mover,
) -> Result<(), Failure> {
    let happening = Happening {
        kind,
        verb: verb.to_owned(),
        question: Some(after.id),
        actor: mover.actor.clone(),
        from: before.states(),
        to: after.states(),
        reason: after.lead_unit.clone().filter(|_| kind == EventKind::QuestionAssigned),
        digests: Vec::new(),
        public: true,
    };
    let seq = tx.append(head, mover.at, happening).await?;
    tx.save_question(after, seq).await?;
    Ok(())
}
