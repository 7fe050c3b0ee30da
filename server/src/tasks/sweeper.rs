//! Forgets what need not be kept: rate-limit buckets at rest, receipts older than 48 hours, leases and sign-ins that
//! have run out.

use std::time::Duration;

use crate::actions::sweep;
use crate::app::Site;

/// How often buckets are swept.
const LIMITS: Duration = Duration::from_secs(30);
/// Rows are swept once in so many rounds: hourly.
const ROUNDS: u32 = 120;

pub async fn run(site: Site) {
    let mut ticks = tokio::time::interval(LIMITS);
    let mut round = 0u32;
    loop {
        ticks.tick().await;
        site.limits.sweep();
        if round.is_multiple_of(ROUNDS)
            && let Err(error) = sweep(&site).await
        {
            tracing::error!(%error, "old rows could not be swept");
        }
        round = round.wrapping_add(1);
    }
}
