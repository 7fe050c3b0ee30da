//! Forgets what need not be kept: rate-limit buckets at rest, receipts older than 48 hours.

use std::time::Duration;

use dialogue::clock::hours;
use store::StoreError;

use crate::app::Site;

/// How often buckets are swept.
const LIMITS: Duration = Duration::from_secs(30);
/// Receipts are swept once in so many rounds: hourly.
const ROUNDS: u32 = 120;
/// How long a receipt is kept, in milliseconds.
const KEPT: i64 = hours(48);

pub async fn run(site: Site) {
    let mut ticks = tokio::time::interval(LIMITS);
    let mut round = 0u32;
    loop {
        ticks.tick().await;
        site.limits.sweep();
        if round.is_multiple_of(ROUNDS) {
            sweep_receipts(&site).await;
        }
        round = round.wrapping_add(1);
    }
}

async fn sweep_receipts(site: &Site) {
    let before = site.now().plus(-KEPT);
    let swept: Result<u64, StoreError> =
        site.store.write(move |tx| Box::pin(async move { tx.sweep_receipts(before).await })).await;
    if let Err(error) = swept {
        tracing::error!(%error, "old receipts could not be swept");
    }
}
