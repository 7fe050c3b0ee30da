//! Every rate limit of the site; open sockets are counted where they are opened.
//!
//! A limit is a bucket: `5/10m` lets five through at once, then one each two minutes. Buckets live
//! in this process; what several nodes count together is measured by [`Limits::shared_rate`].

mod action;
mod capped;
mod key;
mod rate;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
};
use thiserror::Error;

pub use action::Action;
use capped::{Capped, MOST_KEYS};
pub use key::Key;
pub use rate::BadRate;
use rate::read_rate;

/// What the configuration says wrongly in its table `[limits]`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadLimit {
    #[error("limits.{name}: there is no such limit; known are {}", known())]
    Unknown { name: String },
    #[error("limits.{name} = \"{rate}\": {reason}")]
    Rate { name: &'static str, rate: String, reason: BadRate },
}

fn known() -> String {
    Action::ALL.map(Action::name).join(", ")
}

/// A limit is reached: when to come back, and what to tell the person.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct Wait {
    /// At least 1; the value of `Retry-After`.
    pub seconds: u64,
    /// In Vietnamese, with the time to wait.
    pub message: String,
}

/// The limits of one running site.
pub struct Limits(Buckets<DefaultClock>);

impl Limits {
    /// Builds the limits from the table `[limits]` of the configuration, in which a name is that
    /// of an [`Action`] and a rate is written `5/10m` or `5/1s burst 20`. An action that is not
    /// in the table has its default.
    ///
    /// # Errors
    ///
    /// [`BadLimit`] for the first name that is unknown, else for the first rate that cannot be
    /// read.
    pub fn from_table(table: &BTreeMap<String, String>) -> Result<Self, BadLimit> {
        Buckets::from_table(table, &DefaultClock::default()).map(Self)
    }

    /// Limits that let everything through, for load tests on loopback.
    pub fn off() -> Self {
        Self(Buckets(BTreeMap::new()))
    }

    /// Whether nothing is limited.
    pub fn are_off(&self) -> bool {
        self.0.0.is_empty()
    }

    /// Counts one `action` of `key`. A refused action costs nothing.
    ///
    /// # Errors
    ///
    /// [`Wait`] when the limit is reached.
    pub fn check(&self, action: Action, key: &Key) -> Result<(), Wait> {
        self.0.check(action, key)
    }

    /// What an action's bucket holds and how it fills, for a count that nodes share; `None` where nothing is limited, and
    /// while so many keys are known here that one more would only be counted with others: a flood of made-up keys must not
    /// fill a shared memory either.
    #[must_use]
    pub fn shared_rate(&self, action: Action) -> Option<Rate> {
        let bucket = self.0.0.get(&action)?;
        let (each, burst) = (bucket.quota.replenish_interval(), bucket.quota.burst_size().get());
        (bucket.limiter.len() < MOST_KEYS).then_some(Rate { each, burst })
    }

    /// Forgets the keys that are as good as new, and gives their memory back. Buckets only grow
    /// otherwise: to be called each 30 seconds.
    pub fn sweep(&self) {
        self.0.sweep();
    }
}

/// A bucket in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// After this one more is let through.
    pub each: Duration,
    /// So many pass at once after a rest.
    pub burst: u32,
}

/// A bucket for each limited action; an action without one is not limited.
struct Buckets<C: Clock>(BTreeMap<Action, Bucket<C>>);

struct Bucket<C: Clock> {
    quota: Quota,
    limiter: RateLimiter<Key, Capped, C, NoOpMiddleware<C::Instant>>,
}

impl<C: Clock + Clone> Buckets<C> {
    fn from_table(table: &BTreeMap<String, String>, clock: &C) -> Result<Self, BadLimit> {
        let is_known = |name: &String| Action::ALL.iter().any(|action| action.name() == name);
        if let Some(name) = table.keys().find(|name| !is_known(name)) {
            return Err(BadLimit::Unknown { name: name.clone() });
        }
        let bucket = |action: Action| {
            let quota = quota(action, table)?;
            let limiter = RateLimiter::new(quota, Capped::default(), clock.clone());
            Ok((action, Bucket { quota, limiter }))
        };
        Action::ALL.into_iter().map(bucket).collect::<Result<_, _>>().map(Self)
    }

    fn check(&self, action: Action, key: &Key) -> Result<(), Wait> {
        let Some(Bucket { limiter, .. }) = self.0.get(&action) else {
            return Ok(());
        };
        limiter.check_key(key).map_err(|refusal| {
            let wait = refusal.wait_time_from(limiter.clock().now());
            Wait::before(action, wait)
        })
    }

    fn sweep(&self) {
        for Bucket { limiter, .. } in self.0.values() {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

fn quota(action: Action, table: &BTreeMap<String, String>) -> Result<Quota, BadLimit> {
    let name = action.name();
    let rate = table.get(name).map_or(action.default_rate(), String::as_str);
    read_rate(rate).map_err(|reason| BadLimit::Rate { name, rate: rate.to_owned(), reason })
}

impl Wait {
    /// What to tell somebody who may come back after this time.
    #[must_use]
    pub fn before(action: Action, wait: Duration) -> Self {
        let seconds = (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1);
        let message = action.message().replace("{wait}", &spoken(seconds));
        Self { seconds, message }
    }

    /// What to tell the person in English, with the time to wait.
    #[must_use]
    pub fn english(&self) -> String {
        let (count, unit) = measured(self.seconds);
        let [one, many] = match unit {
            Unit::Second => ["second", "seconds"],
            Unit::Minute => ["minute", "minutes"],
            Unit::Hour => ["hour", "hours"],
        };
        let unit = if count == 1 { one } else { many };
        format!(
            "Too much has come from you or from your network just now. Please try again in {count} {unit}."
        )
    }
}

/// A unit in which a wait is told.
enum Unit {
    Second,
    Minute,
    Hour,
}

/// The time to wait in the unit that says enough, never less than it is.
const fn measured(seconds: u64) -> (u64, Unit) {
    match seconds {
        0..=90 => (seconds, Unit::Second),
        91..=5_400 => (seconds.div_ceil(60), Unit::Minute),
        _ => (seconds.div_ceil(3_600), Unit::Hour),
    }
}

fn spoken(seconds: u64) -> String {
    let (count, unit) = measured(seconds);
    let unit = match unit {
        Unit::Second => "giây",
        Unit::Minute => "phút",
        Unit::Hour => "giờ",
    };
    format!("{count} {unit}")
}
