//! Times of the demonstration are relative to its loading, so that it never goes stale.

use dialogue::Millis;
use dialogue::clock::{Zone, days, minutes};
use serde::Deserialize;

/// A relative time.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum When {
    /// The local date of loading plus so many days, at this time of the site's zone.
    Day { day_offset: i64, time: String },
    /// Minutes from the time of loading.
    FromNow { min_offset: i64 },
    /// Minutes from the start of the question's session.
    FromStart { min: i64 },
}

impl When {
    /// The time that is meant; `start` is that of the question's session.
    ///
    /// # Errors
    /// A time of day that is none, or minutes from the start of no session.
    pub fn resolve(&self, now: Millis, zone: &Zone, start: Option<Millis>) -> Result<Millis, String> {
        match self {
            Self::Day { day_offset, time } => {
                let day = zone.day(now.plus(days(*day_offset)));
                zone.at(day, time).ok_or_else(|| format!("{time} is no time of day"))
            }
            Self::FromNow { min_offset } => Ok(now.plus(minutes(*min_offset))),
            Self::FromStart { min } => start
                .map(|start| start.plus(minutes(*min)))
                .ok_or_else(|| "no session to count from".to_owned()),
        }
    }
}
