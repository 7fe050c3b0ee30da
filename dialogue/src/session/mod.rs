//! Session (phiên đối thoại): a scheduled dialogue, and the machine of its states.
//!
//! ```mermaid
//! stateDiagram-v2
//!     [*] --> draft
//!     draft --> scheduled: announce
//!     scheduled --> collecting: open
//!     scheduled --> live: start
//!     collecting --> live: start
//!     live --> paused: pause
//!     paused --> live: resume
//!     live --> ended: end
//!     paused --> ended: end
//!     ended --> archived: archive
//!     draft --> cancelled: cancel
//!     scheduled --> cancelled: cancel
//!     collecting --> cancelled: cancel
//! ```
//!
//! A move to the state that already holds is no move: the caller sees `Ok` with an equal session and writes nothing.

mod lack;
mod repeat;
#[cfg(test)]
mod walk;

pub use lack::Lack;
pub use repeat::{Repeat, Times};

use crate::clock::{Millis, minutes};
use crate::refusal::Refusal;
use crate::words::words;

words! {
    SessionState {
        Draft = "draft", "nháp";
        Scheduled = "scheduled", "sắp diễn ra";
        Collecting = "collecting", "đang nhận câu hỏi trước";
        Live = "live", "đang trực tiếp";
        Paused = "paused", "tạm dừng";
        Ended = "ended", "đã kết thúc";
        Archived = "archived", "đã lưu trữ";
        Cancelled = "cancelled", "đã hủy";
    }
}

/// The number of the always-on intake's log.
pub const INTAKE: i64 = 0;
/// The number of the log that takes changes of configuration and staff; never public.
pub const SITE_LOG: i64 = -1;
/// The log of what is imported into the archive; its counter of questions counts the items.
pub const ARCHIVE_LOG: i64 = -2;
/// The slug of the always-on intake.
pub const INTAKE_SLUG: &str = "tiep-nhan";

/// A dialogue session, or the intake (number 0), which is always live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub no: i64,
    pub slug: String,
    pub title: String,
    pub summary: String,
    pub state: SessionState,
    /// `None` only for the intake.
    pub start: Option<Millis>,
    pub duration_min: i64,
    pub questions_open: Millis,
    /// `None`: until the session ends.
    pub questions_close: Option<Millis>,
    pub place: Option<String>,
    pub stream_url: Option<String>,
    pub host_unit: Option<String>,
    pub co_host_units: Vec<String>,
    pub respondent_units: Vec<String>,
    pub fields: Vec<String>,
    pub legal_basis: Vec<String>,
    pub allow_votes: bool,
    /// Public note of a cancellation.
    pub note: Option<String>,
    pub created_at: Millis,
    pub ended_at: Option<Millis>,
}

impl Session {
    /// The intake as a session: always live, no start and no end.
    #[must_use]
    pub fn intake(now: Millis) -> Self {
        Self {
            no: INTAKE,
            slug: INTAKE_SLUG.to_owned(),
            title: "Tiếp nhận phản ánh, kiến nghị".to_owned(),
            summary: "Gửi câu hỏi, phản ánh, kiến nghị, vướng mắc bất cứ lúc nào.".to_owned(),
            state: SessionState::Live,
            start: None,
            duration_min: 0,
            questions_open: now,
            questions_close: None,
            place: None,
            stream_url: None,
            host_unit: None,
            co_host_units: Vec::new(),
            respondent_units: Vec::new(),
            fields: Vec::new(),
            legal_basis: Vec::new(),
            allow_votes: true,
            note: None,
            created_at: now,
            ended_at: None,
        }
    }

    #[must_use]
    pub const fn is_intake(&self) -> bool {
        self.no == INTAKE
    }

    /// When the clock ends the session: its start and its duration. `None` for the intake.
    #[must_use]
    pub fn ends_at(&self) -> Option<Millis> {
        self.start.map(|start| start.plus(minutes(self.duration_min)))
    }

    /// Whether a question may be asked now; `Err` says when asking will open, if it will.
    ///
    /// # Errors
    /// [`Closed`], with the time at which questions are taken, or `None` when they will not be again.
    pub fn takes_questions(&self, now: Millis) -> Result<(), Closed> {
        let open_state =
            matches!(self.state, SessionState::Collecting | SessionState::Live | SessionState::Paused);
        let closes = self.questions_close.or(self.ends_at());
        let before_close = closes.is_none_or(|close| now < close);
        if open_state && before_close && now >= self.questions_open {
            return Ok(());
        }
        let will_open = before_close
            && (open_state || matches!(self.state, SessionState::Scheduled))
            && now < self.questions_open;
        Err(Closed { opens_at: will_open.then_some(self.questions_open) })
    }

