//! Time, passed in and never fetched: [`Millis`] is an instant, [`Clock`] the only thing that knows
//! the present, [`Zone`] the way between instants and what stands on the clocks of the city.
//!
//! Durations are plain `i64` milliseconds, written as [`seconds`]`(90)` or [`days`]`(7)`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use jiff::civil::Date;

/// `n` seconds in milliseconds.
#[must_use]
pub const fn seconds(n: i64) -> i64 {
    n * 1000
}

/// `n` minutes in milliseconds.
#[must_use]
pub const fn minutes(n: i64) -> i64 {
    seconds(n * 60)
}

/// `n` hours in milliseconds.
#[must_use]
pub const fn hours(n: i64) -> i64 {
    minutes(n * 60)
}

/// `n` times 24 hours in milliseconds. For working days see [`calendar`](crate::calendar).
#[must_use]
pub const fn days(n: i64) -> i64 {
    hours(n * 24)
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z, without leap seconds. The form in which the
/// database keeps it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// Later than everything: what has no end.
    pub const MAX: Self = Self(i64::MAX);

    /// The instant `ms` milliseconds later, or earlier when negative. Stops at the ends of the
    /// range.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// Tells the present.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The clock of the machine.
    System,
    /// A clock that stands until it is moved: tests and the demonstration. Its copies move
    /// together.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn set(at: Millis) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at.0)))
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Millis {
        match self {
            Self::System => system_now(),
            Self::Set(at) => Millis(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a set clock, back or forth, with all its copies. The system's clock stays.
    pub fn move_to(&self, at: Millis) {
        if let Self::Set(now) = self {
            now.store(at.0, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the present is fetched; all others are given a Clock"
)]
fn system_now() -> Millis {
    let ms = |duration: std::time::Duration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => Millis(ms(since)),
        Err(before) => Millis(-ms(before.duration())),
    }
}

/// A time zone's name that the IANA database does not hold.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("unknown time zone {0:?}; write a name such as Asia/Ho_Chi_Minh")]
pub struct UnknownZone(pub String);

/// The site's time zone. Its rules are compiled in, so that every machine shows the same time.
///
/// Instants outside the years -9999 to 9999 are shown as the nearest one inside. A local time that
/// the clocks skip or repeat when summer time changes is read as RFC 5545 does: later by the gap,
/// and the first of two.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name.
    ///
    /// # Errors
    /// [`UnknownZone`] when there is none of that name.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name).map(Self).map_err(|_| UnknownZone(name.to_owned()))
    }

    /// `2026-09-24T08:30:00+07:00`: the form of the wire. Milliseconds, always three digits, only
    /// when not zero. (Before 1912, when zones were not whole minutes, the offset has seconds too.)
    #[must_use]
    pub fn rfc3339(&self, at: Millis) -> String {
        let local = timestamp(at).to_zoned_datetime(self.0.clone());
        let form = if at.0 % 1000 == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S%.3f%:z" };
        local.strftime(form).to_string()
    }

    /// Reads RFC 3339, section 5.6: date, time, seconds and an offset or `Z`, all of them. What is
    /// finer than a millisecond is cut. The offset in the text counts, not this zone's.
    #[must_use]
    pub fn parse_rfc3339(&self, text: &str) -> Option<Millis> {
        let after_seconds = strip_shape(text, "dddd-dd-ddTdd:dd:dd")?;
        let offset = strip_fraction(after_seconds)?;
        if !offset.eq_ignore_ascii_case("z") && strip_shape(offset, "+dd:dd") != Some("") {
            return None;
        }
        let at: Timestamp = text.parse().ok()?;
        Some(Millis(at.as_millisecond()))
    }

    /// Reads the value of an HTML `datetime-local` field, `2026-09-24T08:30` in this zone. Seconds
    /// may follow, and a blank may stand for the T where a person typed it.
    #[must_use]
    pub fn parse_local(&self, text: &str) -> Option<Millis> {
        let rest = strip_shape(text, "dddd-dd-ddTdd:dd")?;
        let seconds = strip_shape(rest, ":dd").and_then(strip_fraction);
        if !rest.is_empty() && seconds != Some("") {
            return None;
        }
        self.instant(text.parse().ok()?)
    }

    /// The value of an HTML `datetime-local` field, in this zone and to the minute; [`Zone::parse_local`] reads it.
    #[must_use]
    pub fn input(&self, at: Millis) -> String {
        self.local(at).strftime("%Y-%m-%dT%H:%M").to_string()
    }

    /// `thứ Năm, 24/09/2026, 08:30`: the form of pages where there is room (experience.md, "Words").
    #[must_use]
    pub fn long(&self, at: Millis) -> String {
        let local = self.local(at);
        format!("{}, {}, {}", weekday_name(local.weekday()), local.strftime("%d/%m/%Y"), self.time(at))
    }

    /// `24/09/2026 08:30`.
    #[must_use]
    pub fn short(&self, at: Millis) -> String {
        self.local(at).strftime("%d/%m/%Y %H:%M").to_string()
    }

    /// `Thursday, 24 September 2026, 08:30`: as [`Zone::long`], for pages in English.
    #[must_use]
    pub fn long_english(&self, at: Millis) -> String {
        self.local(at).strftime("%A, %-d %B %Y, %H:%M").to_string()
    }

    /// `24 Sep 2026, 08:30`: as [`Zone::short`], for pages in English.
    #[must_use]
    pub fn short_english(&self, at: Millis) -> String {
        self.local(at).strftime("%-d %b %Y, %H:%M").to_string()
    }

    /// `08:30`.
    #[must_use]
    pub fn time(&self, at: Millis) -> String {
        self.local(at).strftime("%H:%M").to_string()
    }

    /// The day on the calendar.
    #[must_use]
    pub fn day(&self, at: Millis) -> Date {
        self.local(at).date()
    }

    /// The year on the calendar.
    #[must_use]
    pub fn year(&self, at: Millis) -> i64 {
        i64::from(self.day(at).year())
    }

    /// The instant of `time`, written `HH:MM`, on a day. None when `time` is no time.
    #[must_use]
    pub fn at(&self, day: Date, time: &str) -> Option<Millis> {
        if strip_shape(time, "dd:dd") != Some("") {
            return None;
        }
        self.instant(day.to_datetime(time.parse::<Time>().ok()?))
    }

    /// The first instant of a day written `2026-09-24`; none when the text is no day.
    #[must_use]
    pub fn midnight(&self, day: &str) -> Option<Millis> {
        self.at(day.parse().ok()?, "00:00")
    }

    /// The first instant after a day written `2026-09-24`; none when the text is no day.
    #[must_use]
    pub fn midnight_after(&self, day: &str) -> Option<Millis> {
        self.at(day.parse::<Date>().ok()?.tomorrow().ok()?, "00:00")
    }

    /// The instant at the same time of another day.
    pub(crate) fn moved(&self, at: Millis, day: Date) -> Option<Millis> {
        self.instant(day.to_datetime(self.local(at).time()))
    }

    /// The instant of a local date and time. None only outside the years -9999 to 9999.
    pub(crate) fn instant(&self, local: DateTime) -> Option<Millis> {
        let at = self.0.to_timestamp(local).ok()?;
        Some(Millis(at.as_millisecond()))
    }

    fn local(&self, at: Millis) -> DateTime {
        self.0.to_datetime(timestamp(at))
    }
}

fn timestamp(at: Millis) -> Timestamp {
    let nearest = if at.0 < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(at.0).unwrap_or(nearest)
}

/// The name of the day has the capital, not the word "thứ" before it (experience.md, "Words").
pub(crate) const fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "thứ Hai",
        Weekday::Tuesday => "thứ Ba",
        Weekday::Wednesday => "thứ Tư",
        Weekday::Thursday => "thứ Năm",
        Weekday::Friday => "thứ Sáu",
        Weekday::Saturday => "thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    }
}

/// What follows in `text` after a part of this shape, in which `d` is a digit, `T` may be `t` or a
/// blank, and `+` may be `-`.
///
/// Shapes are looked at first because the time crate's parser takes far more than RFC 3339.
fn strip_shape<'a>(text: &'a str, shape: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(shape.len())?;
    let fits = head.bytes().zip(shape.bytes()).all(|(byte, kind)| match kind {
        b'd' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        b'+' => matches!(byte, b'+' | b'-'),
        _ => byte == kind,
    });
    fits.then_some(rest)
}

