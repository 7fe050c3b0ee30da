//! When a session that comes again is held the next time: a rule of the calendar, and nothing that runs by itself.

use jiff::ToSpan;

use super::Session;
use crate::clock::{Date, Millis, Zone, minutes, weekday_name};
use crate::words::words;

words! {
    Repeat {
        LastWeekday = "last_weekday", "cuối tháng";
        NthWeekday = "nth_weekday", "của tháng";
        FourWeeks = "four_weeks", "sau 4 tuần";
    }
}

/// When a session is held, and when it takes questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub start: Millis,
    pub questions_open: Millis,
    pub questions_close: Option<Millis>,
}

impl Repeat {
    /// The first day after `day` by this rule; `None` when `day` itself does not follow it, or the calendar ends.
    #[must_use]
    pub fn after(self, day: Date) -> Option<Date> {
        if self == Self::FourWeeks {
            return day.checked_add(4.weeks()).ok();
        }
        let nth = self.place(day)?;
        let mut month = day.first_of_month();
        // A fifth Thursday is missing in most months; no rule skips more than a few.
        for _ in 0..12 {
            month = month.checked_add(1.month()).ok()?;
            if let Ok(next) = month.nth_weekday_of_month(nth, day.weekday()) {
                return Some(next);
            }
        }
        None
    }

    /// The rule in words for a session on this day: "thứ Năm cuối tháng"; `None` when the day does not follow it.
    #[must_use]
    pub fn told(self, day: Date) -> Option<String> {
        let weekday = weekday_name(day.weekday());
        Some(match (self, self.place(day)?) {
            (Self::NthWeekday, nth) => format!("{weekday} tuần thứ {nth} {}", self.vietnamese()),
            (Self::LastWeekday, _) => format!("{weekday} {}", self.vietnamese()),
            (Self::FourWeeks, _) => self.vietnamese().to_owned(),
        })
    }

    /// Which weekday of its month the day is by this rule, -1 for the last.
    fn place(self, day: Date) -> Option<i8> {
        let nth = (day.day() - 1) / 7 + 1;
        match self {
            Self::LastWeekday => (day.day() + 7 > day.days_in_month()).then_some(-1),
            // The fifth one is the last one.
            Self::NthWeekday => (nth < 5).then_some(nth),
            Self::FourWeeks => Some(nth),
        }
    }
}

impl Session {
    /// The next times by a rule, the first that are still to come: the same time of the day, and questions are taken as
    /// many days before as for this session. `None` for the intake, and for a rule that this session does not follow.
    #[must_use]
    pub fn next_times(&self, repeat: Repeat, now: Millis, zone: &Zone) -> Option<Times> {
        let start = self.start?;
        let first = zone.day(start);
        let mut day = repeat.after(first)?;
        while zone.moved(start, day)? <= now {
            day = repeat.after(day)?;
        }
        let gap = first.until(day).ok()?;
        let along = |at: Millis| zone.moved(at, zone.day(at).checked_add(gap).ok()?);
        let moved = zone.moved(start, day)?;
        // A close that was not chosen follows the end.
        let follows_end = self.questions_close == self.ends_at();
        Some(Times {
            start: moved,
            questions_open: along(self.questions_open)?.min(moved.plus(minutes(self.duration_min))),
            questions_close: self.questions_close.filter(|_| !follows_end).and_then(along),
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::clock::days;

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").expect("a zone")
    }

    fn at(text: &str) -> Millis {
        zone().parse_local(text).expect("a time")
    }

    fn session(start: &str) -> Session {
        let start = at(start);
        let questions_close = Some(start.plus(minutes(120)));
        let questions_open = start.plus(-days(10));
        Session {
            no: 1,
            start: Some(start),
            duration_min: 120,
            questions_open,
            questions_close,
            ..Session::intake(start)
        }
    }

    #[test]
    fn the_last_thursday_is_the_last_one_of_each_month() {
        let last = Repeat::LastWeekday;
        for (day, next) in [
            (date(2026, 9, 24), date(2026, 10, 29)),
            (date(2026, 10, 29), date(2026, 11, 26)),
            (date(2026, 12, 31), date(2027, 1, 28)),
            (date(2027, 1, 28), date(2027, 2, 25)),
        ] {
            assert_eq!(last.after(day), Some(next), "after {day}");
        }
        assert_eq!(last.told(date(2026, 9, 24)).as_deref(), Some("thứ Năm cuối tháng"));
        assert_eq!(last.after(date(2026, 9, 17)), None, "the third Thursday is not the last");
        assert_eq!(last.told(date(2026, 9, 17)), None);
    }

    #[test]
    fn the_second_tuesday_is_the_second_one_of_each_month() {
        let nth = Repeat::NthWeekday;
        assert_eq!(nth.after(date(2026, 9, 8)), Some(date(2026, 10, 13)));
        assert_eq!(nth.told(date(2026, 9, 8)).as_deref(), Some("thứ Ba tuần thứ 2 của tháng"));
        assert_eq!(nth.after(date(2026, 9, 29)), None, "a fifth Tuesday comes as the last one");
    }

    #[test]
    fn four_weeks_are_four_weeks_whatever_the_month() {
        assert_eq!(Repeat::FourWeeks.after(date(2027, 2, 1)), Some(date(2027, 3, 1)));
        assert_eq!(Repeat::FourWeeks.told(date(2027, 2, 1)).as_deref(), Some("sau 4 tuần"));
        assert_eq!(Repeat::FourWeeks.after(date(9999, 12, 31)), None, "the calendar ends");
    }

    #[test]
    fn the_next_session_is_at_the_same_time_and_takes_questions_as_long_before() {
        let session = session("2026-09-24T08:30");
        let next = session.next_times(Repeat::LastWeekday, at("2026-09-24T12:00"), &zone()).expect("a date");
        assert_eq!(next.start, at("2026-10-29T08:30"));
        assert_eq!(next.questions_open, at("2026-10-19T08:30"));
        assert_eq!(next.questions_close, None, "it follows the end, as before");
    }

    #[test]
    fn what_would_be_over_already_is_passed_over() {
        let session = session("2026-01-29T08:30");
        let next = session.next_times(Repeat::LastWeekday, at("2026-09-24T12:00"), &zone()).expect("a date");
        assert_eq!(next.start, at("2026-10-29T08:30"));
        assert_eq!(Session::intake(Millis(0)).next_times(Repeat::FourWeeks, Millis(0), &zone()), None);
    }

    proptest! {
        #[test]
        fn the_next_day_is_later_of_the_same_weekday_and_follows_the_rule(n in 0_i64..40_000, rule in 0_usize..3) {
            let day = zone().day(Millis(days(n)));
            let rule = Repeat::ALL[rule];
            prop_assert_eq!(rule.after(day).is_some(), rule.told(day).is_some());
            if let Some(next) = rule.after(day) {
                prop_assert!(next > day && next.weekday() == day.weekday());
                prop_assert!(rule.told(next).is_some());
                prop_assert!(day.until(next).expect("days").get_days() <= 35);
            }
        }
    }
}
