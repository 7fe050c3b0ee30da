//! Rate limits: counted in this process first, then, with Redis, together with the other nodes.
//!
//! Redis holds one number for a key, the time at which its bucket is full again (the generic cell rate algorithm), under a
//! keyed hash: no address leaves the process. Where Redis does not answer in time, each node counts for itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use dialogue::clock::Clock;
use moderation::limits::{Action, Key, Limits, Rate, Wait};
use redis::RedisError;
use redis::aio::ConnectionManager;
use tokio::time::timeout;

use crate::keys::Keys;

/// Nobody waits longer for the shared count.
const PATIENCE: Duration = Duration::from_millis(100);
/// A Redis that did not answer is left alone for this long, in milliseconds.
const REST: i64 = 1_000;
/// It answered last time.
const COUNTS: i64 = 0;

/// Counts one action by the clock of Redis, in microseconds: 0 when it may pass, else after how many it may. A refused one
/// costs nothing. The number is gone when the bucket is full.
const COUNT: &str = r"
local now = redis.call('TIME')
now = now[1] * 1000000 + now[2]
local each, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + each
local wait = full - each * burst - now
if wait > 0 then return wait end
redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil((full - now) / 1000))
return 0
";

/// The limits of a node.
pub struct Limiter {
    own: Limits,
    shared: Option<Shared>,
}

/// The count that the nodes have together.
struct Shared {
    redis: ConnectionManager,
    keys: Keys,
    clock: Clock,
    /// Until then Redis is not asked.
    rests_until: Arc<AtomicI64>,
}

impl Limiter {
    /// Limits of one node, or with Redis of all.
    #[must_use]
    pub fn new(own: Limits, redis: Option<ConnectionManager>, keys: &Keys, clock: &Clock) -> Self {
        let shared =
            |redis| Shared { redis, keys: keys.clone(), clock: clock.clone(), rests_until: Arc::default() };
        Self { own, shared: redis.map(shared) }
    }

    /// Whether nothing is limited.
    #[must_use]
    pub fn are_off(&self) -> bool {
        self.own.are_off()
    }

    /// Counts one action of a key, here and at the other nodes.
    ///
    /// # Errors
    /// [`Wait`] when the limit is reached.
    pub async fn check(&self, action: Action, key: &Key) -> Result<(), Wait> {
        self.own.check(action, key)?;
        let (Some(shared), Some(rate)) = (&self.shared, self.own.shared_rate(action)) else { return Ok(()) };
        match shared.count(action, key, rate).await {
            Some(wait) => Err(Wait::before(action, wait)),
            None => Ok(()),
        }
    }

    /// Gives the memory of keys that are as good as new back.
    pub fn sweep(&self) {
        self.own.sweep();
    }
}

impl Shared {
    /// After which time it may pass; `None` when it may now, or when Redis does not say.
    async fn count(&self, action: Action, key: &Key, rate: Rate) -> Option<Duration> {
        let now = self.clock.now().0;
        if now < self.rests_until.load(Ordering::Relaxed) {
            return None;
        }
        let error = match timeout(PATIENCE, self.ask(action, key, rate)).await {
            Ok(Ok(wait)) => {
                if self.rests_until.swap(COUNTS, Ordering::Relaxed) != COUNTS {
                    tracing::warn!("redis counts again: limits are those of all nodes together");
                }
                return (wait > 0).then(|| Duration::from_micros(wait));
            }
            Ok(Err(error)) => error.to_string(),
            Err(late) => late.to_string(),
        };
        // The operator is told once, not for each call.
        if self.rests_until.swap(now + REST, Ordering::Relaxed) == COUNTS {
            tracing::warn!(error, "redis did not count; limits are this node's own until it does again");
        }
        None
    }

    async fn ask(&self, action: Action, key: &Key, rate: Rate) -> Result<u64, RedisError> {
        let name = format!("doithoai.limit.{}.{}", action.name(), self.keys.limit(key));
        let each = u64::try_from(rate.each.as_micros()).unwrap_or(u64::MAX);
        let mut count = redis::cmd("EVAL");
        count.arg(COUNT).arg(1).arg(name).arg(each).arg(rate.burst);
        count.query_async(&mut self.redis.clone()).await
    }
}
