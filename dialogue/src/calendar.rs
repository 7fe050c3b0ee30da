//! Working days: when an answer is due, and the calculation that the page shows beside it.
//!
//! A deadline is the end of the n-th working day after the day of the event that starts the clock;
//! that day itself is not counted (life-cycle.md, "Handling"). It is computed once, when the clock
//! starts, and stored: a change of the calendar never moves yesterday's deadlines.

use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::civil::{Time, Weekday, time};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::clock::{Date, Millis, Zone};

/// Which deadline an item has. The numbers are defaults in working days (experience.md, section 4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueRule {
    /// Receive and sort an item.
    Triage = 1,
    /// Hand an item to the unit that is competent.
    Transfer = 2,
    /// Answer what a session left open.
    SessionFollowup = 5,
    /// Answer a report, a suggestion, an obstacle.
    Standard = 10,
    /// Answer what several units must work on.
    Complex = 15,
}

impl DueRule {
    /// Every rule, the shortest first.
    pub const ALL: [Self; 5] =
        [Self::Triage, Self::Transfer, Self::SessionFollowup, Self::Standard, Self::Complex];

    /// The default, where the site's configuration says nothing else.
    #[must_use]
    pub const fn working_days(self) -> u32 {
        self as u32
    }
}

/// A day that comes every year, written `MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// A text that is no day of the year.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("not a day of the year such as 09-02")]
pub struct NotAMonthDay;

impl MonthDay {
    /// The day of the year on which `date` falls.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }
}

impl FromStr for MonthDay {
    type Err = NotAMonthDay;

    fn from_str(text: &str) -> Result<Self, NotAMonthDay> {
        let leap_year = format!("2000-{text}");
        let date: Date = leap_year.parse().map_err(|_| NotAMonthDay)?;
        if date.to_string() == leap_year { Ok(Self::of(date)) } else { Err(NotAMonthDay) }
    }
}

/// Which days are worked on, in the site's zone.
///
/// What is told of a single day goes before what comes every year, and that before the weekend:
/// `on`, `off`, `fixed`, Saturday and Sunday.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Where the days begin and end.
    pub zone: Zone,
    /// Local time at which a working day ends, and with it a deadline.
    pub closes: Time,
    /// Holidays on the same date each year.
    pub fixed: BTreeSet<MonthDay>,
    /// Other days off, as announced each year: Tết, Giỗ Tổ, days in lieu.
    pub off: BTreeSet<Date>,
    /// Days worked although they would be free: make-up days.
    pub on: BTreeSet<Date>,
}

/// Why a day is not worked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// A Saturday or a Sunday that is nothing else.
    Weekend,
    /// A holiday, of every year or announced, on whatever day of the week.
    Holiday,
}

/// One day of the calculation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// The day.
    pub date: Date,
    /// Counted or skipped.
    pub day: Day,
}

/// What a day is worth in the calculation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Day {
    /// The n-th working day, from 1.
    Counted(u32),
    /// Not worked.
    Skipped(Rest),
}

/// A deadline and how it came about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// The deadline: after this instant the item is overdue.
    pub at: Millis,
    /// The day on which the clock started, itself not counted.
    pub start: Date,
    /// Each day after `start`, up to the last one counted.
    pub steps: Vec<Step>,
}

impl Calendar {
    /// Vietnam's offices: Saturday and Sunday free, four fixed holidays (1 January, 30 April, 1
    /// May, 2 September: Bộ luật Lao động 2019, article 112), the day ends at 17:00. What is
    /// announced each year (lunar holidays, the second day of Quốc khánh, days in lieu, make-up
    /// days) has to be entered in `off` and `on`.
    #[must_use]
    pub fn vietnam(zone: Zone) -> Self {
        let fixed = [(1, 1), (4, 30), (5, 1), (9, 2)].map(|(month, day)| MonthDay { month, day });
        Self {
            zone,
            closes: time(17, 0, 0, 0),
            fixed: fixed.into(),
            off: BTreeSet::new(),
            on: BTreeSet::new(),
        }
    }

