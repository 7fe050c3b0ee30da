//! The state that a reader builds from the frames of the live stream, by the rules of the protocol and no others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use tokio::{sync::watch, task::JoinHandle};

use crate::ws::Viewer;

/// An event came whose `prev` the reader does not have: something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub at: i64,
    pub prev: i64,
    pub seq: i64,
}

/// What a reader has: everything up to `seq` in its lens.
#[derive(Clone, Debug, Default)]
pub struct State {
    epoch: String,
    seq: i64,
    session: Value,
    questions: BTreeMap<String, Value>,
}

impl State {
    /// What somebody has who has just joined without a place: hello and the snapshot.
    pub async fn greeted(viewer: &mut Viewer) -> Self {
        let mut state = Self::default();
        loop {
            let frame = viewer.next().await;
            state.take(&frame).unwrap_or_else(|gap| panic!("{gap:?} before the snapshot"));
            if frame["type"] == "snapshot" {
                return state;
            }
        }
    }

    /// What the answer of the events path tells somebody who has nothing yet.
    pub fn of_answer(answer: &Value) -> Self {
        assert!(answer["snapshot"].is_object(), "no snapshot for somebody who has nothing: {answer}");
        let mut state = Self::default();
        state.take_answer(answer).unwrap_or_else(|gap| panic!("{gap:?} in {answer}"));
        state
    }

    /// A frame of the stream.
    pub fn take(&mut self, frame: &Value) -> Result<(), Gap> {
        match text(frame, "type") {
            // Its session is newer than what a resumed reader has: the events have to bring it by themselves.
            "hello" => text(frame, "epoch").clone_into(&mut self.epoch),
            "snapshot" => self.replace(frame),
            "event" => return self.take_event(frame),
            _ => {}
        }
        Ok(())
    }

    /// The answer of the events path: a snapshot or events, and where that leads.
    pub fn take_answer(&mut self, answer: &Value) -> Result<(), Gap> {
        text(answer, "epoch").clone_into(&mut self.epoch);
        if !answer["snapshot"].is_null() {
            self.replace(&answer["snapshot"]);
        }
        for event in answer["events"].as_array().expect("events are a list") {
            self.take_event(event)?;
        }
        assert_eq!(self.seq, number(answer, "seq"), "the answer leads to the number that it tells");
        Ok(())
    }

    /// An event, of the stream or of the events path.
    pub fn take_event(&mut self, event: &Value) -> Result<(), Gap> {
        let (prev, seq) = (number(event, "prev"), number(event, "seq"));
        assert!(prev < seq, "an event that comes before itself: {event}");
        if seq <= self.seq {
            return Ok(());
        }
        if prev > self.seq {
            return Err(Gap { at: self.seq, prev, seq });
        }
        self.place(&event["data"]);
        self.seq = seq;
        Ok(())
    }

    pub fn seq(&self) -> i64 {
        self.seq
    }

    pub fn session(&self) -> &Value {
        &self.session
    }

    pub fn question(&self, id: &str) -> Option<&Value> {
        self.questions.get(id)
    }

    /// Where this reader stands, as a query to resume: `after=12&epoch=..`
    pub fn place_query(&self) -> String {
        format!("after={}&epoch={}", self.seq, self.epoch)
    }

    /// Without votes, viewers, balance, notices and `overdue`: what two readers of one lens have alike.
    pub fn comparable(&self) -> Value {
        let questions: Map<String, Value> =
            self.questions.iter().map(|(id, question)| (id.clone(), lasting(question))).collect();
        json!({"seq": self.seq, "session": self.session, "questions": questions})
    }

    /// In what two readers differ, as lines to read; nothing when their states are equal.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let ids: BTreeSet<&String> = self.questions.keys().chain(other.questions.keys()).collect();
        let (mine, theirs) = (self.comparable(), other.comparable());
        let mut differences = Vec::new();
        let mut compare = |what: &str, mine: &Value, theirs: &Value| {
            if mine != theirs {
                differences.push(format!("{what}:\n  {mine}\n  {theirs}"));
            }
        };
        compare("seq", &mine["seq"], &theirs["seq"]);
        compare("session", &mine["session"], &theirs["session"]);
        for id in ids {
            compare(id, &mine["questions"][id], &theirs["questions"][id]);
        }
        differences
    }

    fn replace(&mut self, snapshot: &Value) {
        self.seq = number(snapshot, "seq");
        self.session = snapshot["session"].clone();
        self.questions.clear();
        for question in snapshot["questions"].as_array().expect("questions are a list") {
            self.place_question(question);
        }
    }

    fn place(&mut self, data: &Value) {
        assert!(data.is_object(), "an event without data");
        if !data["session"].is_null() {
            self.session = data["session"].clone();
        }
        if !data["question"].is_null() {
            self.place_question(&data["question"]);
        }
    }

    fn place_question(&mut self, question: &Value) {
        let id = text(question, "id");
        if question["moderation"] == "pending" {
            self.questions.remove(id);
        } else {
            self.questions.insert(id.to_owned(), question.clone());
        }
    }
}

