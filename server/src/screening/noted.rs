//! What is noted of the questions of one log, and what follows from it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use dialogue::Millis;
use dialogue::PublicId;
use dialogue::question::{Moderation, Question, Visibility};
use moderation::screen::{self, Terms};
use moderation::similar::{Index, Reading};
use store::Filed;

use super::lane::Lane;

/// How many near duplicates are noted of one question.
const MOST: usize = 12;
/// How many of them are told.
const TOLD: usize = MOST;

/// A near duplicate: its number in the log, and how likely it is one, in percent.
type Near = (i64, u8);

/// A question as the desk orders it.
#[derive(Clone, Debug)]
struct Noted {
    moderation: Moderation,
    appealed: bool,
    /// Somebody decided about it before.
    decided: bool,
    is_public: bool,
    /// The number in this log that it is merged into.
    into: Option<i64>,
    at: Millis,
    /// The screen found more than a question in it.
    is_suspect: bool,
    near: Vec<Near>,
}

/// The questions of a log up to an event.
#[derive(Debug, Default)]
pub(super) struct Notes {
    no: i64,
    /// The last event that is taken in.
    pub seq: i64,
    questions: BTreeMap<i64, Noted>,
    index: Index<i64>,
    /// The words that may insult.
    terms: Arc<Terms>,
}

/// Where the decisions stand that a lane waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub lane: Lane,
    pub at: Millis,
}

impl Notes {
    pub fn of(no: i64, terms: Arc<Terms>) -> Self {
        Self { no, terms, ..Self::default() }
    }

    /// Takes questions in as they are now, in the order of their last change. All texts first: a question may be near to
    /// one that comes later in this order.
    pub fn take_in(&mut self, changed: &[Filed]) {
        let mut fresh = Vec::new();
        for Filed { question, changed_seq, .. } in changed {
            self.seq = self.seq.max(*changed_seq);
            if self.note(question) {
                fresh.push(question);
            }
        }
        for question in fresh {
            if question.moderation == Moderation::Pending {
                self.look_around(question);
            }
        }
    }

    /// Whether its text was not known yet.
    fn note(&mut self, question: &Question) -> bool {
        let number = question.name.number;
        let known = self.questions.get(&number);
        let text = question.original.as_deref();
        let is_fresh = known.is_none() && text.is_some();
        let is_suspect = match (known, text) {
            (Some(known), _) => known.is_suspect,
            (None, Some(text)) => is_suspect(text, &self.terms),
            (None, None) => false,
        };
        let near = known.map(|known| known.near.clone()).unwrap_or_default();
        let noted = Noted {
            moderation: question.moderation,
            appealed: question.appealed,
            decided: question.decision.is_some(),
            is_public: question.visibility == Visibility::Public,
            into: question.merged_into.filter(|name| name.no == self.no).map(|name| name.number),
            at: question.asked_at,
            is_suspect,
            near,
        };
        self.questions.insert(number, noted);
        match text {
            // What was erased is gone from here too.
            None => self.index.remove(&number),
            Some(text) if is_fresh => self.index.insert(number, text, &Reading::new(text)),
            Some(_) => {}
        }
        is_fresh
    }

    /// Notes the near duplicates of a question, and the question at them.
    fn look_around(&mut self, question: &Question) {
        let number = question.name.number;
        let Some(text) = question.original.as_deref() else { return };
        let found = self.index.nearest(&Reading::new(text), MOST + 1);
        let found: Vec<Near> = found.into_iter().filter(|(other, _)| *other != number).take(MOST).collect();
        for (other, score) in &found {
            let other = self.questions.get_mut(other);
            if let Some(other) = other.filter(|other| other.near.iter().all(|(known, _)| *known != number)) {
                other.near.push((number, *score));
            }
        }
        if let Some(noted) = self.questions.get_mut(&number) {
            noted.near = found;
        }
    }

    /// Where a question waits for its decision; `None` when it does not.
    pub fn place(&self, number: i64) -> Option<Place> {
        let noted = self.questions.get(&number)?;
        Some(Place { lane: self.lane(number, noted)?, at: noted.at })
    }

    fn lane(&self, number: i64, noted: &Noted) -> Option<Lane> {
        if noted.moderation != Moderation::Pending {
            return None;
        }
        Some(match noted {
            _ if noted.appealed => Lane::Appeals,
            _ if noted.decided => Lane::Returned,
            _ if noted.is_suspect => Lane::Suspect,
            _ if self.leader(number).is_some() => Lane::Duplicates,
            _ => Lane::Waiting,
        })
    }

    /// How many wait in each lane.
    pub fn counts(&self) -> HashMap<Lane, i64> {
        let mut counts = HashMap::new();
        for (number, noted) in &self.questions {
            if let Some(lane) = self.lane(*number, noted) {
                *counts.entry(lane).or_insert(0) += 1;
            }
        }
        counts
    }