    /// Why nobody works on this day. None for a working day.
    #[must_use]
    pub fn rest(&self, date: Date) -> Option<Rest> {
        if self.on.contains(&date) {
            None
        } else if self.off.contains(&date) || self.fixed.contains(&MonthDay::of(date)) {
            Some(Rest::Holiday)
        } else {
            matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday).then_some(Rest::Weekend)
        }
    }

    /// Whether this day counts.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        self.rest(date).is_none()
    }

    /// The end of the `working_days`-th working day after the day of `from`. 0 counts as 1: a
    /// deadline is never in the past. The calendar ends with the year 9999; what would be due after
    /// it is due at [`Millis::MAX`].
    #[must_use]
    pub fn due(&self, from: Millis, working_days: u32) -> Due {
        let start = self.zone.day(from);
        let mut steps = Vec::new();
        let (mut date, mut counted) = (start, 0);
        while counted < working_days.max(1) {
            let Ok(next) = date.tomorrow() else { break };
            date = next;
            let day = self.rest(date).map_or_else(|| Day::Counted(counted + 1), Day::Skipped);
            if let Day::Counted(n) = day {
                counted = n;
            }
            steps.push(Step { date, day });
        }
        let at = self.zone.instant(date.to_datetime(self.closes)).unwrap_or(Millis::MAX);
        Due { at, start, steps }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::clock::days;

    fn calendar() -> Calendar {
        Calendar::vietnam(Zone::named("Asia/Ho_Chi_Minh").unwrap())
    }

    fn due(calendar: &Calendar, from: &str, working_days: u32) -> String {
        let from = calendar.zone.parse_local(from).unwrap();
        calendar.zone.short(calendar.due(from, working_days).at)
    }

    #[test]
    fn ten_working_days_pass_over_the_weekends() {
        assert_eq!(due(&calendar(), "2026-11-02T19:48", 10), "16/11/2026 17:00");
    }

    #[test]
    fn the_first_day_is_not_counted_at_whatever_hour() {
        for from in ["2026-11-02T00:00", "2026-11-02T12:00", "2026-11-02T23:59"] {
            assert_eq!(due(&calendar(), from, 1), "03/11/2026 17:00");
        }
        for from in ["2026-11-06T09:00", "2026-11-07T09:00", "2026-11-08T09:00"] {
            assert_eq!(due(&calendar(), from, 1), "09/11/2026 17:00");
        }
    }

    #[test]
    fn no_days_are_one_day() {
        assert_eq!(due(&calendar(), "2026-11-02T19:48", 0), "03/11/2026 17:00");
    }

    #[test]
    fn the_calculation_tells_each_day_and_its_reason() {
        let calendar = Calendar { off: [date(2026, 9, 1)].into(), ..calendar() };
        let due = calendar.due(calendar.zone.parse_local("2026-08-28T10:00").unwrap(), 2);
        let days: Vec<_> = due.steps.iter().map(|step| (step.date.day(), step.day)).collect();
        assert_eq!(due.start, date(2026, 8, 28));
        assert_eq!(
            days,
            [
                (29, Day::Skipped(Rest::Weekend)),
                (30, Day::Skipped(Rest::Weekend)),
                (31, Day::Counted(1)),
                (1, Day::Skipped(Rest::Holiday)),
                (2, Day::Skipped(Rest::Holiday)),
                (3, Day::Counted(2)),
            ]
        );
    }

    #[test]
    fn a_make_up_day_goes_before_everything() {
        let (saturday, new_year) = (date(2026, 11, 7), date(2027, 1, 1));
        let calendar = Calendar { on: [saturday, new_year].into(), off: [saturday].into(), ..calendar() };
        assert!(calendar.is_working(saturday) && calendar.is_working(new_year));
        assert!(!calendar.is_working(date(2026, 11, 14)) && !calendar.is_working(date(2028, 1, 1)));
    }

    #[test]
    fn a_holiday_on_a_sunday_is_a_holiday() {
        assert_eq!(calendar().rest(date(2028, 4, 30)), Some(Rest::Holiday));
    }

    #[test]
    fn days_of_the_year_are_read_strictly() {
        assert_eq!("09-02".parse(), Ok(MonthDay { month: 9, day: 2 }));
        assert_eq!("02-29".parse(), Ok(MonthDay { month: 2, day: 29 }));
        for text in ["", "9-2", "02-30", "13-01", "0902", "09-02T00:00", "09-02 "] {
            assert_eq!(text.parse::<MonthDay>(), Err(NotAMonthDay), "{text}");
        }
    }

    #[test]
    fn the_calendar_has_an_end() {
        assert_eq!(calendar().due(Millis::MAX, 10).at, Millis::MAX);
    }

    #[test]
    fn rules_have_their_days() {
        assert_eq!(DueRule::ALL.map(DueRule::working_days), [1, 2, 5, 10, 15]);
        assert_eq!(serde_json::to_string(&DueRule::SessionFollowup).unwrap(), r#""session_followup""#);
    }

    proptest! {
        #[test]
        fn a_deadline_is_the_end_of_a_working_day_and_all_days_add_up(
            from in 0_i64..4_000_000_000_000,
            working_days in 1_u32..60,
            off in proptest::collection::btree_set(0_i64..90, 0..20),
        ) {
            let mut calendar = calendar();
            calendar.off = off.into_iter().map(|n| calendar.zone.day(Millis(from).plus(days(n)))).collect();
            let due = calendar.due(Millis(from), working_days);
            let counted: Vec<_> = due.steps.iter().filter(|step| calendar.is_working(step.date)).collect();
            let last = due.steps.last().unwrap();
            prop_assert_eq!(last.day, Day::Counted(working_days));
            prop_assert_eq!(counted.len(), working_days as usize);
            prop_assert_eq!(calendar.zone.at(last.date, "17:00"), Some(due.at));
            prop_assert!(due.at > Millis(from));
        }

        #[test]
        fn more_days_are_never_due_earlier(from in 0_i64..4_000_000_000_000, a in 1_u32..60, b in 1_u32..60) {
            let calendar = calendar();
            let at = |n| calendar.due(Millis(from), n).at;
            prop_assert_eq!(a.cmp(&b), at(a).cmp(&at(b)));
        }
    }
}
