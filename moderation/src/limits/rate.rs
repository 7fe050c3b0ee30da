use std::{num::NonZeroU32, time::Duration};

use governor::Quota;
use thiserror::Error;

/// With these, the nanoseconds in which a bucket refills fit in 64 bits.
const MOST_AT_ONCE: u32 = 100_000;
const LONGEST: u64 = 24 * 60 * 60;

const UNITS: [(&str, u64); 3] = [("s", 1), ("m", 60), ("h", 60 * 60)];

/// Why a text is not a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadRate {
    #[error("not a rate; write one like 5/10m or 5/1s burst 20, with s, m or h")]
    Form,
    #[error("out of range; counts are 1 to {MOST_AT_ONCE}, periods 1s to 24h")]
    Range,
}

/// Reads `COUNT/PERIOD` or `COUNT/PERIOD burst COUNT`. The burst is what passes at once after a rest; it is
/// the count where none is given.
pub(super) fn read_rate(text: &str) -> Result<Quota, BadRate> {
    let (steady, burst) = match text.split_once(" burst ") {
        Some((steady, burst)) => (steady, Some(burst)),
        None => (text, None),
    };
    let (count, period) = steady.split_once('/').ok_or(BadRate::Form)?;
    let count = read_count(count)?;
    let burst = burst.map_or(Ok(count), read_count)?;
    let quota = Quota::with_period(read_period(period)? / count.get()).ok_or(BadRate::Range)?;
    Ok(quota.allow_burst(burst))
}

fn read_count(text: &str) -> Result<NonZeroU32, BadRate> {
    let count = u32::try_from(read_number(text)?).map_err(|_| BadRate::Range)?;
    NonZeroU32::new(count).filter(|count| count.get() <= MOST_AT_ONCE).ok_or(BadRate::Range)
}

fn read_period(text: &str) -> Result<Duration, BadRate> {
    let in_unit = |(unit, seconds)| Some((text.trim().strip_suffix(unit)?, seconds));
    let (number, unit) = UNITS.into_iter().find_map(in_unit).ok_or(BadRate::Form)?;
    match read_number(number)?.checked_mul(unit) {
        Some(seconds @ 1..=LONGEST) => Ok(Duration::from_secs(seconds)),
        _ => Err(BadRate::Range),
    }
}

fn read_number(text: &str) -> Result<u64, BadRate> {
    text.trim().parse().map_err(|_| BadRate::Form)
}