fn lasting(question: &Value) -> Value {
    let mut question = question.clone();
    if let Some(members) = question.as_object_mut() {
        members.remove("votes");
        members.remove("overdue");
    }
    question
}

fn number(from: &Value, name: &str) -> i64 {
    from[name].as_i64().unwrap_or_else(|| panic!("no number {name} in {from}"))
}

fn text<'v>(from: &'v Value, name: &str) -> &'v str {
    from[name].as_str().unwrap_or_else(|| panic!("no text {name} in {from}"))
}

/// What somebody who read along has seen: every frame as it was sent, and the state that they made.
pub struct Seen {
    pub state: State,
    pub frames: Vec<String>,
}

/// Reads along in a task of its own, on top of `state`, until that has reached the number which `end` tells (`i64::MAX`
/// while nobody knows it) or the stream breaks off.
pub fn follow(mut viewer: Viewer, state: State, mut end: watch::Receiver<i64>) -> JoinHandle<Seen> {
    tokio::spawn(async move {
        let mut seen = Seen { state, frames: Vec::new() };
        while seen.state.seq < *end.borrow() {
            tokio::select! {
                raw = viewer.read_raw() => {
                    let Some(raw) = raw else { break };
                    let frame: Value = serde_json::from_str(&raw).expect("a frame is JSON");
                    seen.state.take(&frame).unwrap_or_else(|gap| panic!("{gap:?}: {raw}"));
                    seen.frames.push(raw);
                }
                told = end.changed() => if told.is_err() { break },
            }
        }
        seen
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Value {
        let asked = json!({"id": "2-1", "moderation": "approved", "votes": 3, "overdue": false});
        json!({"type": "snapshot", "seq": 4, "session": {"state": "live"}, "balance": {}, "questions": [asked]})
    }

    fn event(prev: i64, seq: i64, data: &Value) -> Value {
        json!({"type": "event", "seq": seq, "prev": prev, "at": "", "kind": "any", "data": data})
    }

    fn question(id: &str, moderation: &str) -> Value {
        json!({"question": {"id": id, "moderation": moderation, "votes": 0, "overdue": true}})
    }

    fn greeted() -> State {
        let mut state = State::default();
        let hello = json!({"type": "hello", "epoch": "e1", "seq": 4, "session": {}, "resumed": false});
        state.take(&hello).expect("no gap");
        state.take(&snapshot()).expect("no gap");
        state
    }

    #[test]
    fn a_planted_gap_is_found() {
        let mut state = greeted();
        // Numbers of another lens lie between: no gap.
        assert_eq!(state.take(&event(4, 9, &question("2-2", "approved"))), Ok(()));
        assert_eq!(
            state.take(&event(11, 12, &question("2-3", "approved"))),
            Err(Gap { at: 9, prev: 11, seq: 12 })
        );
        assert_eq!((state.seq(), state.question("2-3")), (9, None), "what comes after a gap is not taken");
        let answer =
            json!({"epoch": "e1", "seq": 12, "snapshot": null, "events": [event(11, 12, &json!({}))]});
        assert!(state.take_answer(&answer).is_err(), "nor on the other way");
    }

    #[test]
    fn what_came_before_is_dropped_and_a_pending_question_leaves() {
        let mut state = greeted();
        state.take(&event(2, 4, &question("2-1", "rejected"))).expect("no gap");
        assert_eq!(
            state.question("2-1").expect("it is there")["moderation"],
            "approved",
            "seq 4 came before"
        );
        state.take(&event(4, 5, &question("2-1", "pending"))).expect("no gap");
        assert_eq!((state.seq(), state.question("2-1")), (5, None));
        assert_eq!(state.place_query(), "after=5&epoch=e1");
    }

    #[test]
    fn votes_notices_and_tallies_make_no_difference_and_all_else_does() {
        let (mut state, other) = (greeted(), greeted());
        state
            .take(&json!({"type": "tally", "votes": {"2-1": 9}, "viewers": 7, "balance": {}}))
            .expect("no gap");
        let voted = json!({"question": {"id": "2-1", "moderation": "approved", "votes": 9, "overdue": true}});
        state.take(&event(4, 5, &voted)).expect("no gap");
        let mut other_at_5 = other.clone();
        other_at_5.take(&event(4, 5, &json!({"notice": {"at": "", "text": "Nghỉ"}}))).expect("no gap");
        assert_eq!(state.differences(&other_at_5), Vec::<String>::new());
        assert_eq!(state.comparable(), other_at_5.comparable());

        assert_eq!(state.differences(&other).len(), 1, "the number");
        other_at_5.take(&event(5, 6, &json!({"session": {"state": "paused"}}))).expect("no gap");
        other_at_5.take(&event(6, 7, &question("2-1", "merged"))).expect("no gap");
        other_at_5.take(&event(7, 8, &question("2-2", "approved"))).expect("no gap");
        assert_eq!(state.differences(&other_at_5).len(), 4, "number, session, a question changed, one more");
    }
}
