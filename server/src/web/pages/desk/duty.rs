//! How the desk is doing: the pace of what comes and goes, the longest wait, who is on duty.

use std::collections::{BTreeSet, HashMap};

use dialogue::Millis;
use dialogue::clock::minutes;
use dialogue::event::EventKind;
use store::{Lease, StoreError, Tx};
use uuid::Uuid;

use crate::screening::Log;

/// Over how long the pace is counted.
const WINDOW: i64 = 5;
/// How many events back it looks at most.
const LOOK_BACK: i64 = 3_000;

/// The desk at this moment.
pub struct Duty {
    /// How many came in a minute, and how many were decided, to one place behind the comma.
    pub came: String,
    pub decided: String,
    /// How long the one has waited that waits longest, as minutes and seconds; none when nothing waits.
    pub oldest: Option<String>,
    /// Who decided something just now, or holds something.
    pub people: Vec<String>,
}

impl Duty {
    /// # Errors
    /// What the store says.
    pub async fn now(
        tx: &mut Tx,
        (no, seq): (i64, i64),
        log: &Log,
        leases: &[Lease],
        now: Millis,
    ) -> Result<Self, StoreError> {
        let done = tx.done_since(no, seq - LOOK_BACK, now.plus(-minutes(WINDOW))).await?;
        let (mut came, mut decided) = (0, 0);
        let mut people: BTreeSet<Uuid> = leases.iter().map(|lease| lease.person).collect();
        for (kind, person, count) in done {
            match kind {
                EventKind::QuestionReceived => came += count,
                EventKind::QuestionApproved
                | EventKind::QuestionRejected
                | EventKind::QuestionMerged
                | EventKind::QuestionRedirected
                | EventKind::QuestionInfoRequested => {
                    decided += count;
                    people.extend(person);
                }
                _ => {}
            }
        }
        let mut names = Vec::new();
        for id in people {
            names.extend(tx.person(id).await?.map(|person| person.name));
        }
        names.sort();
        let oldest = log.oldest().map(|at| clock((now.0 - at.0).max(0) / 1_000));
        Ok(Self { came: a_minute(came), decided: a_minute(decided), oldest, people: names })
    }
}

fn a_minute(count: i64) -> String {
    let tenths = count * 10 / WINDOW;
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{},{}", tenths / 10, tenths % 10) }
}

/// `2:40`, `1:02:40`, or days.
fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        1..=47 => format!("{hours}:{minutes:02}:{seconds:02}"),
        _ => format!("{} ngày", hours / 24),
    }
}

/// Who holds an item, as its row shows it.
pub struct Hold {
    pub by: String,
    pub is_mine: bool,
    /// For so many milliseconds more.
    pub left: i64,
}

/// The holds of a log by question.
#[must_use]
pub fn holds(leases: &[Lease], me: Uuid, now: Millis) -> HashMap<Uuid, Hold> {
    let hold = |lease: &Lease| {
        let hold = Hold { by: lease.name.clone(), is_mine: lease.person == me, left: lease.until_at - now.0 };
        (lease.question, hold)
    };
    leases.iter().map(hold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_and_a_wait_are_told_shortly() {
        assert_eq!([a_minute(260), a_minute(7), a_minute(0)], ["52", "1,4", "0"]);
        assert_eq!([clock(160), clock(3_760), clock(400_000)], ["2:40", "1:02:40", "4 ngày"]);
    }
}
