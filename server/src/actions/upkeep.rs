//! What the site does for itself: it forgets what need not be kept, and one node at a time moves the clock.

use dialogue::clock::{hours, seconds};
use store::StoreError;
use uuid::Uuid;

use super::sign_in::{IDLE, LONGEST};
use crate::app::App;

/// How long a receipt is kept, in milliseconds (PROTOCOL.md, "Idempotency").
const KEPT: i64 = hours(48);
/// The duty's name in the database, and how long a node that died keeps the others from it, in milliseconds.
const CLOCK: &str = "clock";
const HELD: i64 = seconds(5);

/// Forgets receipts older than 48 hours, and leases and sign-ins that have run out.
///
/// # Errors
/// What the store says.
pub async fn sweep(site: &App) -> Result<(), StoreError> {
    let now = site.now();
    let work = site.store.write(move |tx| {
        Box::pin(async move {
            tx.sweep_receipts(now.plus(-KEPT)).await?;
            tx.sweep_leases(now).await?;
            tx.sweep_sign_ins(now.plus(-LONGEST), now.plus(-IDLE)).await?;
            Ok(())
        })
    });
    work.await
}

/// Whether this node is the one that moves what is due.
///
/// # Errors
/// What the store says.
pub async fn keep_clock(site: &App, node: Uuid) -> Result<bool, StoreError> {
    let now = site.now();
    site.store
        .write(move |tx| Box::pin(async move { tx.take_duty(CLOCK, node, now, now.plus(HELD)).await }))
        .await
}
