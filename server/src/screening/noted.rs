//! What is noted of the questions of one log, and what follows from it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use dialogue::Millis;
use dialogue::question::{Moderation, Question, Visibility};
use moderation::screen;
use moderation::similar::Index;
use store::Filed;

use super::lane::Lane;
use super::watched::Words;

/// How many near duplicates are looked for, and told, of one question.
const MOST: usize = 12;
/// How many are noted at most of one that thousands repeat.
const MOST_AT_ONE: usize = 48;

/// A near duplicate: its number in the log, and how near it is, in percent.
pub(super) type Near = (i64, u8);

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
    /// Its near duplicates are known.
    is_looked_at: bool,
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
    /// The site's words.
    words: Arc<Words>,
}

/// What follows from the notes of a log, ready to be read.
#[derive(Debug, Default)]
pub(super) struct Arranged {
    pub no: i64,
    /// The event up to which it holds.
    pub seq: i64,
    pub lanes: HashMap<Lane, Vec<i64>>,
    /// When the question came that has waited longest.
    pub oldest: Option<Millis>,
    /// Whom what stands in the lane of duplicates repeats, and who repeats whom.
    pub leaders: HashMap<i64, Near>,
    pub followers: HashMap<i64, Vec<Near>>,
    pub duplicates: HashMap<i64, Vec<Near>>,
}

impl Notes {
    pub fn of(no: i64, words: Arc<Words>) -> Self {
        Self { no, words, ..Self::default() }
    }

    /// Takes questions in as they are now, in the order of their last change.
    pub fn take_in(&mut self, changed: &[Filed]) {
        for Filed { question, changed_seq, .. } in changed {
            self.seq = self.seq.max(*changed_seq);
            self.note(question);
        }
    }

    /// Looks for the near duplicates of what waits and was not looked at yet. To be called when everything is taken in: a
    /// question may be near to one whose last change came later.
    pub fn look_around(&mut self) {
        let waiting = self.questions.iter().filter(|(_, noted)| noted.moderation == Moderation::Pending);
        let fresh: Vec<i64> =
            waiting.filter(|(_, noted)| !noted.is_looked_at).map(|(number, _)| *number).collect();
        for number in fresh {
            self.look_around_one(number);
        }
    }

    fn note(&mut self, question: &Question) {
        let number = question.name.number;
        let known = self.questions.get(&number);
        let text = question.original.as_deref();
        let is_fresh = known.is_none() && text.is_some();
        let is_suspect = match (known, text) {
            (Some(known), _) => known.is_suspect,
            (None, Some(text)) => is_suspect(text, &self.words),
            (None, None) => false,
        };
        let near = known.map(|known| known.near.clone()).unwrap_or_default();
        let is_looked_at = known.is_some_and(|known| known.is_looked_at);
        let noted = Noted {
            moderation: question.moderation,
            appealed: question.appealed,
            decided: question.decision.is_some(),
            is_public: question.visibility == Visibility::Public,
            into: question.merged_into.filter(|name| name.no == self.no).map(|name| name.number),
            at: question.asked_at,
            is_suspect,
            is_looked_at,
            near,
        };
        self.questions.insert(number, noted);
        match text {
            // What was erased goes from here too.
            None => self.index.remove(&number),
            Some(text) if is_fresh => self.index.insert(number, text),
            Some(_) => {}
        }
    }

    /// Notes the near duplicates of a question, and the question at them.
    fn look_around_one(&mut self, number: i64) {
        let found = self.index.nearest_to(&number, MOST);
        for (other, score) in &found {
            let Some(other) = self.questions.get_mut(other) else { continue };
            let is_new = other.near.iter().all(|(known, _)| *known != number);
            if is_new && other.near.len() < MOST_AT_ONE {
                other.near.push((number, *score));
            }
        }
        if let Some(noted) = self.questions.get_mut(&number) {
            noted.near = found;
            noted.is_looked_at = true;
        }
    }

    /// Everything that follows from the notes, worked out once.
    pub fn arrange(&self) -> Arranged {
        let mut arranged = Arranged { no: self.no, seq: self.seq, ..Arranged::default() };
        for (number, noted) in &self.questions {
            let near = self.duplicates(*number);
            if !near.is_empty() {
                arranged.duplicates.insert(*number, near);
            }
            let Some(lane) = self.lane(*number, noted) else { continue };
            arranged.oldest = Some(arranged.oldest.map_or(noted.at, |oldest| oldest.min(noted.at)));
            arranged.lanes.entry(lane).or_default().push(*number);
            if let Some(leader) = self.leader(*number).filter(|_| lane == Lane::Duplicates) {
                arranged.leaders.insert(*number, leader);
                arranged.followers.entry(leader.0).or_default().push((*number, leader.1));
            }
        }
        for (lane, numbers) in &mut arranged.lanes {
            numbers.sort_by_key(|number| (self.questions[number].at, *number));
            if *lane == Lane::Duplicates {
                by_group(numbers, &arranged.leaders);
            }
        }
        arranged
    }

    fn lane(&self, number: i64, noted: &Noted) -> Option<Lane> {
        if noted.moderation != Moderation::Pending {
            return None;
        }
        Some(match noted {
            _ if noted.appealed => Lane::Appeals,
            _ if noted.decided => Lane::Returned,
            _ if noted.is_suspect => Lane::Suspect,
            // A private one is merged into nothing that everybody reads.
            _ if noted.is_public && self.leader(number).is_some() => Lane::Duplicates,
            _ => Lane::Waiting,
        })
    }

    /// Whom a question repeats: the nearest that is approved, else the nearest that waits and came before it. The first of
    /// a group repeats nobody.
    fn leader(&self, number: i64) -> Option<Near> {
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

    /// What a question is near to and may be merged into, the nearest first.
    fn duplicates(&self, number: i64) -> Vec<Near> {
        let Some(noted) = self.questions.get(&number) else { return Vec::new() };
        let mut told: Vec<Near> = Vec::new();
        for (other, score) in &noted.near {
            let Some((other, _)) = self.standing(*other) else { continue };
            if other != number && told.iter().all(|(known, _)| *known != other) {
                told.push((other, *score));
            }
        }
        told.sort_by_key(|(other, score)| (std::cmp::Reverse(*score), *other));
        told.truncate(MOST);
        told
    }
}

/// Near duplicates behind whom they repeat, the group that has waited longest first.
fn by_group(numbers: &mut [i64], leaders: &HashMap<i64, Near>) {
    let leader = |number: &i64| leaders.get(number).map_or(*number, |(leader, _)| *leader);
    let mut since: HashMap<i64, usize> = HashMap::new();
    for (place, number) in numbers.iter().enumerate() {
        since.entry(leader(number)).or_insert(place);
    }
    // The order within a group stays.
    numbers.sort_by_key(|number| since[&leader(number)]);
}

fn is_suspect(text: &str, words: &Words) -> bool {
    !words.terms.abuse(text).is_empty() || screen::character(text).iter().any(|kind| kind.is_suspect())
}
