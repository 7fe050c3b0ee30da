//! What the tallies told: who gets one late gets the latest count of every question in one frame.

use std::collections::BTreeMap;

use bytes::Bytes;
use store::StoreError;

use super::frames::{ServerFrame, TallyBody};
use super::wire;
use crate::views::shapes::BalanceShape;

#[derive(Default)]
pub struct Tallies {
    number: u64,
    votes: BTreeMap<String, i64>,
    last: Option<(usize, BalanceShape)>,
    /// All of it as a frame, once somebody needed it.
    whole: Option<Bytes>,
}

impl Tallies {
    /// How many were told.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The frame of the next tally; `None` when it would say nothing new.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn next(
        &mut self,
        votes: BTreeMap<String, i64>,
        viewers: usize,
        balance: BalanceShape,
    ) -> Result<Option<(u64, Bytes)>, StoreError> {
        if votes.is_empty() && self.last == Some((viewers, balance)) {
            return Ok(None);
        }
        self.number += 1;
        self.last = Some((viewers, balance));
        self.whole = None;
        self.votes.extend(votes.iter().map(|(id, count)| (id.clone(), *count)));
        let frame = wire::text(&ServerFrame::Tally(TallyBody { votes, viewers, balance }))?;
        Ok(Some((self.number, frame)))
    }

    /// Everything that the tallies told so far.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn whole(&mut self) -> Result<Bytes, StoreError> {
        if let Some(whole) = &self.whole {
            return Ok(whole.clone());
        }
        let Some((viewers, balance)) = self.last else { return Ok(Bytes::new()) };
        let votes = self.votes.clone();
        let whole = wire::text(&ServerFrame::Tally(TallyBody { votes, viewers, balance }))?;
        Ok(self.whole.insert(whole).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BALANCE: BalanceShape = BalanceShape {
        received: 3,
        pending: 1,
        needs_info: 0,
        approved: 2,
        rejected: 0,
        merged: 0,
        redirected: 0,
        withdrawn: 0,
        answered: 0,
    };

    fn votes(of: &[(&str, i64)]) -> BTreeMap<String, i64> {
        of.iter().map(|(id, count)| ((*id).to_owned(), *count)).collect()
    }

    #[test]
    fn a_tally_without_news_is_none() {
        let mut tallies = Tallies::default();
        assert!(tallies.next(votes(&[]), 2, BALANCE).expect("a frame").is_some(), "the first");
        assert!(tallies.next(votes(&[]), 2, BALANCE).expect("a frame").is_none());
        assert!(tallies.next(votes(&[]), 3, BALANCE).expect("a frame").is_some(), "another reader");
        assert!(tallies.next(votes(&[("2-1", 4)]), 3, BALANCE).expect("a frame").is_some(), "a vote");
        assert_eq!(tallies.number(), 3);
    }

    #[test]
    fn who_comes_late_gets_the_latest_of_each() {
        let mut tallies = Tallies::default();
        for (id, count) in [("2-1", 4), ("2-2", 1), ("2-1", 5)] {
            tallies.next(votes(&[(id, count)]), 2, BALANCE).expect("a frame");
        }
        let whole = String::from_utf8_lossy(&tallies.whole().expect("a frame")).into_owned();
        assert!(whole.contains(r#""votes":{"2-1":5,"2-2":1}"#), "{whole}");
    }
}
