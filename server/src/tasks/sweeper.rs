//! Forgets what need not be kept: rate-limit buckets at rest, receipts older than 48 hours, leases and sign-ins that
//! have run out.

use std::time::Duration;

use dialogue::clock::hours;
use store::StoreError;

use crate::app::Site;
use crate::web::caller::{IDLE, LONGEST};

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
            sweep_rows(&site).await;
        }
        round = round.wrapping_add(1);
    }
}

async fn sweep_rows(site: &Site) {
    let now = site.now();
    let swept = site.store.write::<_, StoreError, _>(move |tx| {
        Box::pin(async move {
            tx.sweep_receipts(now.plus(-KEPT)).await?;
            tx.sweep_leases(now).await?;
            tx.sweep_sign_ins(now.plus(-LONGEST), now.plus(-IDLE)).await
        })
    });
    if let Err(error) = swept.await {
        tracing::error!(%error, "old rows could not be swept");
    }
}