    /// When the question came that has waited longest.
    pub fn oldest(&self) -> Option<Millis> {
        let pending = self.questions.values().filter(|noted| noted.moderation == Moderation::Pending);
        pending.map(|noted| noted.at).min()
    }

    /// The numbers that wait in a lane, the oldest first; near duplicates behind whom they repeat, the group that has
    /// waited longest first.
    pub fn waiting(&self, lane: Lane) -> Vec<i64> {
        let here = self.questions.iter().filter(|(number, noted)| self.lane(**number, noted) == Some(lane));
        let mut waiting: Vec<(i64, Millis)> = here.map(|(number, noted)| (*number, noted.at)).collect();
        waiting.sort_by_key(|(number, at)| (*at, *number));
        if lane == Lane::Duplicates {
            let mut since: HashMap<i64, usize> = HashMap::new();
            for (place, (number, _)) in waiting.iter().enumerate() {
                since.entry(self.leader(*number).map_or(*number, |(leader, _)| leader)).or_insert(place);
            }
            waiting.sort_by_key(|(number, at)| {
                let leader = self.leader(*number).map_or(*number, |(leader, _)| leader);
                (since.get(&leader).copied(), *at, *number)
            });
        }
        waiting.into_iter().map(|(number, _)| number).collect()
    }

    /// Whom a question repeats: the nearest that is approved, else the nearest that waits and came before it. The first of
    /// a group repeats nobody.
    pub fn leader(&self, number: i64) -> Option<Near> {
        /// Near to one that is near to another: so far and no further, for each step is less sure.
        const STEPS: usize = 3;
        let mut at = number;
        let mut found = None;
        for _ in 0..STEPS {
            let Some((next, score)) = self.next_leader(at) else { break };
            found = Some((next, found.map_or(score, |(_, known): Near| known.min(score))));
            if self.questions.get(&next).is_some_and(|noted| noted.moderation == Moderation::Approved) {
                break;
            }
            at = next;
        }
        found.filter(|(leader, _)| *leader != number)
    }

    fn next_leader(&self, number: i64) -> Option<Near> {
        let noted = self.questions.get(&number)?;
        let near = noted.near.iter().filter_map(|(other, score)| {
            let (other, found) = self.standing(*other)?;
            Some((other, *score, found))
        });
        let near: Vec<(i64, u8, &Noted)> = near.filter(|(other, ..)| *other != number).collect();
        let approved = near.iter().filter(|(.., other)| other.moderation == Moderation::Approved);
        let best = approved.max_by_key(|(other, score, _)| (*score, std::cmp::Reverse(*other)));
        let waits = |other: &Noted| other.moderation == Moderation::Pending && !other.is_suspect;
        let earlier = near.iter().filter(|(other, _, found)| *other < number && waits(found));
        let first = earlier.max_by_key(|(other, score, _)| (*score, std::cmp::Reverse(*other)));
        best.or(first).map(|(other, score, _)| (*other, *score))
    }

    /// A question that others may be merged into, by its number or by one that is merged into it.
    fn standing(&self, number: i64) -> Option<(i64, &Noted)> {
        let noted = self.questions.get(&number)?;
        let (number, noted) = match noted.into {
            Some(into) => (into, self.questions.get(&into)?),
            None => (number, noted),
        };
        let stands = matches!(noted.moderation, Moderation::Pending | Moderation::Approved);
        (stands && noted.is_public).then_some((number, noted))
    }

    /// What a question is near to and may be merged into, the likeliest first.
    pub fn duplicates(&self, number: i64) -> Vec<(PublicId, u8)> {
        let Some(noted) = self.questions.get(&number) else { return Vec::new() };
        let mut told: Vec<Near> = Vec::new();
        for (other, score) in &noted.near {
            let Some((other, _)) = self.standing(*other) else { continue };
            if other != number && told.iter().all(|(known, _)| *known != other) {
                told.push((other, *score));
            }
        }
        told.sort_by_key(|(other, score)| (std::cmp::Reverse(*score), *other));
        told.truncate(TOLD);
        told.into_iter().map(|(number, score)| (PublicId { no: self.no, number }, score)).collect()
    }

    /// Who waits and repeats this one, the oldest first.
    pub fn followers(&self, number: i64) -> Vec<Near> {
        let waiting = self.questions.iter().filter(|(_, noted)| noted.moderation == Moderation::Pending);
        let follows = waiting.filter_map(|(other, noted)| {
            let (leader, score) = self.leader(*other)?;
            let is_group = leader == number && self.lane(*other, noted) == Some(Lane::Duplicates);
            is_group.then_some((*other, score))
        });
        follows.collect()
    }
}

fn is_suspect(text: &str, terms: &Terms) -> bool {
    !terms.abuse(text).is_empty() || screen::character(text).iter().any(|kind| kind.is_suspect())
}
