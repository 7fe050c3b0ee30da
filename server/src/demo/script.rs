//! The script of the demonstration: who does what at which time, so that replaying it ends in the state of the data.

use std::collections::HashMap;

use dialogue::Millis;
use dialogue::answer::{AnswerKind, Mode};
use dialogue::clock::{Zone, days, hours, minutes};
use dialogue::question::{Handling, Moderation, Stage};
use dialogue::session::SessionState;

use super::data::{City, Question, Session};
use super::when::When;

/// One move, of the session or question at this place in the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    CreateSession(usize),
    Announce(usize),
    /// What the clock owes the session at that time: open, start or end.
    Clock(usize),
    Ask(usize),
    /// Approve, reject, merge, ask back or redirect, as the data has it.
    Decide(usize),
    Transfer(usize, usize),
    /// The units that support in the end.
    Settle(usize),
    Queue(usize),
    Stage(usize),
    Draft(usize),
    Submit(usize),
    Answer(usize, usize),
    Rate(usize),
}

/// The moves in the order of their time.
pub struct Script(pub Vec<(Millis, Move)>);

struct Writer<'a> {
    city: &'a City,
    now: Millis,
    zone: &'a Zone,
    starts: HashMap<&'a str, Millis>,
    moves: Vec<(Millis, Move)>,
}

type Written<T = ()> = Result<T, String>;

impl Script {
    /// The time of the first move.
    pub fn first(&self) -> Option<Millis> {
        self.0.first().map(|(at, _)| *at)
    }

    /// # Errors
    /// Data that names a time or a session that is none.
    pub fn write(city: &City, now: Millis, zone: &Zone) -> Written<Self> {
        let mut writer = Writer { city, now, zone, starts: HashMap::new(), moves: Vec::new() };
        for session in &city.sessions {
            let start = session.start.resolve(now, zone, None)?;
            writer.starts.insert(&session.id, start);
        }
        for (place, session) in city.sessions.iter().enumerate() {
            writer.session(place, session)?;
        }
        for (place, question) in city.questions.iter().enumerate() {
            writer.question(place, question)?;
        }
        for session in &city.sessions {
            writer.stage(session)?;
        }
        // The sort is stable: what stands first in the file happens first.
        writer.moves.sort_by_key(|(at, _)| *at);
        Ok(Self(writer.moves))
    }
}

impl<'a> Writer<'a> {
    fn add(&mut self, at: Millis, step: Move) {
        self.moves.push((at, step));
    }

    fn time(&self, when: &When, question: &Question) -> Written<Millis> {
        when.resolve(self.now, self.zone, self.start_of(question))
    }

    fn start_of(&self, question: &Question) -> Option<Millis> {
        question.session.as_deref().and_then(|id| self.starts.get(id)).copied()
    }

    fn session(&mut self, place: usize, session: &'a Session) -> Written {
        let start = self.starts[session.id.as_str()];
        let opens = session.questions_open.resolve(self.now, self.zone, None)?;
        self.add(opens.plus(-days(1)), Move::CreateSession(place));
        self.add(opens.plus(-hours(23)), Move::Announce(place));
        self.add(opens, Move::Clock(place));
        if matches!(session.state, SessionState::Live | SessionState::Ended) {
            self.add(start, Move::Clock(place));
        }
        if session.state == SessionState::Ended {
            self.add(start.plus(minutes(session.duration_min)), Move::Clock(place));
        }
        Ok(())
    }

    fn question(&mut self, place: usize, question: &'a Question) -> Written {
        self.add(self.time(&question.at, question)?, Move::Ask(place));
        if question.moderation == Moderation::Pending {
            return Ok(());
        }
        let decided = self.decided(question)?;
        self.add(decided, Move::Decide(place));
        for (n, transfer) in question.transfers.iter().enumerate().skip(1) {
            self.add(self.time(&transfer.at, question)?, Move::Transfer(place, n));
        }
        if let Some(last) = question.transfers.last() {
            self.add(self.time(&last.at, question)?.plus(minutes(1)), Move::Settle(place));
        }
        if question.stage != Stage::None {
            self.add(decided.plus(minutes(1)), Move::Queue(place));
        }
        self.work(place, question, decided)
    }

    /// Twenty minutes after receipt, or two while the session is live.
    fn decided(&self, question: &Question) -> Written<Millis> {
        let asked = self.time(&question.at, question)?;
        if let Some(first) = question.transfers.first() {
            return self.time(&first.at, question);
        }
        let live = self.start_of(question).is_some_and(|start| asked >= start);
        Ok(asked.plus(minutes(if live { 2 } else { 20 })))
    }

    fn work(&mut self, place: usize, question: &'a Question, decided: Millis) -> Written {
        let begun = match self.start_of(question) {
            Some(start) if start < self.now => start.plus(minutes(30)),
            _ => decided.plus(hours(4)),
        };
        if matches!(question.handling, Handling::Drafting | Handling::InReview) {
            self.add(begun, Move::Draft(place));
        }
        if question.handling == Handling::InReview {
            self.add(begun.plus(hours(2)), Move::Submit(place));
        }
        for (n, answer) in question.answers.iter().enumerate() {
            self.add(self.time(&answer.at, question)?, Move::Answer(place, n));
        }
        if let (Some(_), Some(first)) = (&question.rating, question.answers.first()) {
            let later = self.time(&first.at, question)?.plus(hours(20)).min(self.now);
            self.add(later, Move::Rate(place));
        }
        Ok(())
    }

    /// Who was on stage, in the order of the answers given aloud; those answered in writing follow.
    fn stage(&mut self, session: &'a Session) -> Written {
        let start = self.starts[session.id.as_str()];
        let mut spoken = Vec::new();
        let mut written = Vec::new();
        for (place, question) in self.city.questions.iter().enumerate() {
            let here = question.session.as_deref() == Some(session.id.as_str());
            if !here || !matches!(question.stage, Stage::Done | Stage::OnStage) {
                continue;
            }
            match self.answered_in(question, session, start)? {
                Some(at) => spoken.push((at.plus(-minutes(2)), place)),
                None => written.push(place),
            }
        }
        spoken.sort_unstable();
        let last = spoken.last().map_or(start, |(at, _)| *at);
        for (n, place) in (1..).zip(written) {
            spoken.push((last.plus(minutes(4 * n)), place));
        }
        for (at, place) in spoken {
            self.add(at, Move::Stage(place));
        }
        Ok(())
    }

    /// When the first answer came, if it came while the session was live.
    fn answered_in(&self, question: &Question, session: &Session, start: Millis) -> Written<Option<Millis>> {
        let Some(first) = question.answers.iter().find(|answer| answer.kind == AnswerKind::Answer) else {
            return Ok(None);
        };
        let at = self.time(&first.at, question)?;
        let end = start.plus(minutes(session.duration_min));
        let spoken = first.mode == Mode::Live || matches!(first.at, When::FromStart { .. });
        Ok((spoken && at <= end).then_some(at))
    }
}