    /// draft -> scheduled.
    ///
    /// # Errors
    /// [`Refusal::State`] once the session has ended or was cancelled.
    pub fn announce(&self) -> Result<Self, Refusal> {
        use SessionState as S;
        match self.state {
            S::Draft => Ok(self.in_state(S::Scheduled)),
            S::Scheduled | S::Collecting | S::Live | S::Paused => Ok(self.clone()),
            _ => Err(Refusal::State),
        }
    }

    /// scheduled -> collecting. A clock that was faster has opened or started it already: no move.
    ///
    /// # Errors
    /// [`Refusal::State`] from draft and after the end.
    pub fn open(&self) -> Result<Self, Refusal> {
        use SessionState as S;
        match self.state {
            S::Scheduled => Ok(self.in_state(S::Collecting)),
            S::Collecting | S::Live | S::Paused => Ok(self.clone()),
            _ => Err(Refusal::State),
        }
    }

    /// scheduled, collecting -> live. Allowed before the announced time.
    ///
    /// # Errors
    /// [`Refusal::State`] from any other state but live.
    pub fn begin(&self, now: Millis) -> Result<Self, Refusal> {
        use SessionState as S;
        match self.state {
            S::Scheduled | S::Collecting => {
                let mut next = self.in_state(S::Live);
                next.questions_open = next.questions_open.min(now);
                Ok(next)
            }
            S::Live => Ok(self.clone()),
            _ => Err(Refusal::State),
        }
    }

    /// live -> paused: the stage is frozen, questions are still taken.
    ///
    /// # Errors
    /// [`Refusal::State`] when the session is not live.
    pub fn pause(&self) -> Result<Self, Refusal> {
        self.step(&[SessionState::Live], SessionState::Paused)
    }

    /// paused -> live.
    ///
    /// # Errors
    /// [`Refusal::State`] when the session is not paused.
    pub fn resume(&self) -> Result<Self, Refusal> {
        self.step(&[SessionState::Paused], SessionState::Live)
    }

    /// live, paused -> ended.
    ///
    /// # Errors
    /// [`Refusal::State`] when the session has not begun.
    pub fn end(&self, now: Millis) -> Result<Self, Refusal> {
        let mut next = self.step(&[SessionState::Live, SessionState::Paused], SessionState::Ended)?;
        next.ended_at = next.ended_at.or(Some(now));
        Ok(next)
    }

    /// Moves the end by `more` minutes, for a session that is live or paused.
    ///
    /// # Errors
    /// [`Refusal::State`] otherwise.
    pub fn extend(&self, more: i64) -> Result<Self, Refusal> {
        if self.is_intake() || !matches!(self.state, SessionState::Live | SessionState::Paused) {
            return Err(Refusal::State);
        }
        let mut next = self.clone();
        next.duration_min += more;
        next.questions_close = next.questions_close.map(|close| close.plus(minutes(more)));
        Ok(next)
    }

    /// ended -> archived, when nothing waits for a decision.
    ///
    /// # Errors
    /// [`Refusal::Unfinished`] while questions wait; [`Refusal::State`] from another state.
    pub fn archive(&self, waiting: i64) -> Result<Self, Refusal> {
        let next = self.step(&[SessionState::Ended], SessionState::Archived)?;
        if waiting > 0 && self.state != SessionState::Archived {
            return Err(Refusal::Unfinished);
        }
        Ok(next)
    }

    /// draft, scheduled, collecting -> cancelled, with a public note.
    ///
    /// # Errors
    /// [`Refusal::State`] once the session has begun.
    pub fn cancel(&self, note: &str) -> Result<Self, Refusal> {
        use SessionState as S;
        let mut next = self.step(&[S::Draft, S::Scheduled, S::Collecting], S::Cancelled)?;
        next.note = next.note.or_else(|| Some(note.to_owned()));
        Ok(next)
    }

    /// What the clock does next, if its time has come: open, start or end.
    #[must_use]
    pub fn due_move(&self, now: Millis) -> Option<ClockMove> {
        use SessionState as S;
        if self.is_intake() {
            return None;
        }
        let started = self.start.is_some_and(|start| now >= start);
        let over = self.ends_at().is_some_and(|end| now >= end);
        match self.state {
            S::Scheduled | S::Collecting if started => Some(ClockMove::Start),
            S::Scheduled if now >= self.questions_open => Some(ClockMove::Open),
            S::Live | S::Paused if over => Some(ClockMove::End),
            _ => None,
        }
    }

    fn step(&self, from: &[SessionState], to: SessionState) -> Result<Self, Refusal> {
        if !self.is_intake() && (self.state == to || from.contains(&self.state)) {
            Ok(self.in_state(to))
        } else {
            Err(Refusal::State)
        }
    }

    fn in_state(&self, state: SessionState) -> Self {
        Self { state, ..self.clone() }
    }
}

/// Questions are not taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    pub opens_at: Option<Millis>,
}

/// A move that the clock makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockMove {
    Open,
    Start,
    End,
}