/// What follows after an optional fraction of a second; None after a point without a digit.
fn strip_fraction(text: &str) -> Option<&str> {
    let Some(fraction) = text.strip_prefix('.') else {
        return Some(text);
    };
    let rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < fraction.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const T: Millis = Millis(1_790_213_400_000);

    fn zone() -> Zone {
        Zone::named("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn durations_are_milliseconds() {
        assert_eq!(
            (seconds(90), minutes(15), hours(48), days(7)),
            (90_000, 900_000, 172_800_000, 604_800_000)
        );
        assert_eq!(T.plus(seconds(-1)), Millis(T.0 - 1000));
        assert_eq!(Millis::MAX.plus(1), Millis::MAX);
    }

    #[test]
    fn a_set_clock_stands_and_its_copies_move_with_it() {
        let clock = Clock::set(T);
        let copy = clock.clone();
        assert_eq!(clock.now(), T);
        copy.move_to(T.plus(5));
        assert_eq!(clock.now(), T.plus(5));
    }

    #[test]
    fn the_system_clock_cannot_be_moved() {
        let before = Clock::System.now();
        Clock::System.move_to(Millis(0));
        assert!(Clock::System.now() >= before && before > Millis(1_700_000_000_000));
    }

    #[test]
    fn an_instant_is_json_as_a_number() {
        assert_eq!(serde_json::to_string(&Millis(-5)).unwrap(), "-5");
        assert_eq!(serde_json::from_str::<Millis>("7").unwrap(), Millis(7));
    }

    #[test]
    fn unknown_zones_are_named_in_the_error() {
        assert_eq!(Zone::named("Asia/Hai_Dang").unwrap_err(), UnknownZone("Asia/Hai_Dang".to_owned()));
    }

    #[test]
    fn every_form_shows_the_time_of_the_city() {
        let zone = zone();
        assert_eq!(zone.rfc3339(T), "2026-09-24T08:30:00+07:00");
        assert_eq!(zone.rfc3339(T.plus(50)), "2026-09-24T08:30:00.050+07:00");
        assert_eq!(zone.long(T), "thứ Năm, 24/09/2026, 08:30");
        assert_eq!(zone.long(T.plus(days(3))), "Chủ nhật, 27/09/2026, 08:30");
        assert_eq!(zone.short(T), "24/09/2026 08:30");
        assert_eq!(zone.time(T), "08:30");
        assert_eq!(zone.day(T.plus(hours(16))), date(2026, 9, 25));
        assert_eq!(
            zone.year(Millis(1_798_736_400_000)),
            2027,
            "the new year comes seven hours before Greenwich's"
        );
    }

    #[test]
    fn rfc3339_is_read_with_any_offset() {
        let read = |text| zone().parse_rfc3339(text);
        for text in [
            "2026-09-24T08:30:00+07:00",
            "2026-09-24T01:30:00Z",
            "2026-09-24T01:30:00-00:00",
            "2026-09-24t01:30:00.0009z",
            "2026-09-23 20:30:00-05:00",
        ] {
            assert_eq!(read(text), Some(T), "{text}");
        }
        assert_eq!(read("2026-09-24T01:30:00.25Z"), Some(T.plus(250)));
    }

    #[test]
    fn what_is_not_rfc3339_is_not_read() {
        for text in [
            "",
            "2026-09-24",
            "2026-09-24T08:30:00",
            "2026-09-24T08:30+07:00",
            "2026-09-24T08:30:00+07",
            "2026-09-24T08:30:00+0700",
            "2026-09-24T08:30:00.+07:00",
            "2026-09-24T08:30:00+07:00[Asia/Ho_Chi_Minh]",
            "2026-02-30T08:30:00Z",
            "2026-09-24T25:30:00Z",
            "20260924T083000Z",
            "+002026-09-24T08:30:00Z",
            "2026-09-24T08:30:00Z ",
            "hôm nay, lúc 8 giờ sáng",
        ] {
            assert_eq!(zone().parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn form_values_are_read_in_the_site_zone() {
        for text in ["2026-09-24T08:30", "2026-09-24T08:30:00", "2026-09-24T08:30:00.000", "2026-09-24 08:30"]
        {
            assert_eq!(zone().parse_local(text), Some(T), "{text}");
        }
        for text in [
            "",
            "2026-09-24",
            "2026-09-24T8:30",
            "2026-09-24T08:30Z",
            "2026-09-24T08:30:00+07:00",
            "2026-13-24T08:30",
        ] {
            assert_eq!(zone().parse_local(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_on_a_day_is_an_instant() {
        let day = date(2026, 9, 24);
        assert_eq!(zone().at(day, "08:30"), Some(T));
        for time in ["8:30", "24:00", "08:60", "08:30:00", "", "T08:30"] {
            assert_eq!(zone().at(day, time), None, "{time}");
        }
    }

    #[test]
    fn instants_out_of_range_are_shown_as_the_nearest() {
        assert!(zone().rfc3339(Millis::MAX).starts_with("9999-12-31T"));
        assert!(zone().rfc3339(Millis(i64::MIN)).starts_with("-9999-01-0"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(ms in -1_800_000_000_000_i64..32_000_000_000_000) {
            let zone = zone();
            prop_assert_eq!(zone.parse_rfc3339(&zone.rfc3339(Millis(ms))), Some(Millis(ms)));
        }

        #[test]
        fn day_and_time_make_the_minute(ms in 0_i64..32_000_000_000_000) {
            let (zone, minute) = (zone(), Millis(ms - ms % minutes(1)));
            prop_assert_eq!(zone.at(zone.day(minute), &zone.time(minute)), Some(minute));
        }

        #[test]
        fn readers_take_any_text(text in any::<String>()) {
            let _ = (zone().parse_rfc3339(&text), zone().parse_local(&text), zone().at(date(2026, 1, 1), &text));
        }
    }
}
